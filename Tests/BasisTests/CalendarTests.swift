import Basis
import Testing

@Suite("Calendar") struct CalendarTests {
  @Test("days since 1970 and dates are each other's inverse over 400 years")
  func roundTrip() {
    for days in stride(from: -80_000, through: 80_000, by: 7) {
      let date = CivilDate(daysSinceEpoch: days)
      #expect(date.daysSinceEpoch == days)
      #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
    }
  }

  @Test("known days")
  func knownDays() {
    #expect(CivilDate(daysSinceEpoch: 0).iso8601 == "1970-01-01")
    #expect(CivilDate(daysSinceEpoch: 0).weekday == 4)
    #expect(CivilDate(year: 2026, month: 11, day: 21)?.weekday == 6)
    #expect(CivilDate(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2000, month: 2, day: 29)?.daysSinceEpoch == 11_016)
    #expect(Timestamp(1_795_269_780).iso8601 == "2026-11-21T14:03:00Z")
    #expect(Timestamp(-1).iso8601 == "1969-12-31T23:59:59Z")
  }

  @Test("division towards minus infinity never leaves a negative remainder")
  func floorDivision() {
    for (number, divisor, quotient, remainder) in [(7, 3, 2, 1), (-7, 3, -3, 2), (-6, 3, -2, 0)] {
      #expect(number.dividedByFloor(divisor) == (quotient, remainder))
    }
  }
}
