import Basis
import Formats

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
    let bytes = Array(text.utf8)
    guard let money = try? NumberText.money(bytes.span, decimal: .point, currency: nil) else {
      throw Fault(
        .usage, "“\(text)”", reason: "it is not an amount", remedy: "Write it as in 1200EUR")
    }
    return money
  }
}
