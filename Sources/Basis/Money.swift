/// A currency by its ISO 4217 code, packed into three bytes.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
  package let code: String

  /// Makes a currency from three letters of any case; nil for anything else.
  package init?(_ text: String) {
    let upper = text.uppercased()
    guard upper.utf8.count == 3, upper.utf8.allSatisfy({ $0 >= 65 && $0 <= 90 }) else { return nil }
    code = upper
  }

  /// How many decimal places one unit has.
  package var decimalPlaces: Int {
    Self.undivided.contains(code) ? 0 : Self.inThousandths.contains(code) ? 3 : 2
  }

  /// How many of its smallest units make one.
  package var minorUnits: Int { [1, 10, 100, 1_000][decimalPlaces] }

  /// Currencies without a smaller unit.
  package static let undivided: Set = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF", "XPF",
  ]
  /// Currencies whose smaller unit is a thousandth.
  package static let inThousandths: Set = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]

  package var description: String { code }
}

/// An amount in a currency's smallest unit, so that sums are exact.
package struct Money: Hashable, Sendable {
  package let minorUnits: Int64
  package let currency: Currency

  package init(minorUnits: Int64, currency: Currency) {
    (self.minorUnits, self.currency) = (minorUnits, currency)
  }
}
