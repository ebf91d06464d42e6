internal import Basis
package import Cells
package import Requests

/// Everything of the segments pane: the library, the segment in the builder, and its figures.
package struct SegmentsState: Equatable, Sendable {
  /// What the pane shows.
  package enum Mode: Hashable, Sendable { case library, builder, text }

  package var mode = Mode.library
  package var library = Loadable<[SavedSegment]>()
  /// Names ticked for comparing.
  package var ticked: [String] = []

  /// The name under which the segment is saved; empty before the first time.
  package var name = ""
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
  /// The total before the last edit; nil before there was one.
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

  package init() {}

  /// The segment as it stands in the builder.
  package var definition: SegmentDefinition { .tree(builder.definition.tree) }

  /// True when something would be lost by leaving the segment.
  package var isDirty: Bool { edits > 0 }

  package var title: String { name.isEmpty ? "new segment" : name }
}
