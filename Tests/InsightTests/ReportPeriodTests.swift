import Basis
import Columns
import Insight
import Requests
import Segments
import Testing

@Suite("The period of a report") struct ReportPeriodTests {
  private static let berlin = CalendarDays(
    offset: 3_600,
    changes: [
      .init(at: 1_774_746_000, offset: 7_200), .init(at: 1_792_890_000, offset: 3_600),
    ])

  private func period(
    _ settings: [String: String], asOf: Int64 = 1_793_491_200,
    _ calendar: CalendarDays = .utc
  ) throws -> ReportPeriod {
    try ReportPeriod(
      try ReportSettings(
        ReportRequest(name: "campaigns", settings: settings.map { .init($0.key, $0.value) }),
        of: CampaignReport()), asOf: Timestamp(asOf), calendar)
  }

  @Test("the last days are calendar days, the last one today")
  func lastDays() throws {
    let week = try period(["last": "7d"])
    #expect(week.text == "2026-10-26 to 2026-11-01")
    #expect(week.high - week.low == 7 * 86_400 - 1)
  }

  @Test("the last hours are seconds")
  func lastHours() throws {
    let hours = try period(["last": "12h"])
    #expect(hours.high == 1_793_491_200 && hours.high - hours.low == 12 * 3_600 - 1)
    #expect(!hours.isWholeDays)
  }

  @Test("days begin where the zone's days begin")
  func zones() throws {
    // 25 October 2026 has 25 hours in Berlin.
    let day = try period(["from": "2026-10-25", "to": "2026-10-25"], Self.berlin)
    #expect(day.high - day.low == 25 * 3_600 - 1)
    #expect(day.low == 1_792_879_200)
  }

  @Test("the period before is as long and ends just before")
  func previous() throws {
    let week = try period(["from": "2026-10-26", "to": "2026-11-01"]).previous(.utc)
    #expect(week.text == "2026-10-19 to 2026-10-25")
    let hours = try period(["last": "12h"])
    #expect(hours.previous(.utc).high == hours.low - 1)
  }

  @Test("last year has the same dates, and no 29 February where there is none")
  func lastYear() throws {
    let leap = try period(["from": "2024-02-28", "to": "2024-02-29"]).lastYear(.utc)
    #expect(leap.text == "2023-02-28")
  }

  @Test(
    "what is no period is refused",
    arguments: [
      ["last": "soon"], ["from": "yesterday"], ["from": "2026-11-02", "to": "2026-11-01"],
      ["last": "0d"], ["last": "9999999999999w"],
    ])
  func refused(settings: [String: String]) {
    #expect(throws: Fault.self) { try period(settings) }
  }

  @Test("any text is a period or a fault", arguments: UInt64(0)..<300)
  func anyText(seed: UInt64) {
    var random = Seeded(seed)
    let alphabet = Array("0123456789-TZ:dwhms ü")
    let text = String((0..<random.below(14)).map { _ in random.pick(alphabet) })
    for name in ["last", "from", "to"] {
      if let period = try? period([name: text]) { #expect(period.low <= period.high) }
    }
  }
}
