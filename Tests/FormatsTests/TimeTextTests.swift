import Basis
import Formats
import Testing

@Suite("Time text") struct TimeTextTests {
  func parsed(_ text: String, _ format: TimeFormat) -> String? {
    format.parse(text, zone: .utc)?.iso8601
  }

  @Test(
    "ISO 8601 in its usual forms",
    arguments: [
      ("2026-11-21T14:03:00.123Z", "2026-11-21T14:03:00Z"),
      ("2026-11-21 14:03:00", "2026-11-21T14:03:00Z"),
      ("20261121T140300Z", "2026-11-21T14:03:00Z"), ("2026-11-21T14:03Z", "2026-11-21T14:03:00Z"),
      ("2026-11-21T14Z", "2026-11-21T14:00:00Z"), ("2026-W47-6T14:03:00Z", "2026-11-21T14:03:00Z"),
      ("2026W476T1403Z", "2026-11-21T14:03:00Z"), ("2026-325T14:03:00Z", "2026-11-21T14:03:00Z"),
      ("2026325", "2026-11-21T00:00:00Z"), ("2026-11-21", "2026-11-21T00:00:00Z"),
      ("20261121", "2026-11-21T00:00:00Z"), ("2026-11", "2026-11-01T00:00:00Z"),
      ("2026-11-21T14:03:00+01:00", "2026-11-21T13:03:00Z"),
      ("2026-11-21T14:03:00+0100", "2026-11-21T13:03:00Z"),
      ("2026-11-21T14:03:00-08", "2026-11-21T22:03:00Z"),
      ("2026-11-21T14:03:00,5Z", "2026-11-21T14:03:00Z"),
      ("2026-11-21T14.5Z", "2026-11-21T14:30:00Z"),
      ("2026-11-21t14:03:00z", "2026-11-21T14:03:00Z"),
      ("2026-11-21 14:03:00 UTC", "2026-11-21T14:03:00Z"),
      ("2026-11-21 14:03:00.000 +0100", "2026-11-21T13:03:00Z"),
      ("2026-11-21T24:00:00Z", "2026-11-22T00:00:00Z"),
      ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
      (" 2026-11-21T14:03:00Z ", "2026-11-21T14:03:00Z"), ("2026-W01", "2025-12-29T00:00:00Z"),
      ("2020-W53-5", "2021-01-01T00:00:00Z"),
      ("2026-11-21T14:03:00\u{2212}01:00", "2026-11-21T15:03:00Z"),
    ])
  func iso(text: String, utc: String) { #expect(parsed(text, .iso8601) == utc) }

  @Test(
    "what is no time is refused",
    arguments: [
      "", "2026", "2026-13-01", "2026-02-29", "2026-11-21T25:00Z", "2026-11-21T14:60Z",
      "2026-11-21T",
      "2026-11-21T14:03:00X", "2026-11-21T14:03:00+", "2026-W54-1", "2025-W53-1", "2026-366",
      "2025-11-21T24:00:01Z",
      "1969-12-31T23:59:59Z", "hello", "2026-11-21T14:03:00.Z", "2026-11-21T14:03:00+19:00",
      "2026-1-1",
    ])
  func refused(text: String) { #expect(parsed(text, .iso8601) == nil) }

  @Test(
    "dates of e-mail headers",
    arguments: [
      ("Sat, 21 Nov 2026 14:03:00 +0100", "2026-11-21T13:03:00Z"),
      ("21 Nov 2026 14:03 GMT", "2026-11-21T14:03:00Z"),
      ("Sat, 21 Nov 26 14:03:00 EST", "2026-11-21T19:03:00Z"),
      ("Sat, 21 Nov 2026 14:03:00 PDT (comment)", "2026-11-21T21:03:00Z"),
      ("Saturday, 21-Nov-26 14:03:00 GMT", "2026-11-21T14:03:00Z"),
      ("1 Jan 2026 00:00:00 Z", "2026-01-01T00:00:00Z"),
    ])
  func rfc(text: String, utc: String) { #expect(parsed(text, .rfc2822) == utc) }

  @Test(
    "counts since 1970",
    arguments: [
      ("1795269780", TimeFormat.epoch, "2026-11-21T14:03:00Z"),
      ("1795269780123", .epoch, "2026-11-21T14:03:00Z"),
      ("1795269780123456", .epoch, "2026-11-21T14:03:00Z"),
      ("1795269780123456789", .epoch, "2026-11-21T14:03:00Z"),
      ("1795269780.5", .epoch(.seconds), "2026-11-21T14:03:00Z"),
      ("5000", .epoch(.milliseconds), "1970-01-01T00:00:05Z"),
      ("-1", .epoch, nil), ("12a", .epoch, nil), ("99999999999999999999", .epoch, nil),
      ("", .epoch, nil),
    ] as [(String, TimeFormat, String?)])
  func epoch(text: String, format: TimeFormat, utc: String?) {
    #expect(parsed(text, format) == utc)
  }

  @Test(
    "patterns",
    arguments: [
      ("dd.MM.yyyy HH:mm", "21.11.2026 14:03", "2026-11-21T14:03:00Z"),
      ("dd.MM.yyyy HH:mm", "1.2.2026  4:03", "2026-02-01T04:03:00Z"),
      ("MM/dd/yyyy hh:mm:ss a", "11/21/2026 02:03:00 PM", "2026-11-21T14:03:00Z"),
      ("MM/dd/yyyy hh:mm a", "11/21/2026 12:03 a.m.", "2026-11-21T00:03:00Z"),
      ("yyyy-MM-dd", "2026-11-21", "2026-11-21T00:00:00Z"),
      ("d MMM yyyy", "21 März 2026", "2026-03-21T00:00:00Z"),
      ("d. MMMM yyyy", "3. Dezember 2026", "2026-12-03T00:00:00Z"),
      ("d MMM yyyy", "21 Nov. 2026", "2026-11-21T00:00:00Z"),
      ("d MMM yyyy", "1 JÄN 2026", "2026-01-01T00:00:00Z"),
      ("yyyyMMddHHmmss", "20261121140300", "2026-11-21T14:03:00Z"),
      ("yyyy-MM-dd'T'HH:mm:ssXXX", "2026-11-21T14:03:00+01:00", "2026-11-21T13:03:00Z"),
      ("yyyy-MM-ddTHH:mm", "2026-11-21T14:03", "2026-11-21T14:03:00Z"),
      ("%d/%m/%Y %H:%M:%S", "21/11/2026 14:03:00", "2026-11-21T14:03:00Z"),
      ("%b %-d, %Y", "Nov 1, 2026", "2026-11-01T00:00:00Z"),
      ("dd.MM.yy", "21.11.26", "2026-11-21T00:00:00Z"),
      ("dd.MM.yy", "21.11.70", "1970-11-21T00:00:00Z"),
      ("E, d MMM yyyy", "Sa, 21 Nov 2026", "2026-11-21T00:00:00Z"),
      ("yyyy-DDD", "2026-325", "2026-11-21T00:00:00Z"),
      ("dd.MM.yyyy", "31.02.2026", nil), ("dd.MM.yyyy", "21.11.2026 14:03", nil),
      ("MM/dd/yyyy hh:mm a", "11/21/2026 13:03 PM", nil),
      ("yyyy-MM-dd HH:mm:ss.SSS z", "2026-11-21 14:03:00.123 UTC", "2026-11-21T14:03:00Z"),
    ] as [(String, String, String?)])
  func patterns(pattern: String, text: String, utc: String?) throws {
    #expect(parsed(text, try TimeFormat.compiled(pattern: pattern)) == utc)
  }

  @Test(
    "a wrong pattern says what is wrong",
    arguments: [
      "HH:mm", "dd.MM.yyyy hh:mm", "yyyy-MM-dd QQ", "yyyy-MM-dd'T", "dd.mm.yyyy", "%Q",
      "yyyy-MM-dd dd",
    ])
  func wrongPattern(pattern: String) {
    #expect(throws: Fault.self) { try TimeFormat.compiled(pattern: pattern) }
  }

  @Test("a birthday before 1970 is a date, not an instant")
  func birthday() throws {
    let format = try TimeFormat.compiled(pattern: "dd.MM.yyyy")
    #expect(format.date("03.10.1957") == CivilDate(year: 1957, month: 10, day: 3))
    #expect(format.parse("03.10.1957", zone: .utc) == nil)
    #expect(TimeFormat.iso8601.date("1957-10-03T00:00:00Z")?.year == 1957)
  }

  @Test("any instant written in any form reads back", arguments: UInt64(0)..<100)
  func roundTrip(seed: UInt64) throws {
    var random = Seeded(seed)
    let instant = Timestamp(Int64(random.within(0...4_000_000_000)))
    let (date, time) = Zone.utc.local(at: instant)
    #expect(TimeFormat.standard.parse(instant.iso8601, zone: .utc) == instant)
    let local = "\(padded(date.day, 2)).\(padded(date.month, 2)).\(date.year) \(time.iso8601)"
    let format = try TimeFormat.compiled(pattern: "dd.MM.yyyy HH:mm:ss")
    #expect(format.parse(local, zone: .utc) == instant)
  }

  @Test("no bytes make a reader trap", arguments: UInt64(0)..<200)
  func fuzz(seed: UInt64) throws {
    var random = Seeded(seed)
    let seeds = [
      "2026-11-21T14:03:00.123+01:00", "Sat, 21 Nov 2026 14:03:00 +0100", "2026-W47-6",
      "1795269780123", "21.11.2026 02:03:00 PM",
    ]
    let formats = [
      TimeFormat.iso8601, .rfc2822, .epoch, .standard,
      try TimeFormat.compiled(pattern: "dd.MM.yyyy hh:mm:ss a"),
      try TimeFormat.compiled(pattern: "E, d MMM yyyy HH:mm:ss.S Z"),
    ]
    for _ in 0..<20 {
      var bytes = Array(random.pick(seeds).utf8)
      for _ in 0...random.below(4) where !bytes.isEmpty {
        let at = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[at] = UInt8(random.below(256))
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(random.pick(Array("0129-+:.TZ ".utf8)), at: at)
        default: bytes.removeLast(bytes.count - at)
        }
      }
      for format in formats {
        _ = format.parse(bytes.span, zone: .utc)
        _ = format.date(bytes.span)
      }
    }
  }
}
