internal import Basis
package import Requests

/// A line of the list of segments: one that is saved, or the draft of one that never was.
package enum LibraryRow: Hashable, Sendable {
  case saved(SavedSegment)
  case draft(DraftStore.Draft)

  package var key: DraftStore.Key {
    switch self {
    case .saved(let segment): DraftStore.Key(name: segment.name)
    case .draft(let draft): draft.key
    }
  }

  package var text: String {
    switch self {
    case .saved(let segment): segment.text
    case .draft(let draft): draft.text
    }
  }

  /// The segment as it is saved; nil where it never was.
  package var saved: SavedSegment? {
    if case .saved(let segment) = self { segment } else { nil }
  }

  var note: String { saved?.note ?? "" }
}

extension AppState {
  /// The list of segments; drafts that have no segment to stand beside come first.
  var libraryRows: [LibraryRow] {
    guard let library = segments.library.value else { return [] }
    return drafts.unnamed.map { .draft($0) } + library.map { .saved($0) }
  }

  var selectedRow: LibraryRow? { selected(.library, of: libraryRows) }

  /// The saved segment under the cursor of the list.
  var selectedSegment: SavedSegment? { selectedRow?.saved }
}
