import Basis
import Consent
import Formats
import Sealing
import Support
import Testing

@Suite("Ledger entries") struct LedgerEntryTests {
  static func entry(_ seed: UInt64, salt: SubjectSalt) -> LedgerEntry {
    var random = Seeded(seed)
    let catalogue = PurposeCatalogue.standard
    var record = ConsentRecord(
      node: NodeID(7), time: Timestamp(Int64(random.below(2_000_000_000))), source: SourceID(1),
      granted: [], refused: [], basis: random.pick(ConsentRecord.LegalBasis.allCases),
      jurisdiction: random.pick(["", "DE", "US-CA"]),
      proof: ConsentRecord.Proof(
        kind: random.pick(SignalKind.allCases), bytes: Array(random.text(of: "abc", upTo: 9).utf8)))
    for purpose in catalogue.purposes where random.chance(0.6) {
      if random.chance(0.5) {
        record.granted.insert(purpose)
      } else {
        record.refused.insert(purpose)
      }
    }
    return LedgerEntry(
      record, source: "web", catalogue: catalogue, salt: salt, identity: Array("email:a".utf8))
  }

  @Test("an entry is read back from the chain", arguments: UInt64(0)..<40)
  func roundTrip(seed: UInt64) {
    let entry = Self.entry(seed, salt: .random())
    var chain = LedgerChain(name: "consent")
    let link = chain.append(entry.canonical)
    #expect(LedgerEntry(link) == entry)
    #expect(AuditEntry(link) == nil)
  }

  @Test("cut or changed entries are nil, never a trap", arguments: UInt64(0)..<40)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    var chain = LedgerChain(name: "consent")
    var link = chain.append(Self.entry(seed, salt: .random()).canonical)
    link.entry[random.below(link.entry.count)] = UInt8(random.below(256))
    _ = LedgerEntry(link)
    link.entry.removeLast(random.within(1...link.entry.count))
    #expect(LedgerEntry(link) == nil)
    #expect(AuditEntry(link) == nil && ErasureReceipt(link) == nil)
  }

  @Test("nobody can tell a person from an entry once the salt is gone")
  func salts() throws {
    let (salt, other) = (SubjectSalt.random(), SubjectSalt.random())
    let identity = Array("email:a".utf8)
    #expect(salt.subject(identity) == salt.subject(identity))
    #expect(salt.subject(identity) != other.subject(identity))
    #expect(salt.subject(identity) != salt.evidence(identity))
    #expect(SubjectSalt(salt.bytes) == salt)
    #expect(SubjectSalt([1, 2]) == nil)
  }

  @Test("a column changed by hand is named, and an erased salt excuses only what it must")
  func differences() {
    let salt = SubjectSalt.random()
    let entry = Self.entry(3, salt: salt)
    #expect(entry.differences(from: entry, saltIsErased: false).isEmpty)
    var changed = entry
    changed.time = Timestamp(1)
    changed.jurisdiction = "FR"
    changed.granted.append("sharing2")
    #expect(
      entry.differences(from: changed, saltIsErased: false) == [
        "time", "jurisdiction", "granted purposes",
      ])
    let other = Self.entry(3, salt: .random())
    #expect(entry.differences(from: other, saltIsErased: false) == ["identifier", "proof"])
    #expect(entry.differences(from: other, saltIsErased: true).isEmpty)
  }

  @Test("an audit entry is read back whole")
  func audit() {
    let entry = AuditEntry(
      time: Timestamp(5), actor: "analyst", action: "export", subject: "buyers",
      detail: "12 profiles")
    var chain = LedgerChain(name: "audit")
    #expect(AuditEntry(chain.append(entry.canonical)) == entry)
  }
}

@Suite("Purposes") struct PurposeTests {
  @Test("a workspace adds purposes behind the standard ones")
  func adding() throws {
    let catalogue = try PurposeCatalogue(adding: ["postal", "ads"])
    #expect(catalogue.names == PurposeCatalogue.standardNames + ["postal"])
    #expect(catalogue.purpose("postal") == PurposeID(6))
    #expect(catalogue.name(of: PurposeID(4)) == "email")
  }

  @Test("wrong names are refused, and unknown ones answered with the nearest")
  func wrong() throws {
    #expect(throws: Fault.self) { try PurposeCatalogue(adding: ["Two words"]) }
    #expect(throws: Fault.self) { try PurposeCatalogue(adding: (0..<60).map { "p\($0)" }) }
    let fault = #expect(throws: Fault.self) { try PurposeCatalogue.standard.required("analitics") }
    #expect(fault?.remedy == "Did you mean analytics?")
  }

  @Test("a set holds exactly what was put in")
  func sets() {
    var set: PurposeSet = [PurposeID(1), PurposeID(63)]
    #expect(set.purposes == [PurposeID(1), PurposeID(63)])
    set.subtract([PurposeID(1)])
    #expect(!set.contains(PurposeID(1)) && set.contains(PurposeID(63)) && !set.isEmpty)
  }
}
