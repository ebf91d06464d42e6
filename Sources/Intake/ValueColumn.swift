internal import Basis
internal import Columns
internal import Normalise

/// One field or attribute while a block is built: how it is read, what the row at hand has, and
/// what the rows before it had.
///
/// What every row asks of the rule is copied here: references to the rule are counted by all threads
/// at one place, and two cores that count there wait for each other.
struct ValueColumn {
  let rule: BoundValue
  private let type: ValueType
  /// The columns of which the first that has something is the value's; empty where it is made of
  /// more than one.
  private let columns: [Int]
  /// A text stands for itself once it is harmless; another value is used as it is written.
  private let isItself: Bool
  /// Nothing in its columns is no value, whatever the rule does with texts.
  private let needsText: Bool
  private var dictionary = LocalDictionary()

  private(set) var pending = ScalarValue.unknown
  private var codes: [UInt32] = []
  private var wholes: [Int64] = []
  private var reals: [Double] = []
  private var starts: [UInt32] = [0]

  init(_ rule: BoundValue) {
    self.rule = rule
    type = rule.type
    let input = rule.input
    let isOne = input.columns.count == 1 || input.input.takesFirst
    columns = isOne && input.input.constant == nil ? input.columns : []
    let isUnchanged = isOne && input.input.isUnchanged
    needsText = isUnchanged
    isItself =
      isUnchanged && (type != .text || (rule.allowed == nil && rule.rule.meaning == nil))
  }

  /// Reads the row's value into `pending`, and tells whether the row has one.
  ///
  /// Most fields of most rows are empty, and ask for nothing more than a look at their cells.
  @inline(__always)
  mutating func read(_ row: RowText) throws(RowProblem) -> Bool {
    if needsText {
      var isEmpty = true
      for column in columns where !row.isEmpty(column) { isEmpty = false }
      if isEmpty { return false }
    }
    try readText(row)
    if case .unknown = pending { return false }
    return true
  }

  private mutating func readText(_ row: RowText) throws(RowProblem) {
    guard let last = columns.last, type != .list else {
      pending = try ValueReader.read(rule, row, &dictionary)
      return
    }
    var column = last
    if columns.count > 1 { column = columns.first { !row.isEmpty($0) } ?? last }
    if type == .text {
      pending = try ValueReader.scalar(code(column, row), rule)
    } else if isItself {
      pending = try row.with(column) { (text) throws(RowProblem) in
        text.count == 0 ? .unknown : try ValueReader.scalar(text, rule)
      }
    } else {
      pending = try ValueReader.read(rule, row, &dictionary)
    }
  }

  private mutating func code(_ column: Int, _ row: RowText) -> UInt32 {
    row.with(column) { text in
      let hash = Hash64.of(text)
      if let known = dictionary.known(hash) { return known }
      if isItself, text.count > 0, SafeText.isClean(text) {
        return dictionary.add(hash, itself: text)
      }
      return dictionary.add(
        hash, code: AllowedValues.code(rule.input.text(row), rule, &dictionary))
    }
  }

  /// Keeps the pending value as that of a row; rows between have none.
  @inline(__always)
  mutating func keep(asRow row: Int) {
    switch pending {
    case .unknown, .leftOut: break
    case .code(let code):
      Self.fill(&codes, to: row, with: 0)
      codes.append(code)
    case .whole(let number):
      Self.fill(&wholes, to: row, with: WholeColumn.unknown)
      wholes.append(number)
    case .real(let number):
      Self.fill(&reals, to: row, with: .nan)
      reals.append(number)
    case .list:
      Self.fill(&starts, to: row + 1, with: UInt32(codes.count))
      codes += dictionary.items
      starts.append(UInt32(codes.count))
    }
  }

  @inline(__always)
  private static func fill<Item>(_ items: inout [Item], to count: Int, with unknown: Item) {
    if items.count < count {
      items.append(contentsOf: repeatElement(unknown, count: count - items.count))
    }
  }

  /// All that was kept, up to the last row that has a value.
  consuming func finish() -> LocalColumn {
    let values: ValueBuffer =
      switch type {
      case .text: .codes(codes)
      case .number: .real(reals)
      case .integer, .boolean, .date, .time, .money: .whole(wholes)
      case .list: .lists(starts: starts, codes: codes)
      }
    var column = LocalColumn(values: values)
    column.texts = dictionary.texts
    return column
  }
}
