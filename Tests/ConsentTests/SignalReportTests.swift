import Basis
import Consent
import Formats
import Testing

@Suite("Signal report") struct SignalReportTests {
  static func facts(_ text: String) throws -> [String: String] {
    let report = try SignalReport(text, now: Timestamp(1_763_700_000))
    return Dictionary(
      report.parts.flatMap(\.facts).map { ($0.name, $0.value) },
      uniquingKeysWith: { first, _ in first })
  }

  @Test("a TC string is told field by field")
  func tcString() throws {
    let text =
      "CQSbk4AQSbk4AEsACBENCWFoAPLAAELAAAYgF5wBAABAAGgAQABgC8wLzgAgLzABCQAQF5g"
      + ".IF5wAoAAgAYAvMA.cEAAACAAASA"
    let facts = try Self.facts(text)
    #expect(facts["purpose_consents"] == "1,2,3,4,7,9,10")
    #expect(facts["vendor_consents"] == "2,6,8-12,755")
    #expect(facts["restriction"] == "purpose 2, consent required: 755")
    #expect(facts["disclosed_vendors"] == "1-12,755")
    #expect(facts["publisher_consents"] == "1,7" && facts["custom_consents"] == "2")
    #expect(try SignalReport(text, now: Timestamp(1_763_700_000)).problems.isEmpty)
  }

  @Test(
    "each kind is recognised and told",
    arguments: [
      ("1YYN", SignalKind.usPrivacy, "opted_out_of_sale", "yes"),
      ("G110", .gcs, "ad_storage", "granted"),
      ("11t1p1l1v5", .gcd, "ad_user_data", "unset"), ("DBABLA~BVVqAAEABCA.YA", .gpp, "Gpc", "yes"),
      ("DBABLA~BqqAqqqqqqA", .gpp, "forbids", "nothing"),
    ])
  func kinds(text: String, kind: SignalKind, name: String, value: String) throws {
    #expect(try SignalReport.kind(of: text) == kind)
    #expect(try Self.facts(text)[name] == value)
  }

  @Test("problems are told with the facts")
  func problems() throws {
    let report = try SignalReport(
      "COvzTO5OvzTO5B7ABCENAPCYAKdAADkAAIqIFhwBAAGAAXAFGAsMAhYAgAMAAegBYAEKAAA",
      now: Timestamp(1_763_700_000))
    #expect(report.problems.contains("it claims to be global, which is no longer allowed"))
  }

  @Test(
    "what is no signal is refused",
    arguments: ["", "hello", "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "2YNN"])
  func refused(text: String) {
    #expect(throws: SignalError.self) { try SignalReport(text, now: Timestamp(0)) }
  }
}
