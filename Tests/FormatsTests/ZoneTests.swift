import Basis
import Formats
import Testing

@Suite("Zone") struct ZoneTests {
  @Test(
    "local time becomes UTC, in summer, in winter and far ahead",
    arguments: [
      ("Europe/Berlin", "2026-11-21T14:03:00", "2026-11-21T13:03:00Z"),
      ("Europe/Berlin", "2026-07-01T14:03:00", "2026-07-01T12:03:00Z"),
      ("Europe/Berlin", "2080-07-01T14:03:00", "2080-07-01T12:03:00Z"),
      ("Europe/Berlin", "2080-12-01T14:03:00", "2080-12-01T13:03:00Z"),
      ("America/New_York", "2026-03-08T01:59:59", "2026-03-08T06:59:59Z"),
      ("America/New_York", "2026-03-08T03:00:00", "2026-03-08T07:00:00Z"),
      ("Asia/Kolkata", "2026-01-01T00:00:00", "2025-12-31T18:30:00Z"),
      ("Australia/Lord_Howe", "2026-01-01T00:00:00", "2025-12-31T13:00:00Z"),
      ("America/Sao_Paulo", "2060-01-01T00:00:00", "2060-01-01T03:00:00Z"),
      ("UTC", "2026-01-01T00:00:00", "2026-01-01T00:00:00Z"),
      ("+05:45", "2026-01-01T05:45:00", "2026-01-01T00:00:00Z"),
      ("UTC-3", "2026-01-01T00:00:00", "2026-01-01T03:00:00Z"),
      // A gap: read with the offset before it. An overlap: the first of the two.
      ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
      ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
      ("Europe/Berlin", "2070-03-30T02:30:00", "2070-03-30T01:30:00Z"),
      // Samoa left a whole day out.
      ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00Z"),
    ])
  func localToUTC(name: String, local: String, utc: String) throws {
    let zone = try Zone.named(name)
    let found = TimeFormat.iso8601.parse(local, zone: zone)
    #expect(found?.iso8601 == utc)
    var cursor = ZoneCursor(zone)
    let again = TimeFormat.iso8601.parse(Array(local.utf8).span, cursor: &cursor)
    #expect(again?.iso8601 == utc)
  }

  @Test("instants that local clocks show only once come back", arguments: UInt64(0)..<40)
  func roundTrip(seed: UInt64) throws {
    var random = Seeded(seed)
    let names = [
      "Europe/Berlin", "America/New_York", "Africa/Casablanca", "Pacific/Apia", "Asia/Tehran",
    ]
    let zone = try Zone.named(random.pick(names))
    var cursor = ZoneCursor(zone)
    for _ in 0..<50 {
      let instant = Timestamp(Int64(random.within(0...4_000_000_000)))
      let (date, time) = zone.local(at: instant)
      let back = zone.instant(of: date, time)
      #expect(cursor.offset(at: instant) == zone.offset(at: instant))
      #expect(cursor.instant(of: date, time) == back)
      // Otherwise the text means an earlier instant that shows the same local time.
      if back != instant {
        #expect(back < instant)
        #expect(zone.local(at: back) == (date, time))
      }
    }
  }

  @Test("a day begins when its clocks do")
  func startOfDay() throws {
    let zone = try Zone.named("America/Sao_Paulo")
    let date = try #require(CivilDate(year: 2017, month: 10, day: 15))
    // Midnight did not exist: clocks went from 23:59:59 to 01:00.
    #expect(zone.startOfDay(date).iso8601 == "2017-10-15T03:00:00Z")
  }

  @Test(
    "an instant is written with the offset that its clocks have then",
    arguments: [
      ("Europe/Berlin", "2026-11-21T13:03:00Z", "2026-11-21T14:03:00+01:00"),
      ("Europe/Berlin", "2026-07-01T23:30:00Z", "2026-07-02T01:30:00+02:00"),
      ("America/St_Johns", "2026-01-01T00:00:00Z", "2025-12-31T20:30:00-03:30"),
      ("Europe/London", "2026-12-01T08:00:00Z", "2026-12-01T08:00:00Z"),
    ])
  func written(name: String, utc: String, local: String) throws {
    let zone = try Zone.named(name)
    let instant = try #require(TimeFormat.iso8601.parse(utc, zone: .utc))
    #expect(zone.iso8601(instant) == local)
    #expect(TimeFormat.iso8601.parse(local, zone: .utc) == instant)
  }

