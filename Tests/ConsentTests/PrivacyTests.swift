import Basis
import Consent
import Sealing
import Testing

@Suite("Retention") struct RetentionTests {
  static let analytics = PurposeID(3)
  static let day: Int64 = 86_400

  @Test("the rule that says most wins, and of equal ones the shortest")
  func precedence() {
    let policy = RetentionPolicy([
      RetentionRule(keep: .months(24)), RetentionRule(purpose: Self.analytics, keep: .months(14)),
      RetentionRule(source: "web", keep: .months(6)),
      RetentionRule(source: "web", purpose: Self.analytics, keep: .days(90)),
      RetentionRule(source: "web", purpose: Self.analytics, keep: .days(30)),
    ])
    #expect(policy.keep(source: "crm", purpose: PurposeID(0)) == .months(24))
    #expect(policy.keep(source: "crm", purpose: Self.analytics) == .months(14))
    #expect(policy.keep(source: "web", purpose: PurposeID(0)) == .months(6))
    #expect(policy.keep(source: "web", purpose: Self.analytics) == .days(30))
    #expect(RetentionPolicy().keep(source: "web", purpose: Self.analytics) == nil)
  }

  @Test("rows are swept when no purpose may use them, and never while one may for ever")
  func sweep() {
    let now = Timestamp(100 * Self.day)
    let purposes = [PurposeID(0), Self.analytics]
    let bounded = RetentionPolicy([
      RetentionRule(keep: .days(60)), RetentionRule(purpose: Self.analytics, keep: .days(20)),
    ])
    #expect(
      bounded.sweepCutoff(source: "web", purposes: purposes, at: now)
        == Timestamp(40 * Self.day + 1))
    let open = RetentionPolicy([RetentionRule(purpose: Self.analytics, keep: .days(20))])
    #expect(open.sweepCutoff(source: "web", purposes: purposes, at: now) == nil)
    #expect(
      open.cutoff(source: "web", purpose: Self.analytics, at: now) == Timestamp(80 * Self.day + 1))
  }

  @Test("the preview tells what falls out now and when the rest does")
  func preview() throws {
    let policy = RetentionPolicy([
      RetentionRule(keep: .days(60)), RetentionRule(purpose: Self.analytics, keep: .days(20)),
    ])
    let cells = [10, 39, 50, 79, 82, 99].map {
      RetentionPreview.Cell(source: "web", day: CivilDate(daysSinceEpoch: $0), rows: $0)
    }
    let preview = RetentionPreview(
      policy, cells, .standard, asOf: Timestamp(100 * Self.day), days: 5)
    let analytics = try #require(preview.lines.first { $0.purpose == Self.analytics })
    #expect(analytics.rows == 359 && analytics.expired == 10 + 39 + 50 + 79)
    #expect(analytics.ahead.map(\.day.daysSinceEpoch) == [102])
    #expect(analytics.ahead.map(\.rows) == [82])
    let sweep = try #require(preview.lines.last)
    #expect(sweep.purpose == nil && sweep.expired == 49)
    #expect(preview.lines.count == PurposeCatalogue.standard.names.count + 1)
  }
}

@Suite("Erasure") struct ErasureTests {
  static let plan = ErasurePlan(
    identifiers: 3, counts: [.events: 40, .links: 2, .rejects: 0],
    deliveries: [
      ErasurePlan.Delivery(destination: "meta", activation: 4, time: Timestamp(10)),
      ErasurePlan.Delivery(destination: "google", activation: 2, time: Timestamp(5)),
      ErasurePlan.Delivery(destination: "meta", activation: 7, time: Timestamp(30)),
    ])

  @Test("steps come in the one safe order, without empty places")
  func steps() {
    #expect(
      Self.plan.steps.map(\.place) == [
        .tombstone, .events, .subjectSalt, .links, .identifiers, .files, .receipt,
      ])
    #expect(Self.plan.steps.map(\.count) == [3, 40, 1, 2, 3, 1, 1])
    #expect(ErasurePlace.allCases.allSatisfy { !$0.action.isEmpty })
  }

  @Test("a stopped erasure goes on behind the last step that was done")
  func resume() {
    #expect(Self.plan.steps(after: nil) == Self.plan.steps)
    #expect(Self.plan.steps(after: .links).map(\.place) == [.identifiers, .files, .receipt])
  }

  @Test("every destination that had the person is told once")
  func notices() {
    #expect(Self.plan.notices.map(\.destination) == ["google", "meta"])
    #expect(Self.plan.notices.map(\.deliveries) == [1, 2])
    #expect(Self.plan.notices.map(\.last) == [Timestamp(5), Timestamp(30)])
  }

  @Test("a receipt is read back from the audit chain and checked against the tombstones")
  func receipt() throws {
    let receipt = ErasureReceipt(time: Timestamp(50), plan: Self.plan, tombstones: [9, 4, 7])
    var chain = LedgerChain(name: "audit")
    #expect(ErasureReceipt(chain.append(receipt.canonical)) == receipt)
    #expect(receipt.tombstones == [4, 7, 9])
    #expect(receipt.holds(in: TombstoneSet([4, 7, 9, 11])))
    #expect(!receipt.holds(in: TombstoneSet([4, 7])))
  }

  @Test("a tombstone refuses the value it was made of, in its namespace")
  func tombstones() throws {
    let vault = try Vault(try #require(SecretKey([UInt8](repeating: 8, count: 32))))
    let hash = try TombstoneSet.hash(vault, namespace: "email")
    var set = TombstoneSet()
    set.insert(hash.of("a@example.org"))
    #expect(set.contains(hash.of("a@example.org")))
    #expect(!set.contains(hash.of("b@example.org")))
    #expect(!set.contains(try TombstoneSet.hash(vault, namespace: "user_id").of("a@example.org")))
    #expect(!set.contains(try vault.lookup(namespace: "email").of("a@example.org")))
    #expect(set.count == 1 && set.sorted.count == 1)
  }
}
