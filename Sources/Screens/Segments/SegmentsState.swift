internal import Basis
package import Cells
package import Requests

/// How a saved segment came to be what it is, beside the list of segments.
package struct SegmentLooks: Equatable, Sendable {
  /// What it is about: a version of a segment, as data and viewpoint were.
  struct Subject: Equatable, Sendable {
    var name: String
    var version: Int
    var viewpoint: Viewpoint
    var dataVersion: Int?
  }

  var subject: Subject?
  package internal(set) var trend = Loadable<[TrendPoint]>()
  package internal(set) var versions = Loadable<[SegmentVersion]>()
  package internal(set) var facets = Loadable<[Facet]>()
  /// Saved segments that it is made of, and those that are made of it.
  package internal(set) var partsOf: [String] = []
  package internal(set) var usedBy: [String] = []
  package init() {}
}

/// Everything of the segments pane: the library, the segment in the builder, and its figures.
package struct SegmentsState: Equatable, Sendable {
  /// What the pane shows.
  package enum Mode: Hashable, Sendable { case library, builder, text }

  package var mode = Mode.library
  package var library = Loadable<[SavedSegment]>()
  /// Names ticked for comparing.
  package var ticked: [String] = []

  /// What the segment in the builder is: its name, or its number before it is saved.
  package var key = DraftStore.Key(number: 1)
  /// The segment that is taken up again once the list of segments says what it is saved as.
  package var resuming: DraftStore.Key?
  /// True until the engine has read the text of the segment: the tree is not yet what it will be.
  package var isOpening = false
  /// The saved version that is edited.
  package var version: Int?
  package var savedText: String?
  package var savedSize: Int?
  package var note = ""
  package var builder = Builder()
  package var editor = TextEditor()
  package var editorFirst = TextEditor.Place(line: 0, character: 0)
  package var checked = Loadable<SegmentCheck>()
  package var completions: [Completion] = []
  package var completion = 0
  /// A node that was cut or copied.
  package var clipboard: BuilderNode?

  package var count = Loadable<SegmentCount>()
  /// The ids of the nodes that the count under way is about, in its order.
  package var askedIDs: [[Int]] = []
  /// The last figures of each node, by its id.
  package var figures: [Int: NodeCount] = [:]
  /// The segment before the last edit; nil before there was one.
  package var beforeEdit: SegmentTree?
  /// Its total, once that is known.
  package var totalBeforeEdit: Int?
  /// How many edits lie between the saved version and now.
  package var edits = 0
  package var waterfall = Loadable<Requests.Waterfall>()
  package var destination: String?
  package var facets = Loadable<[Facet]>()
  package var trend = Loadable<[TrendPoint]>()
  package var versions = Loadable<[SegmentVersion]>()
  package var overlap = Loadable<Overlap>()
  package var difference = Loadable<DefinitionDifference>()
  package var why = Loadable<WhyAnswer>()
  /// What is shown of the segment under the cursor of the list.
  package var looks = SegmentLooks()

  package init() {}

  /// The segment as it stands in the builder.
  package var definition: SegmentDefinition { .tree(builder.definition.tree) }

  /// True when something would be lost by leaving the segment.
  package var isDirty: Bool { edits > 0 }

  /// The name under which the segment is saved; empty before the first time.
  package var name: String { key.name }

  package var title: String { key.title }

  /// True where a text is edited whose mistakes keep everything of it from being counted.
  var isUnread: Bool {
    mode == .text && count.value == nil && checked.value?.text == editor.text
      && checked.value?.isSound == false
  }
}
