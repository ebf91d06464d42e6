internal import Normalise

/// What is wrong with the values of columns: types that differ, and values that mean nothing.
enum ColumnProblems {
  static func of(_ columns: [ColumnProfile]) -> [AuditProblem] {
    columns.flatMap { conflicts($0) + oddities($0) }
  }

  /// Values that look otherwise than nine in ten of their column do.
  private static func conflicts(_ column: ColumnProfile) -> [AuditProblem] {
    // Digits with zeros in front name something, and so do identifiers and postcodes.
    if column.shape == .integer, column.leadingZeros > 0 || column.isPersonal { return [] }
    guard let shape = column.shape, shape != .text else {
      return column.filled > 20 && column.shape == nil && column.role?.isTime == true
        ? [problem(column, .text, "values of several types", "one type")] : []
    }
    return ValueShape.allCases.compactMap { other in
      guard other != shape, !fits(other, shape, column), let count = column.shapes[other],
        let line = column.shapeLines[other]
      else { return nil }
      return AuditProblem(
        line: line, column: column.name, found: name(other), expected: name(shape), count: count)
    }
  }

  /// Whether a value of one shape may stand among those of another.
  private static func fits(_ other: ValueShape, _ shape: ValueShape, _ column: ColumnProfile)
    -> Bool
  {
    switch (other, shape) {
    case (.integer, .number), (.integer, .phone), (.integer, .date): true
    case (.text, .boolean), (.boolean, .text), (.phone, .integer), (.number, .integer):
      // One in ten of another kind is no conflict where the column is text to everybody.
      (column.shapes[other] ?? 0) * 10 > column.filled
    default: false
    }
  }

  private static func oddities(_ column: ColumnProfile) -> [AuditProblem] {
    let sorted = column.oddities.sorted {
      ($0.value.line, text($0.key)) < ($1.value.line, text($1.key))
    }
    return sorted.map { oddity, finding in
      AuditProblem(
        line: finding.line, column: column.name, found: text(oddity), expected: expected(oddity),
        count: finding.count)
    }
  }

  private static func text(_ oddity: ColumnProfile.Oddity) -> String {
    switch oddity {
    case .placeholder: "a word that stands for nothing"
    case .control: "a control character"
    case .mojibake: "letters that were converted twice"
    case .future: "a time in the future"
    case .identifier(let reason): words(reason)
    }
  }

  private static func expected(_ oddity: ColumnProfile.Oddity) -> String {
    switch oddity {
    case .placeholder: "an empty value"
    case .control: "printable text"
    case .mojibake: "text in UTF-8"
    case .future: "a time that has been"
    case .identifier: "an identifier of one person or device"
    }
  }

  private static func words(_ reason: String) -> String {
    reason.split(separator: "_").joined(separator: " ")
  }

  private static func name(_ shape: ValueShape) -> String {
    switch shape {
    case .integer: "a whole number"
    case .number: "a number"
    case .boolean: "yes or no"
    case .date: "a date"
    case .uuid: "a UUID"
    case .email: "an e-mail address"
    case .phone: "a phone number"
    case .digest: "a SHA-256"
    case .url: "a web address"
    case .list: "a list"
    case .address: "an IP address"
    case .consent: "a TC string"
    case .text: "text"
    }
  }

  private static func problem(
    _ column: ColumnProfile, _ shape: ValueShape, _ found: String, _ expected: String
  ) -> AuditProblem {
    AuditProblem(
      line: column.shapeLines[shape] ?? column.shapeLines.values.min() ?? 0, column: column.name,
      found: found, expected: expected, count: column.filled)
  }
}
