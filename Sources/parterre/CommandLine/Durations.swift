import Basis

/// Durations, instants and money as they are written on the command line.
enum Durations {
  /// Reads 30m, 12h, 7d or 4w.
  static func seconds(_ text: String) throws(Fault) -> Int64 {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }), let number = Int64(text.dropLast()),
      number >= 0
    else {
      throw Fault(
        .usage, "“\(text)”", reason: "it is not a duration", remedy: "Write 30m, 12h, 7d or 4w")
    }
    return number * unit
  }

  /// Writes a duration in its two greatest units.
  static func text(_ seconds: Int) -> String {
    if seconds >= 86_400 { return "\(seconds / 86_400)d \(seconds % 86_400 / 3_600)h" }
    if seconds >= 3_600 { return "\(seconds / 3_600)h \(seconds % 3_600 / 60)m" }
    return seconds >= 60 ? "\(seconds / 60)m" : "\(seconds)s"
  }

  /// Reads 1200EUR or 19.90USD.
  static func money(_ text: String) throws(Fault) -> Money {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard let currency = Currency(String(text.dropFirst(digits.count))), let whole = parts.first,
      let units = Int64(whole), units < 1_000_000_000_000_000, parts.count <= 2
    else {
      throw Fault(
        .usage, "“\(text)”", reason: "it is not an amount", remedy: "Write it as in 1200EUR")
    }
    var scale: Int64 = 1
    for _ in 0..<currency.decimalPlaces { scale *= 10 }
    var fraction = parts.count > 1 ? String(parts[1].prefix(currency.decimalPlaces)) : ""
    while fraction.count < currency.decimalPlaces { fraction += "0" }
    return Money(minorUnits: units * scale + (Int64(fraction) ?? 0), currency: currency)
  }
}
