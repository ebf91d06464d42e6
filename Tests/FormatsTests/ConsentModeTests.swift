import Basis
import Formats
import Testing

@Suite("Consent Mode and simple signals") struct ConsentModeTests {
  typealias Signal = ConsentMode.Signal

  static func granted(_ mode: ConsentMode) -> [Signal] {
    Signal.allCases.filter { mode[$0] == .granted }
  }

  @Test(
    "the storage parameter",
    arguments: [
      ("G100", []), ("G110", [Signal.adStorage]), ("G101", [.analyticsStorage]),
      ("G111", [.adStorage, .analyticsStorage]), ("G1--", []),
    ])
  func storage(text: String, granted: [Signal]) throws {
    #expect(Self.granted(try ConsentMode(gcs: Array(text.utf8).span)) == granted)
  }

  @Test(
    "the parameter of four letters",
    arguments: [
      ("11t1t1t1t5", [Signal.adStorage, .analyticsStorage, .adUserData, .adPersonalization]),
      ("11p1p1p1p5", []), ("11l1l1l1l5", []), ("11r1n1v1t5", Signal.allCases),
      ("11m1u1q1t5", [.adPersonalization]), ("13r3p3r3p5", [.adStorage, .adUserData]),
      ("13l3l3l3l1", []),
    ])
  func letters(text: String, granted: [Signal]) throws {
    #expect(Self.granted(try ConsentMode(gcd: Array(text.utf8).span)) == granted)
  }

  @Test("an unset signal is neither granted nor denied")
  func unset() throws {
    let mode = try ConsentMode(gcd: Array("11l1p1t1l5".utf8).span)
    #expect(mode[.adStorage] == .unset && mode[.analyticsStorage] == .denied)
  }

  @Test("wrong parameters are refused", arguments: ["", "G1", "G211", "G11x", "G1111"])
  func wrongStorage(text: String) {
    #expect(throws: SignalError.self) { try ConsentMode(gcs: Array(text.utf8).span) }
  }

  @Test(
    "wrong letters are refused with their place",
    arguments: [("11t1t1t", 1), ("11t1x1t1t5", 5), ("11ttt1t1t5", 4), ("21t1t1t1t5", 1)])
  func wrongLetters(text: String, character: Int) {
    let error = #expect(throws: SignalError.self) {
      try ConsentMode(gcd: Array(text.utf8).span)
    }
    #expect(error?.character == character)
  }

  @Test(
    "plain words",
    arguments: [
      ("granted", true), (" YES ", true), ("1", true), ("Denied", false), ("0", false),
      ("unsubscribed", false), ("perhaps", nil), ("", nil),
    ])
  func words(text: String, granted: Bool?) {
    let answer = ConsentFlag.isGranted(Array(text.utf8).span)
    #expect(answer == granted)
  }

  @Test(
    "the privacy control is expressed by 1 alone in a header, and by true in a property",
    arguments: [("1", true, true), ("0", false, false), ("True", false, true), ("", false, false)])
  func privacyControl(text: String, header: Bool, property: Bool) {
    let bytes = Array(text.utf8)
    let isExpressed = PrivacyControl.isExpressed(header: bytes.span)
    #expect(isExpressed == header)
    let isExpressedByScript = PrivacyControl.isExpressed(property: bytes.span)
    #expect(isExpressedByScript == property)
  }

  @Test(
    "the older United States string",
    arguments: [
      ("1YNN", Bool?.some(true)), ("1YYN", false), ("1---", nil), ("1nyy", false), ("1Y--", nil),
      ("1-N-", nil), ("1-Y-", false),
    ])
  func usPrivacy(text: String, permitsSale: Bool?) throws {
    let string = try USPrivacyString(Array(text.utf8).span)
    #expect(string.permitsSale == permitsSale)
    #expect(string.encoded == text.uppercased())
  }

  @Test("base64url gives every byte back", arguments: 0..<40)
  func base64(count: Int) {
    var random = Seeded(UInt64(count))
    let bytes = (0..<count).map { _ in UInt8(random.below(256)) }
    let text = Array(Base64URL.text(of: bytes).utf8)
    let read = Base64URL.bytes(of: text.span)
    #expect(read == bytes)
  }
}
