import Basis
import Testing

@Suite("Calendar days") struct CalendarTests {
  /// A clock that is put back over midnight, forward over midnight, and by half an hour.
  static let odd = CalendarDays(
    offset: 0,
    changes: [
      .init(at: 10 * 86_400 + 1_800, offset: -3_600), .init(at: 20 * 86_400 + 3_000, offset: 7_200),
      .init(at: 30 * 86_400, offset: 9_000),
    ])

  @Test(
    "each instant lies in the day that began last",
    arguments: [odd, .utc, CalendarDays(offset: -18_000)])
  func days(calendar: CalendarDays) {
    // The obvious way: walk on, and begin a day when the clock first shows it.
    var day = (calendar.offset(at: 0)).dividedByFloor(86_400).quotient
    for instant in stride(from: Int64(0), to: 40 * 86_400, by: 600) {
      let shown = (instant + calendar.offset(at: instant)).dividedByFloor(86_400).quotient
      day = max(day, shown)
      #expect(calendar.day(of: instant) == day, "\(instant)")
      #expect(calendar.start(ofDay: day) <= instant && instant < calendar.start(ofDay: day + 1))
    }
  }

  @Test("a wall clock's time is found, and one that is skipped is the change itself")
  func instants() throws {
    let date = CivilDate(daysSinceEpoch: 20)
    let morning = try #require(CivilTime(hour: 9, minute: 0, second: 0))
    #expect(Self.odd.instant(of: date, morning) == 20 * 86_400 + 7 * 3_600)
    let skipped = try #require(CivilTime(hour: 1, minute: 0, second: 0))
    #expect(Self.odd.instant(of: date, skipped) == 20 * 86_400 + 3_000)
    #expect(Self.odd.hour(of: 20 * 86_400 + 7 * 3_600) == 9)
    #expect(CalendarDays.utc.weekday(of: 0) == 4)
  }
}

@Suite("Simple folding") struct FoldingTests {
  @Test(
    "letters that differ in case alone become equal",
    arguments: [
      ("STRASSE", "strasse"), ("Straße", "straße"), ("\u{1E9E}", "ß"), ("ÖL", "öl"),
      ("ΣΑΣ", "σας".replacing("ς", with: "σ")), ("ſ", "s"), ("K", "k"), ("Ꭰ", "ꭰ"), ("ǅ", "ǆ"),
    ])
  func folds(a: String, b: String) {
    #expect(SimpleFolding.folded(a) == SimpleFolding.folded(b))
  }

  @Test("one letter never becomes two, and Turkish letters stay")
  func stays() {
    #expect(SimpleFolding.folded("ß") == "ß")
    #expect(SimpleFolding.folded("İı") == "İı")
  }
}
