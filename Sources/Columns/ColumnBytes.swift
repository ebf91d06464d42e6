extension Column: DerivedData {
  /// About how much memory its values take; its dictionary's texts are taken as short.
  package var byteCount: Int {
    switch self {
    case .text(let column): column.codes.count * 4 + column.dictionary.texts.count * 24
    case .whole(let column): column.values.count * 8
    case .real(let column): column.values.count * 8
    case .list(let column):
      (column.starts.count + column.codes.count) * 4 + column.dictionary.texts.count * 24
    }
  }
}

extension EventTable: DerivedData {
  /// About how much memory its times and fields take.
  package var byteCount: Int {
    (starts.count + times.count) * 4 + fields.values.reduce(0) { $0 + $1.byteCount }
  }
}
