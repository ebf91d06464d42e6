package import Basis

/// A time zone: which offset from UTC held at which instant.
package struct Zone: Sendable {
  package let name: String
  /// Instants at which the offset changes, ascending, and the offset from each on.
  private let changes: [Int64]
  private let offsets: [Int32]
  private let firstOffset: Int32

  package static let utc = Zone(name: "UTC", changes: [], offsets: [], firstOffset: 0)

  private init(name: String, changes: [Int64], offsets: [Int32], firstOffset: Int32) {
    (self.name, self.changes, self.offsets) = (name, changes, offsets)
    self.firstOffset = firstOffset
  }

  /// Finds a zone by its name in the system's time zone database, or a fixed one such as `+02:00`.
  package static func named(_ name: String, database: String = "/usr/share/zoneinfo") throws(Fault)
    -> Zone
  {
    if ["UTC", "utc", "Z", "GMT", "Etc/UTC"].contains(name) { return utc }
    if let seconds = fixedOffset(name) {
      return Zone(name: name, changes: [], offsets: [], firstOffset: seconds)
    }
    let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || "/_+-".contains($0) }
    guard isPlain, !name.isEmpty, FileSystem.kind(of: database + "/" + name) == .file else {
      throw Fault(
        .badConfiguration, "time zone “\(name)”",
        reason: "the system's time zone database has no such zone",
        remedy: "Write it as in Europe/Berlin, or as an offset such as +02:00")
    }
    return try parse(try FileSystem.read(database + "/" + name), name: name)
  }

  /// Seconds to add to UTC at an instant; logarithmic in the number of changes.
  package func offset(at instant: Int64) -> Int64 {
    guard let first = changes.first, instant >= first else { return Int64(firstOffset) }
    var low = 0
    var high = changes.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if changes[middle] <= instant { low = middle } else { high = middle }
    }
    return Int64(offsets[low])
  }

  /// The instant of a local time given as seconds since 1970 on the local clock.
  ///
  /// Of a time that happens twice the first is meant, and one that is skipped is read with the
  /// offset from before the skip, as people who forgot the change mean it.
  package func instant(ofLocal local: Int64) -> Int64 {
    if changes.isEmpty { return local - Int64(firstOffset) }
    let before = offset(at: local - 86_400)
    let early = local - before
    if offset(at: early) == before { return early }
    let after = offset(at: local + 86_400)
    let late = local - after
    return offset(at: late) == after ? late : early
  }

  /// The number of the local day of an instant, counted from 1970-01-01.
  package func day(of instant: Int64) -> Int64 {
    (instant + offset(at: instant)).dividedByFloor(86_400).quotient
  }

  private static func fixedOffset(_ name: String) -> Int32? {
    let text = Array(name.utf8)
    guard let sign = text.first, sign == 43 || sign == 45 else { return nil }
    let digits = text.dropFirst().filter { $0 != 58 }.map { Int32($0) - 48 }
    guard digits.count == 4, digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let seconds = (digits[0] * 10 + digits[1]) * 3_600 + (digits[2] * 10 + digits[3]) * 60
    return sign == 45 ? -seconds : seconds
  }

  /// Reads a TZif file: its 64-bit block, and the rule at its end for the years after the table.
  private static func parse(_ bytes: [UInt8], name: String) throws(Fault) -> Zone {
    let bad = Fault(
      .malformed, "time zone “\(name)”", reason: "its file is not in TZif form",
      remedy: "Install the package tzdata again")
    func number(_ offset: Int, _ width: Int) -> Int64 {
      var value = Int64(Int8(bitPattern: bytes[offset]))
      for index in 1..<width { value = value << 8 | Int64(bytes[offset + index]) }
      return value
    }
    func counts(_ start: Int) throws(Fault) -> [Int] {
      guard bytes.count >= start + 44, Array(bytes[start..<start + 4]) == Array("TZif".utf8) else {
        throw bad
      }
      return (0..<6).map { Int(number(start + 20 + $0 * 4, 4)) }
    }
    let old = try counts(0)
    let oldSize = old[3] * 5 + old[4] * 6 + old[5] + old[2] * 8 + old[1] + old[0]
    let start = 44 + oldSize
    guard bytes[4] >= UInt8(ascii: "2") else { throw bad }
    let new = try counts(start)
    let times = start + 44
    let kinds = times + new[3] * 8
    let types = kinds + new[3]
    let end = types + new[4] * 6 + new[5] + new[2] * 12 + new[1] + new[0]
    guard end < bytes.count else { throw bad }
    let utcOffsets = (0..<new[4]).map { Int32(number(types + $0 * 6, 4)) }
    guard let first = utcOffsets.first else { throw bad }
    var changes: [Int64] = []
    var offsets: [Int32] = []
    for index in 0..<new[3] {
      let kind = Int(bytes[kinds + index])
      guard kind < utcOffsets.count else { throw bad }
      changes.append(number(times + index * 8, 8))
      offsets.append(utcOffsets[kind])
    }
    let footer = String(decoding: bytes[end...].dropFirst().prefix { $0 != 10 }, as: UTF8.self)
    if let rule = ZoneRule(footer) {
      let last = changes.last ?? Int64.min / 2
      for change in rule.changes(fromYear: 2_007, toYear: 2_100) where change.instant > last {
        changes.append(change.instant)
        offsets.append(change.offset)
      }
    }
    return Zone(name: name, changes: changes, offsets: offsets, firstOffset: first)
  }
}

