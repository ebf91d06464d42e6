/// Records to be linked, as text columns; empty texts are unknown.
package struct RecordTable: Sendable {
  package let rowCount: Int
  /// The source of each record, where records of several are linked; empty for one source.
  package let sources: [UInt16]
  let columns: [String: RecordColumn]

  /// Takes columns of equal length.
  package init(_ columns: [(name: String, values: [String?])], sources: [UInt16] = []) {
    rowCount = columns.first?.values.count ?? sources.count
    precondition(columns.allSatisfy { [rowCount] in $0.values.count == rowCount })
    precondition(sources.isEmpty || sources.count == rowCount)
    self.sources = sources
    var made: [String: RecordColumn] = [:]
    for column in columns { made[column.name] = RecordColumn(column.values) }
    self.columns = made
  }

  package var columnNames: [String] { columns.keys.sorted() }
}

/// One column as codes of its distinct values; code 0 is unknown.
struct RecordColumn: Sendable {
  let codes: [UInt32]
  /// The distinct values in the order of their codes, from 1.
  let texts: [String]
  /// The scalars of all values side by side, so that comparing them allocates nothing.
  let scalars: [UInt32]
  let starts: [Int]
  /// The share of known rows that have a value, by code.
  let shares: [Double]

  init(_ values: [String?]) {
    var numbers: [String: UInt32] = [:]
    var texts: [String] = []
    codes = values.map { value in
      guard let value, !value.isEmpty else { return 0 }
      if let known = numbers[value] { return known }
      texts.append(value)
      numbers[value] = UInt32(texts.count)
      return UInt32(texts.count)
    }
    (scalars, starts) = Self.flattened(texts)
    shares = Self.shares(codes, count: texts.count)
    self.texts = texts
  }

  /// The column whose values are a part of this one's.
  init(_ whole: RecordColumn, part: ColumnPart.Part) {
    var numbers: [String: UInt32] = [:]
    var texts: [String] = []
    let partCodes = whole.texts.map { text -> UInt32 in
      guard let value = part.of(text), !value.isEmpty else { return 0 }
      if let known = numbers[value] { return known }
      texts.append(value)
      numbers[value] = UInt32(texts.count)
      return UInt32(texts.count)
    }
    codes = whole.codes.map { $0 == 0 ? 0 : partCodes[Int($0) - 1] }
    (scalars, starts) = Self.flattened(texts)
    shares = Self.shares(codes, count: texts.count)
    self.texts = texts
  }

  private static func flattened(_ texts: [String]) -> ([UInt32], [Int]) {
    var scalars: [UInt32] = []
    var starts = [0, 0]
    for text in texts {
      scalars += TextSimilarity.scalars(text)
      starts.append(scalars.count)
    }
    return (scalars, starts)
  }

  private static func shares(_ codes: [UInt32], count: Int) -> [Double] {
    var counts = [Int](repeating: 0, count: count + 1)
    for code in codes { counts[Int(code)] += 1 }
    let known = Double(max(1, codes.count - counts[0]))
    return counts.enumerated().map { $0.offset == 0 ? 0 : Double($0.element) / known }
  }

  /// The chance that two different known rows have the same value.
  var agreement: Double {
    var counts = [Int](repeating: 0, count: texts.count + 1)
    for code in codes { counts[Int(code)] += 1 }
    let known = Double(codes.count - counts[0])
    let agreeing = counts.dropFirst().reduce(0.0) { $0 + Double($1) * Double($1 - 1) }
    return known > 1 ? agreeing / (known * (known - 1)) : 0
  }

  func range(of code: UInt32) -> Range<Int> { starts[Int(code)]..<starts[Int(code) + 1] }
}

/// A column, or a part of its values, that comparisons and blocking rules speak of.
package struct ColumnPart: Hashable, Sendable {
  /// Which part of a value.
  package enum Part: Hashable, Sendable {
    case whole
    /// The first scalars.
    case first(Int)
    /// What stands before the `@` of an address, and after it.
    case emailUser, emailDomain
    /// A postcode without its last two scalars, its last three, and its leading letters.
    case postcodeSector, postcodeDistrict, postcodeArea
    /// The first four digits of a date written year first.
    case year
  }

  package let column: String
  package let part: Part

  package init(_ column: String, _ part: Part = .whole) {
    (self.column, self.part) = (column, part)
  }
}

extension ColumnPart.Part {
  /// The part of one value; nil where the value has none.
  func of(_ text: String) -> String? {
    switch self {
    case .whole: return text
    case .first(let count): return String(text.prefix(count))
    case .emailUser:
      guard let at = text.lastIndex(of: "@") else { return nil }
      return String(text[..<at])
    case .emailDomain:
      guard let at = text.lastIndex(of: "@") else { return nil }
      return String(text[text.index(after: at)...])
    case .postcodeSector:
      let packed = text.filter { $0 != " " }
      return packed.count > 3 ? String(packed.dropLast(2)) : nil
    case .postcodeDistrict:
      let packed = text.filter { $0 != " " }
      return packed.count > 3 ? String(packed.dropLast(3)) : nil
    case .postcodeArea: return String(text.prefix { $0.isLetter })
    case .year:
      let digits = text.prefix(4)
      return digits.count == 4 && digits.allSatisfy(\.isNumber) ? String(digits) : nil
    }
  }
}
