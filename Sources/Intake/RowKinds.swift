internal import Basis
internal import Columns

/// What a row may be, as a set.
struct RowKinds: OptionSet {
  let rawValue: UInt8

  static let event = RowKinds(rawValue: 1)
  static let profile = RowKinds(rawValue: 2)
  static let consent = RowKinds(rawValue: 4)
  static let cost = RowKinds(rawValue: 8)
  static let feedback = RowKinds(rawValue: 16)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ kinds: [RowRule.Kind]) {
    self = []
    for kind in kinds {
      switch kind {
      case .event: insert(.event)
      case .profile: insert(.profile)
      case .consent: insert(.consent)
      case .cost: insert(.cost)
      case .feedback: insert(.feedback)
      }
    }
  }
}

/// Tells a row's kinds by the word that stands in a column of it, as tracking calls have it.
struct KindColumn {
  let column: Int
  let name: String
  private var index = HashIndex()
  private var entries: [(kinds: RowKinds, event: String?)] = []

  init?(_ plan: RowPlan) {
    guard let column = plan.kindColumn, let table = plan.mapping.row.kindsByColumn else {
      return nil
    }
    (self.column, name) = (column, table.column)
    for word in table.kinds.keys.sorted() {
      _ = index.insert(Hash64.of(word), UInt32(entries.count))
      entries.append(
        (RowKinds(table.kinds[word] ?? []), plan.mapping.row.eventsOfKinds[word]))
    }
  }

  /// What the row is, and the event's name where the word says it; nil where the word is unknown.
  func entry(_ row: RowText) -> (kinds: RowKinds, event: String?)? {
    let place = row.with(column) { text in index.value(for: Hash64.of(text)) }
    return place.map { entries[Int($0)] }
  }
}
