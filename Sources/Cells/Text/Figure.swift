/// Numbers as a screen shows them: short, aligned, and honest about what is not known.
///
/// Minus is `−` (a canvas in ASCII shows `-`); an unknown value is a dash and never 0.
package enum Figure {
  /// What stands for a value that is not known.
  package static let unknown = "–"

  /// `184,203`, and a dash for nil.
  package static func count(_ value: Int?) -> String {
    guard let value else { return unknown }
    return (value < 0 ? "−" : "") + grouped(value.magnitude)
  }

  /// `+12,408`, `−12,408`, `±0`: a change carries its sign.
  package static func change(_ value: Int?) -> String {
    guard let value else { return unknown }
    return sign(value.signum()) + grouped(value.magnitude)
  }

  /// `950`, `12.4k`, `3.1M`, `7.0G`: at most five columns with the sign left out.
  package static func short(_ value: Double?) -> String {
    guard let value, value.isFinite else { return unknown }
    let size = value.magnitude
    let minus = value < 0 ? "−" : ""
    guard size >= 999.5 else { return minus + plain(size) }
    var scaled = size
    for suffix in ["k", "M", "G", "T"] {
      scaled /= 1000
      if scaled < 99.95 { return minus + fixed(scaled, 1) + suffix }
      if scaled < 999.5 { return minus + fixed(scaled, 0) + suffix }
    }
    return minus + fixed(scaled, 0) + "T"
  }

  package static func short(_ value: Int?) -> String { short(value.map { Double($0) }) }

  /// `18.4 %` of a share from 0 to 1; a dash for nil.
  package static func percent(_ share: Double?) -> String {
    guard let share, share.isFinite else { return unknown }
    let text = fixed(share.magnitude * 100, 1)
    return (share < 0 && text != "0.0" ? "−" : "") + text + " %"
  }

  /// `18.4 %` of `part` in `whole`; a dash where there is no whole.
  package static func percent(_ part: Int?, of whole: Int?) -> String {
    guard let part, let whole, whole != 0 else { return unknown }
    return percent(Double(part) / Double(whole))
  }

  /// `+61.0 %`, `−3.2 %`: a relative change.
  package static func percentChange(_ share: Double?) -> String {
    guard let share, share.isFinite else { return unknown }
    let text = fixed(share.magnitude * 100, 1)
    return (text == "0.0" ? "±" : share < 0 ? "−" : "+") + text + " %"
  }

  /// `×2.1`: how many times as much.
  package static func times(_ factor: Double?) -> String {
    guard let factor, factor.isFinite else { return unknown }
    return "×" + fixed(factor, factor < 9.95 ? 1 : 0)
  }

  /// `0.8 ms`, `340 ms`, `4.2 s`, `3:07`, `2 h 05 m`, `3 d 4 h`.
  package static func duration(seconds: Double?) -> String {
    guard let seconds, seconds.isFinite, seconds >= 0 else { return unknown }
    if seconds < 0.00995 { return fixed(seconds * 1000, 1) + " ms" }
    if seconds < 0.9995 { return fixed(seconds * 1000, 0) + " ms" }
    if seconds < 59.95 { return fixed(seconds, 1) + " s" }
    guard seconds < 1e15 else { return unknown }
    let whole = seconds.nearestInt
    if whole < 3600 { return "\(whole / 60):" + twoDigits(whole % 60) }
    if whole < 86_400 { return "\(whole / 3600) h " + twoDigits(whole % 3600 / 60) + " m" }
    return "\(whole / 86_400) d \(whole % 86_400 / 3600) h"
  }

  /// `12 s ago`, `5 m ago`, `3 h ago`, `12 d ago`, and `in 5 m` ahead.
  package static func ago(seconds: Int?) -> String {
    guard let seconds else { return unknown }
    let size = seconds.magnitude
    let text =
      switch size {
      case 0..<60: "\(size) s"
      case 60..<3600: "\(size / 60) m"
      case 3600..<172_800: "\(size / 3600) h"
      default: "\(size / 86_400) d"
      }
    return seconds < 0 ? "in " + text : text + " ago"
  }

  /// `512 B`, `1.4 MB`: decimal units.
  package static func bytes(_ count: Int?) -> String {
    guard let count else { return unknown }
    guard count.magnitude >= 1000 else { return "\(count) B" }
    let text = short(Double(count))
    return text.dropLast() + " " + text.suffix(1) + "B"
  }

  /// A number with so many digits after the point, halves rounded away from 0; at most 9 of them.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return unknown }
    let places = min(max(0, digits), 9)
    var factor = 1.0
    for _ in 0..<places { factor *= 10 }
    guard value.magnitude * factor < 0x1p61 else { return "\(value)" }
    let units = UInt((value.magnitude * factor).nearestInt)
    let minus = value < 0 && units > 0 ? "−" : ""
    guard places > 0 else { return minus + "\(units)" }
    let (whole, part) = units.quotientAndRemainder(dividingBy: UInt(factor))
    let tail = String(part)
    return minus + "\(whole)." + String(repeating: "0", count: places - tail.utf8.count) + tail
  }

  private static func plain(_ value: Double) -> String {
    value == Double(value.nearestInt) || value >= 99.95
      ? fixed(value, 0) : value < 9.995 ? trimmed(fixed(value, 2)) : fixed(value, 1)
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  private static func sign(_ signum: Int) -> String {
    signum > 0 ? "+" : signum < 0 ? "−" : "±"
  }

  private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private static func grouped(_ value: UInt) -> String {
    let digits = Array(String(value).utf8)
    var bytes: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { bytes.append(0x2C) }
      bytes.append(digit)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
