import Basis
import Sealing
import Support
import Testing

@Suite("Hashes") struct HashTests {
  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(
    "BLAKE2b-256 agrees with published values",
    arguments: [
      ("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
      ("abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"),
    ])
  func blake(text: String, hex: String) {
    #expect(ContentHash.of(Self.bytes(text).span).hex == hex)
  }

  @Test(
    "SHA-256 agrees with published values",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
  func sha(text: String, hex: String) {
    #expect(SHA256.hex(of: text) == hex)
  }

  @Test(
    "HMAC-SHA-256 agrees with RFC 4231",
    arguments: [
      (
        [UInt8](repeating: 0x0B, count: 20), "Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xAA, count: 131),
        "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ])
  func hmac(key: [UInt8], text: String, hex: String) {
    #expect(SHA256.authentication(of: Self.bytes(text).span, key: key.span).hex == hex)
  }

  @Test("SipHash-2-4 agrees with its paper")
  func sipHash() {
    let hash = KeyedHash(key: [16 of UInt8] { UInt8($0) })
    let input = (0..<15).map { UInt8($0) }
    #expect(hash.of(input.span) == 0xA129_CA61_49BE_45E5)
    #expect(hash.of("") == 0x726F_DB47_DD0E_0E31)
  }

  @Test("a hash over pieces is the hash over the whole", arguments: UInt64(0)..<30)
  func pieces(seed: UInt64) {
    var random = Seeded(seed)
    let whole = (0..<random.below(2_000)).map { _ in UInt8(random.below(256)) }
    var hash = ContentHash()
    var rest = whole[...]
    while !rest.isEmpty {
      let piece = rest.prefix(1 + random.below(300))
      hash.update(Array(piece))
      rest = rest.dropFirst(piece.count)
    }
    #expect(hash.finish() == ContentHash.of(whole.span))
    #expect(hash.finish() == hash.finish())
  }

  @Test("domains and namespaces keep equal values apart")
  func domains() throws {
    let bytes = Self.bytes("value")
    #expect(ContentHash.of(bytes.span, domain: "a") != ContentHash.of(bytes.span, domain: "b"))
    let key = try #require(SecretKey([UInt8](repeating: 7, count: 32)))
    let email = KeyedHash(key, namespace: "email")
    #expect(email.of("value") == KeyedHash(key, namespace: "email").of("value"))
    #expect(email.of("value") != KeyedHash(key, namespace: "phone").of("value"))
  }

  @Test("digests are read back from what they print", arguments: UInt64(0)..<20)
  func digestText(seed: UInt64) throws {
    var random = Seeded(seed)
    let digest = SHA256.of(Array(random.text(of: "abc", upTo: 9).utf8).span)
    #expect(Digest(hex: digest.hex) == digest)
    #expect(Digest(hex: digest.hex.uppercased()) == digest)
    #expect(Digest(digest.bytes) == digest)
    #expect(Digest(hex: String(digest.hex.dropLast())) == nil)
    #expect(Hex.bytes(of: "0g") == nil)
  }

  @Test("digests sort as their bytes do")
  func order() throws {
    let low = try #require(Digest(hex: String(repeating: "0", count: 63) + "1"))
    let high = try #require(Digest(hex: "1" + String(repeating: "0", count: 63)))
    #expect(Digest.zero < low && low < high)
  }
}
