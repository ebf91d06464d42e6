internal import Basis
internal import Formats

/// What a cell says, whatever of it finds room on the screen.
enum Fact: Hashable, Sendable {
  case unknown
  case text(String)
  /// One of our own words, which is nobody's name.
  case word(String)
  case count(Int)
  /// How many people, which a shared screen hides where they are few.
  case people(Int)
  case number(Double)
  case flag(Bool)
  case time(Timestamp)
  case day(CivilDate)

  static func count(_ value: Int?) -> Fact { value.map { Fact.count($0) } ?? .unknown }
  static func people(_ value: Int?) -> Fact { value.map { Fact.people($0) } ?? .unknown }
  static func time(_ value: Timestamp?) -> Fact { value.map { Fact.time($0) } ?? .unknown }
  static func number(_ value: Double?) -> Fact { value.map { Fact.number($0) } ?? .unknown }

  /// The part of a whole; unknown of nothing.
  static func share(_ part: Int, of whole: Int) -> Fact {
    whole > 0 ? .number(Double(part) / Double(whole)) : .unknown
  }

  var sortKey: SortKey {
    switch self {
    case .unknown: .unknown
    case .text(let text), .word(let text): .name(text)
    case .count(let count), .people(let count): .number(Double(count))
    case .number(let number): .number(number)
    case .flag(let flag): .number(flag ? 1 : 0)
    case .time(let time): .number(Double(time.seconds))
    case .day(let day): .number(Double(day.daysSinceEpoch))
    }
  }

  /// As programs read it: times as ISO 8601, numbers without separators, nothing for what is unknown.
  var plain: String {
    switch self {
    case .unknown: ""
    case .text(let text), .word(let text): text
    case .count(let count), .people(let count): "\(count)"
    case .number(let number): JSON.number(number).text
    case .flag(let flag): flag ? "true" : "false"
    case .time(let time): time.iso8601
    case .day(let day): day.iso8601
    }
  }
}

/// A column of a list: its name as programs read it, and what it says of a row.
struct FactColumn<Row>: Sendable {
  let name: String
  let fact: @Sendable (Row) -> Fact
  /// What sorts by it, where that is not what it says.
  let key: @Sendable (Row) -> SortKey

  init(_ name: String, _ fact: @escaping @Sendable (Row) -> Fact) {
    self.init(name, fact) { fact($0).sortKey }
  }

  init(
    _ name: String, _ fact: @escaping @Sendable (Row) -> Fact,
    by key: @escaping @Sendable (Row) -> SortKey
  ) {
    (self.name, self.fact, self.key) = (name, fact, key)
  }
}

/// The list of a panel, whatever its rows are.
struct PanelTable {
  let columns: [String]
  /// How many of the columns are on the screen, and so sort it; the rest are for files alone.
  let sortableCount: Int
  let count: Int
  /// What of a row's column a file holds.
  let fact: (_ row: Int, _ column: Int) -> Fact
  /// The numbers of the rows to show, narrowed and ordered as a list is.
  let order: (ListState) -> [Int]

  init<Row>(
    _ rows: [Row], _ columns: [FactColumn<Row>], sorts: Int? = nil,
    text: @escaping (Row) -> String
  ) {
    sortableCount = sorts ?? columns.count
    self.columns = columns.map(\.name)
    count = rows.count
    fact = { columns[$1].fact(rows[$0]) }
    let keys = columns.prefix(sortableCount).map(\.key)
    order = { list in Listing.order(rows, list, text: text, keys: keys) }
  }

  /// A table that nobody narrows or sorts.
  init<Row>(_ rows: [Row], _ columns: [FactColumn<Row>]) {
    self.init(rows, columns, sorts: 0) { _ in "" }
  }
}
