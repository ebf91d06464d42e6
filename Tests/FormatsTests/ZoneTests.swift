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
}
