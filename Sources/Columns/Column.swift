/// The values of one attribute, or of one field of an event type, as a plain column in memory.
package enum Column: Sendable {
  case text(TextColumn)
  case whole(WholeColumn)
  case real(RealColumn)
  case list(ListColumn)

  /// How many rows the column has.
  package var count: Int {
    switch self {
    case .text(let column): column.codes.count
    case .whole(let column): column.values.count
    case .real(let column): column.values.count
    case .list(let column): max(0, column.starts.count - 1)
    }
  }

  /// Whether every code is one that the column's dictionary has; linear in the number of codes.
  package var hasDefinedCodes: Bool {
    switch self {
    case .text(let column):
      column.codes.reduce(0) { max($0, $1) } <= column.dictionary.texts.count
    case .list(let column):
      column.codes.reduce(0) { max($0, $1) } <= column.dictionary.texts.count
    case .whole, .real: true
    }
  }

  /// A few neighbouring rows as a column of their own.
  package func rows(_ rows: Range<Int>) -> Column {
    switch self {
    case .text(let column):
      .text(TextColumn(codes: Array(column.codes[rows]), dictionary: column.dictionary))
    case .whole(let column):
      .whole(WholeColumn(values: Array(column.values[rows]), kind: column.kind))
    case .real(let column): .real(RealColumn(values: Array(column.values[rows])))
    case .list(let column):
      .list(
        ListColumn(
          starts: column.starts[rows.lowerBound...rows.upperBound]
            .map { $0 - column.starts[rows.lowerBound] },
          codes: Array(
            column.codes[Int(column.starts[rows.lowerBound])..<Int(column.starts[rows.upperBound])]),
          dictionary: column.dictionary))
    }
  }
}

/// The distinct texts behind the codes of a text column; code 0 means unknown.
package struct TextDictionary: Sendable, Equatable {
  /// The texts in the order of their codes: `texts[0]` has code 1.
  package let texts: [String]
  package init(texts: [String]) { self.texts = texts }

  /// The text of a code; nil for 0, the unknown.
  package subscript(code: UInt32) -> String? {
    code == 0 || code > texts.count ? nil : texts[Int(code) - 1]
  }
}

/// Texts as codes of a dictionary; 0 is unknown.
package struct TextColumn: Sendable {
  package let codes: [UInt32]
  package let dictionary: TextDictionary
  package init(codes: [UInt32], dictionary: TextDictionary) {
    (self.codes, self.dictionary) = (codes, dictionary)
  }
}

/// Whole numbers, and whatever is exact as a whole number of some unit.
package struct WholeColumn: Sendable {
  /// What a value of the column counts.
  package enum Kind: Sendable, Equatable {
    case integer
    /// Minor units; a value of 1,999 with two places means 19.99.
    case money(decimalPlaces: Int)
    /// Days since 1970-01-01.
    case date
    /// Seconds since 1970-01-01 00:00 UTC.
    case time
    /// 0 is false, 1 is true.
    case boolean
  }

  /// Stands for an unknown value.
  @inlinable package static var unknown: Int64 { .min }

  package let values: [Int64]
  package let kind: Kind
  package init(values: [Int64], kind: Kind) { (self.values, self.kind) = (values, kind) }
}

/// Floating-point numbers; NaN is unknown.
package struct RealColumn: Sendable {
  package let values: [Double]
  package init(values: [Double]) { self.values = values }
}

/// Lists of texts: row `r` holds `codes[starts[r]..<starts[r + 1]]`; an empty list is unknown.
package struct ListColumn: Sendable {
  package let starts: [UInt32]
  package let codes: [UInt32]
  package let dictionary: TextDictionary
  package init(starts: [UInt32], codes: [UInt32], dictionary: TextDictionary) {
    (self.starts, self.codes, self.dictionary) = (starts, codes, dictionary)
  }
}

/// The events of one type, ordered by unit and then by time.
package struct EventTable: Sendable {
  /// Unit `u` owns the rows `starts[u]..<starts[u + 1]`; it has one entry more than there are units.
  package let starts: [UInt32]
  /// Seconds since 1970-01-01 00:00 UTC, ascending within a unit.
  package let times: [UInt32]
  /// Dimensions and measures by name, one value a row, `source` (text) among them.
  package let fields: [String: Column]

  package init(starts: [UInt32], times: [UInt32], fields: [String: Column]) {
    (self.starts, self.times, self.fields) = (starts, times, fields)
  }

  package var rowCount: Int { times.count }
}
