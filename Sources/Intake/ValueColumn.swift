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
  /// An earlier text of the same column, which is kept as it is: each of its codes means one code
  /// here, so that a text is looked up once a row however many values are made of it.
  private(set) var leader: Int?
  private var answers: [UInt32?] = []

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
    if lacksText(row) { return false }
    try readText(row)
    return isPending
  }

  /// Whether the row has no value because it has nothing in the columns.
  @inline(__always)
  func lacksText(_ row: RowText) -> Bool {
    guard needsText else { return false }
    for column in columns where !row.isEmpty(column) { return false }
    return true
  }

  /// Whether there is something to keep or to leave out.
  @inline(__always)
  var isPending: Bool {
    if case .unknown = pending { false } else { true }
  }

  /// Lets values that are made of one column's text follow the first that keeps it as it is.
  static func followed(_ columns: [ValueColumn]) -> [ValueColumn] {
    var columns = columns
    for index in columns.indices where columns[index].type == .text && columns[index].needsText {
      let own = columns[index].columns
      columns[index].leader = columns[..<index].firstIndex {
        $0.isItself && $0.type == .text && $0.columns == own
      }
    }
    return columns
  }

  /// What the row has is the text that has this code in the leader; false where it has not come yet.
  @inline(__always)
  mutating func take(_ code: UInt32) throws(RowProblem) -> Bool {
    guard Int(code) < answers.count, let own = answers[Int(code)] else { return false }
    pending = try ValueReader.scalar(own, rule)
    return true
  }

  /// Finds out what a text of the leader means here.
  mutating func learn(_ code: UInt32, _ text: String?) throws(RowProblem) {
    Self.fill(&answers, to: Int(code) + 1, with: nil)
    let own = AllowedValues.code(text, rule, &dictionary)
    answers[Int(code)] = own
    pending = try ValueReader.scalar(own, rule)
  }

  /// The text of one of this column's codes.
  func text(of code: UInt32) -> String? { dictionary.texts[Int(code) - 1] }

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
