import Basis
import Consent
import Formats
import Support
import Testing

@Suite("Consent strings of one day") struct StringOfDayTests {
  private static let day = Timestamp(1_759_968_000)

  private static func string(_ updated: Timestamp = day, purposes: [Int] = [1]) -> String {
    var string = TCString(created: day)
    string.updatedDeciseconds = updated.seconds * 10
    string.purposeConsents = NumberedFlags(purposes)
    string.disclosedVendors = VendorSet([755])
    return string.encoded
  }

  private static func number(_ text: String, at seconds: Int64, _ kind: SignalKind = .tcf) -> UInt32
  {
    StringOfDay.number(kind, Array(text.utf8).span, at: day.advanced(by: seconds))
  }

  @Test("a string has a number on the day of its last change, the same with a form before it")
  func numbers() {
    let text = Self.string()
    let number = Self.number(text, at: 40_000)
    #expect(number != 0 && number == Self.number(text, at: 86_399))
    #expect(number == Self.number("form=newsletter-3 " + text, at: 1))
    #expect(number == Self.number("DBABMA~" + text, at: 1, .gpp))
    #expect(number != Self.number(Self.string(purposes: [1, 2]), at: 40_000))
    for seconds in [-1, 0, 86_400] as [Int64] { #expect(Self.number(text, at: seconds) == 0) }
    #expect(Self.number(Self.string(Self.day.advanced(by: 7)), at: 40_000) == 0)
    #expect(Self.number(text, at: 40_000, .flag) == 0)
    #expect(Self.number("no string", at: 40_000) == 0)
  }

  private struct Row {
    let node: UInt32
    let time: Int64
    let isGranted: Bool
    let string: UInt32
  }

  private static func column(_ rows: [Row]) -> ConsentColumn {
    ConsentColumn(
      nodes: rows.map(\.node), times: rows.map(\.time), isGranted: rows.map(\.isGranted),
      strings: rows.map(\.string))
  }

  @Test(
    "no string renews itself, and the order of arrival decides nothing", arguments: UInt64(0)..<60)
  func order(seed: UInt64) {
    var random = Seeded(seed)
    let rows = (0..<random.within(1...14)).map { _ in
      let isGranted = random.chance(0.6)
      return Row(
        node: UInt32(random.below(4)), time: Int64(1 + random.below(12)), isGranted: isGranted,
        string: isGranted && random.chance(0.8) ? UInt32(1 + random.below(3)) : 0)
    }
    let map = UnitMap(units: [0, 0, 1, UnitMap.none], unitCount: 2)
    for scope in ConsentScope.allCases {
      let rule = DecisionRule(scope: scope, expiry: nil)
      for now in [4, 8, 20] as [Int64] {
        let decided = Decisions(Self.column(rows), map, rule, asOf: Timestamp(now))
        for order in [rows.reversed(), rows.shuffled(using: &random)] {
          #expect(Decisions(Self.column(order), map, rule, asOf: Timestamp(now)) == decided)
        }
        // The same without strings, each grant dated by when its string first came to the person.
        let dated = rows.filter { $0.time <= now }.map { row in
          let peers = rows.filter {
            $0.string == row.string
              && (map.units[Int($0.node)] == map.units[Int(row.node)])
          }
          let first = row.string == 0 ? row.time : peers.map(\.time).min() ?? row.time
          return Row(node: row.node, time: first, isGranted: row.isGranted, string: 0)
        }
        #expect(Decisions(Self.column(dated), map, rule, asOf: Timestamp(now)) == decided)
      }
    }
  }
}
