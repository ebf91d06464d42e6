import Basis
import Engine
import Testing

@Suite("Households of the sample feeds") struct SampleHouseholdTests {
  @Test("customers of one address are one household, and nobody else is")
  func counted() throws {
    let desk = try SampleReports.shared.get().desk
    func units(_ expression: String, _ lens: Lens) throws -> Int {
      try desk.count(
        expression, each: false,
        terms: QuestionDesk.Terms(asOf: SampleReports.asOf, lens: lens)
      ).total.count
    }
    let (persons, households) = (try units("everyone", .person), try units("everyone", .household))
    #expect(try units("everyone", .device) > persons)
    #expect(households < persons && households > persons * 9 / 10)
    let lost = try units("address is known", .person) - units("address is known", .household)
    #expect(lost == persons - households)
  }
}
