import Basis
import Sealing
import Testing

@Suite("Vault") struct VaultTests {
  static func vault(_ byte: UInt8 = 1) throws -> Vault {
    try Vault(try #require(SecretKey([UInt8](repeating: byte, count: 32))))
  }

  @Test("what was sealed opens in its context", arguments: [0, 1, 40, 5_000])
  func roundTrip(count: Int) throws {
    let vault = try Self.vault()
    let plain = SecureRandom.bytes(count)
    let sealed = vault.seal(plain, context: "identifier/email")
    #expect(sealed.count == count + Vault.overhead)
    #expect(try vault.open(sealed, context: "identifier/email") == plain)
    #expect(sealed != vault.seal(plain, context: "identifier/email"))
  }

  @Test("another context, another key and every changed byte are refused")
  func refusals() throws {
    let vault = try Self.vault()
    let sealed = vault.seal(Array("value".utf8), context: "a")
    #expect(throws: Fault.self) { try vault.open(sealed, context: "b") }
    #expect(throws: Fault.self) { try Self.vault(2).open(sealed, context: "a") }
    #expect(throws: Fault.self) { try vault.open([], context: "a") }
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(throws: Fault.self) { try vault.open(changed, context: "a") }
    }
  }

  @Test("each purpose has a key of its own, the same every time")
  func purposes() throws {
    let vault = try Self.vault()
    let hashes = try KeyPurpose.allCases.map {
      KeyedHash(try vault.key(for: $0), namespace: "x").of("value")
    }
    #expect(Set(hashes).count == hashes.count)
    #expect(
      try Self.vault().lookup(namespace: "x").of("v") == vault.lookup(namespace: "x").of("v"))
  }

  @Test("a key never prints itself, and keys have 32 bytes")
  func keyText() throws {
    let key = try #require(SecretKey.random())
    #expect("\(key)" == "a secret key")
    #expect(SecretKey([1, 2, 3]) == nil)
  }

  @Test("random numbers are not all the same")
  func random() {
    var generator = SecureRandom()
    #expect(Set((0..<8).map { _ in generator.next() }).count == 8)
    #expect(SecureRandom.bytes(32) != SecureRandom.bytes(32))
  }
}