  @Test(
    "an unknown zone names the nearest one",
    arguments: [
      ("Europe/Berln", "Write Europe/Berlin"), ("berlin", "Write Europe/Berlin"),
      ("europe/berlin", "Write Europe/Berlin"),
    ])
  func nearest(name: String, remedy: String) {
    #expect(
      throws: Fault(
        .notFound, "time zone \(name)", reason: "no time zone has this name", remedy: remedy)
    ) { try Zone.named(name) }
  }

  @Test(
    "a name can't lead out of the folder",
    arguments: ["../etc/passwd", "/etc/passwd", "", "a//b", "right/UTC", "Europe"])
  func unsafeNames(name: String) {
    #expect(throws: Fault.self) { try Zone.named(name) }
  }

  @Test("a missing database says what to install")
  func missing() {
    #expect { try Zone.named("Europe/Berlin", in: "/nowhere") } throws: { error in
      (error as? Fault)?.remedy.contains("tzdata") == true
    }
  }

  @Test(
    "rules of every form decide the offset",
    arguments: [
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-01T00:00:00Z", 7_200),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", 3_600),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 7_200),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 3_600),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", 39_600),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", 36_000),
      ("<+0330>-3:30", "2026-07-01T00:00:00Z", 12_600),
      ("EST5EDT,J60,J300", "2024-03-01T07:00:00Z", -14_400),
      ("EST5EDT,J60,J300", "2024-03-01T06:59:59Z", -18_000),
      ("EST5EDT,59,300", "2026-03-01T07:00:00Z", -14_400),
      ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z", 10_800),
      ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26T23:59:59Z", 7_200),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3_600),
    ])
  func rules(rule: String, instant: String, offset: Int) throws {
    let zone = try #require(Zone.following(rule: rule))
    let instant = try #require(TimeFormat.iso8601.parse(instant, zone: .utc))
    #expect(zone.offset(at: instant) == offset)
  }

  @Test(
    "malformed rules are refused",
    arguments: [
      "", "CET", "C-1", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-99", "<+03-3",
      "CET-1CEST,M3.5.0,M10.5.0,x",
    ])
  func malformedRules(rule: String) { #expect(Zone.following(rule: rule) == nil) }

  /// A file of version 1 with one change of clocks, written by hand.
  static let oldFile: [UInt8] = {
    var bytes = Array("TZif".utf8) + [UInt8](repeating: 0, count: 16)
    for count: UInt8 in [0, 0, 0, 1, 2, 8] { bytes += [0, 0, 0, count] }
    bytes += [0, 0, 0x10, 0, 1]
    bytes += [0, 0, 0x0E, 0x10, 0, 0, 0, 0, 0x1C, 0x20, 1, 4]
    bytes += Array("CET\0CES\0".utf8)
    return bytes
  }()

  @Test("a file of the first version is read")
  func version1() throws {
    let zone = try #require(Zone.decoded(Self.oldFile))
    #expect(zone.offset(at: Timestamp(4_095)) == 3_600)
    #expect(zone.offset(at: Timestamp(4_096)) == 7_200)
  }

  @Test("damaged files are refused or read, never trap", arguments: UInt64(0)..<200)
  func damaged(seed: UInt64) {
    var random = Seeded(seed)
    var bytes = Self.oldFile
    if random.chance(0.5) {
      let rule = Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
      var second = bytes
      second[4] = UInt8(ascii: "2")
      second.replaceSubrange(44..<48, with: [0, 0, 0, 0, 0, 0, 0x10, 0])
      bytes[4] = UInt8(ascii: "2")
      bytes += second + rule
    }
    for _ in 0..<20 {
      var damaged = bytes
      for _ in 0...random.below(4) {
        damaged[random.below(damaged.count)] = UInt8(random.below(256))
      }
      if random.chance(0.3) { damaged.removeLast(random.below(damaged.count)) }
      guard let zone = Zone.decoded(damaged) else { continue }
      let instant = Timestamp(Int64(random.within(-10_000_000_000...10_000_000_000)))
      let (date, time) = zone.local(at: instant)
      _ = zone.instant(of: date, time)
    }
    #expect(Zone.decoded(bytes) != nil)
  }
}

extension Zone {
  fileprivate static func decoded(_ bytes: [UInt8]) -> Zone? { decoded(bytes.span, name: "test") }
}
