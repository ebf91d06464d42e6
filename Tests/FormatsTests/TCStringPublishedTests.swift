import Basis
import Formats
import Testing

/// Strings that circulate in documentation of others, with what two other decoders read in them.
@Suite("Published TC strings") struct TCStringPublishedTests {
  struct Expected: Sendable {
    var created: String
    var tool: [Int]
    var letters: String
    var lists: [Int]
    var features: NumberedFlags = []
    var consents: NumberedFlags
    var interests: NumberedFlags = []
    var vendors: [Int]
    var interestVendors: [Int] = []
    var disclosed: Int?
  }

  @Test(
    "they decode to what others read in them",
    arguments: [
      (
        "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA",
        Expected(
          created: "2020-02-20T23:57:39Z", tool: [27, 0, 0], letters: "EN AA", lists: [15, 2],
          consents: [1, 2, 3], vendors: [2, 6, 8], interestVendors: [2, 6, 8])
      ),
      (
        "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAAC"
          + "EAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw",
        Expected(
          created: "2020-02-20T23:57:39Z", tool: [27, 0, 0], letters: "EN AA", lists: [15, 2],
          consents: [1, 2, 3], vendors: [2, 6, 8], interestVendors: [2, 6, 8], disclosed: 79)
      ),
      (
        "CO052l-O052l-DGAMBFRACBgAIBAAAAABIYgEawAQEagAAAA",
        Expected(
          created: "2020-06-12T21:17:39Z", tool: [198, 12, 1], letters: "FR DE", lists: [2, 1],
          consents: [1, 10], interests: [22], vendors: [565])
      ),
      (
        "CPSzMzJPTeGtxADABCENB_CoAP_AAEJAAAAADGwBAAGABPADCAY0BjYAgADAAngBhAMaAAA.YAAAAAAAA4AA",
        Expected(
          created: "2022-01-14T09:51:41Z", tool: [3, 1, 2], letters: "EN AA", lists: [127, 2],
          features: [1], consents: NumberedFlags(1...10), interests: [2, 7, 10],
          vendors: [12, 79, 97, 397], interestVendors: [12, 79, 97, 397])
      ),
    ])
  func decodes(text: String, expected: Expected) throws {
    let string = try TCString(text)
    #expect(string.created.iso8601 == expected.created)
    #expect([string.cmpID, string.cmpVersion, string.consentScreen] == expected.tool)
    #expect("\(string.language) \(string.publisherCountry)" == expected.letters)
    #expect([string.vendorListVersion, string.policyVersion] == expected.lists)
    #expect(string.specialFeatureOptIns == expected.features)
    #expect(string.purposeConsents == expected.consents)
    #expect(string.purposeLegitimateInterests == expected.interests)
    #expect(string.vendorConsents.ids == expected.vendors)
    #expect(string.vendorLegitimateInterests.ids == expected.interestVendors)
    #expect(string.disclosedVendors?.count == expected.disclosed)
    #expect(string.encoded == text)
  }
}
