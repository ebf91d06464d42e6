import Basis
import Consent
import Formats
import Sealing
import Support
import Testing

@Suite("Ledger entries") struct LedgerEntryTests {
  static func entry(_ seed: UInt64, salt: RecordSalt) -> LedgerEntry {
    var random = Seeded(seed)
    var (granted, refused): ([String], [String]) = ([], [])
    for name in PurposeCatalogue.standardNames where random.chance(0.6) {
      if random.chance(0.5) { granted.append(name) } else { refused.append(name) }
    }
    return LedgerEntry(
      time: Timestamp(Int64(random.below(2_000_000_000))), batch: BatchID(3), who: salt.who(7),
      source: "web", kind: random.pick(SignalKind.allCases),
      basis: random.pick(ConsentRecord.LegalBasis.allCases),
      jurisdiction: random.pick(["", "DE", "US-CA"]), granted: granted, refused: refused,
      evidence: salt.evidence(Array(random.text(of: "abc", upTo: 9).utf8)))
  }

  @Test("an entry is read back from the chain", arguments: UInt64(0)..<40)
  func roundTrip(seed: UInt64) {
    let entry = Self.entry(seed, salt: RecordSalt(Int64(seed)))
    var chain = LedgerChain(name: "consent")
    let link = chain.append(entry.canonical)
    #expect(LedgerEntry(link) == entry)
    #expect(AuditEntry(link) == nil && LedgerWithdrawal(link) == nil)
    let withdrawal = LedgerWithdrawal(time: Timestamp(9), batch: BatchID(3), source: "web")
    let last = chain.append(withdrawal.canonical)
    #expect(LedgerWithdrawal(last) == withdrawal && LedgerEntry(last) == nil)
  }

  @Test("cut or changed entries are nil, never a trap", arguments: UInt64(0)..<40)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    var chain = LedgerChain(name: "consent")
    var link = chain.append(Self.entry(seed, salt: RecordSalt(1)).canonical)
    link.entry[random.below(link.entry.count)] = UInt8(random.below(256))
    _ = LedgerEntry(link)
    link.entry.removeLast(random.within(1...link.entry.count))
    #expect(LedgerEntry(link) == nil)
    #expect(AuditEntry(link) == nil && ErasureReceipt(link) == nil)
  }

  @Test("nobody can tell a person from an entry once the salt is gone")
  func salts() throws {
    let (salt, other) = (RecordSalt(1), RecordSalt(2))
    #expect(salt.who(5) == salt.who(5))
    #expect(salt.who(5) != other.who(5) && salt.who(5) != salt.who(6))
    #expect(salt.evidence([1]) != other.evidence([1]))
    let key = try #require(SecretKey([UInt8](repeating: 9, count: 32)))
    let mask = StreamMask(key)
    let proof = Array("CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA".utf8)
    let masked = mask.apply(proof, number: salt.number)
    #expect(masked != proof && masked.count == proof.count)
    #expect(mask.apply(masked, number: salt.number) == proof)
    #expect(mask.apply(masked, number: other.number) != proof)
    #expect(mask.apply([], number: 1) == [])
  }

  @Test("a signal tells its legal basis and the law's place")
  func origins() {
    func origin(_ kind: SignalKind, _ text: String) -> SignalOrigin {
      let bytes = Array(text.utf8)
      return SignalOrigin(of: kind, bytes.span)
    }
    #expect(origin(.usPrivacy, "1YNN") == SignalOrigin(basis: .optOut, jurisdiction: "US"))
    #expect(origin(.gpc, "1").basis == .optOut)
    #expect(origin(.flag, "yes") == SignalOrigin(basis: .consent, jurisdiction: ""))
    #expect(origin(.tcf, "nonsense") == SignalOrigin(basis: .consent, jurisdiction: ""))
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
