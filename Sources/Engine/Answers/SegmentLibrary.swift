internal import Basis
internal import Segments
internal import Storage

/// The saved segments and models of one state of the library, read once.
struct SegmentLibrary: Sendable {
  let version: Int64
  /// The segments that read, as trees, and the models, for references by name.
  let references: References
  /// Names of segments whose text is no segment any more.
  let unreadable: [String]

  init(_ workspace: Workspace) throws(Fault) {
    version = try workspace.catalogue.libraryVersion()
    var trees: [String: Segment] = [:]
    var unreadable: [String] = []
    for saved in try workspace.catalogue.segments() {
      do throws(Problem) {
        trees[saved.segment] = try Segment(parsing: saved.text)
      } catch {
        // Who refers to it is told that there is no such segment.
        unreadable.append(saved.segment)
      }
    }
    var cards: [String: Scorecard] = [:]
    for model in try workspace.catalogue.models() { cards[model.name] = model.scorecard }
    references = References(trees, models: cards)
    self.unreadable = unreadable
  }
}