/// The rule for daylight saving that a time zone follows from now on, in the POSIX form
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
  private struct Day {
    let month: Int
    let week: Int
    let weekday: Int
    let seconds: Int64
  }

  private let standard: Int32
  private let summer: Int32
  private let begin: Day
  private let end: Day

  /// Reads a rule; nil where there is no daylight saving or its days are not given by month.
  init?(_ text: String) {
    let parts = text.split(separator: ",")
    guard parts.count == 3 else { return nil }
    var rest = Substring(parts[0])
    guard Self.name(&rest), let standard = Self.offset(&rest), Self.name(&rest) else { return nil }
    self.standard = -standard
    summer = rest.isEmpty ? -standard + 3_600 : -(Self.offset(&rest) ?? standard - 3_600)
    guard let begin = Self.day(parts[1]), let end = Self.day(parts[2]) else { return nil }
    (self.begin, self.end) = (begin, end)
  }

  func changes(fromYear: Int, toYear: Int) -> [(instant: Int64, offset: Int32)] {
    var all: [(instant: Int64, offset: Int32)] = []
    for year in fromYear...toYear {
      all.append((instant(begin, year) - Int64(standard), summer))
      all.append((instant(end, year) - Int64(summer), standard))
    }
    return all.sorted { $0.instant < $1.instant }
  }

  private func instant(_ day: Day, _ year: Int) -> Int64 {
    guard let first = CivilDate(year: year, month: day.month, day: 1) else { return 0 }
    // The rule counts weekdays from 0 for Sunday.
    let shift = (day.weekday - first.weekday % 7 + 7) % 7
    var number = 1 + shift + (day.week - 1) * 7
    while number > CivilDate.length(ofMonth: day.month, in: year) { number -= 7 }
    return Int64(first.daysSinceEpoch + number - 1) * 86_400 + day.seconds
  }

  private static func name(_ text: inout Substring) -> Bool {
    if text.first == "<" {
      guard let end = text.firstIndex(of: ">") else { return false }
      text = text[text.index(after: end)...]
      return true
    }
    let letters = text.prefix { $0.isLetter }
    text = text.dropFirst(letters.count)
    return letters.count >= 3
  }

  private static func offset(_ text: inout Substring) -> Int32? {
    let written = text.prefix { $0.isNumber || "+-:".contains($0) }
    text = text.dropFirst(written.count)
    return seconds(written)
  }

  private static func seconds(_ text: Substring) -> Int32? {
    let isNegative = text.first == "-"
    let parts = text.drop { $0 == "+" || $0 == "-" }.split(separator: ":").map { Int32($0) }
    guard !parts.isEmpty, !parts.contains(nil) else { return nil }
    var total: Int32 = 0
    for (part, unit) in zip(parts, [3_600, 60, 1] as [Int32]) { total += (part ?? 0) * unit }
    return isNegative ? -total : total
  }

  private static func day(_ text: Substring) -> Day? {
    let parts = text.split(separator: "/")
    guard let date = parts.first, date.first == "M" else { return nil }
    let numbers = date.dropFirst().split(separator: ".").compactMap { Int($0) }
    let time = parts.count > 1 ? seconds(parts[1]) : 7_200
    guard numbers.count == 3, let time else { return nil }
    return Day(month: numbers[0], week: numbers[1], weekday: numbers[2], seconds: Int64(time))
  }
}
