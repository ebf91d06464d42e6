import Basis
import Engine
import Support
import Testing

@Suite("Proofs from a workspace") struct ConsentProofTests {
  private struct Kept {
    let scene: ConsentScene
    let old: String
    let new: String

    /// Six records, a root, two more and a batch taken out, another root.
    init() throws {
      scene = try ConsentScene()
      (old, new) = (scene.workspace.folder + "/old.txt", scene.workspace.folder + "/new.txt")
      try scene.ingest(ConsentScene.rows)
      try keep(old)
      try scene.ingest(["2026-08-09T10:00:00Z,u9,,DE,yes,G110"], source: "till")
      _ = try scene.desk.undo(batch: 1, now: ConsentScene.now)
      try keep(new)
    }

    func keep(_ file: String) throws {
      try FileSystem.write(Array(try scene.desk.exportedConsentRoot().text.utf8), to: file)
    }

    func check(_ proof: String, under root: String, since older: String? = nil) throws
      -> ProofReport
    {
      let file = scene.workspace.folder + "/proof.txt"
      try FileSystem.write(Array(proof.utf8), to: file)
      return try QuestionDesk.checkProof(file, under: root, since: older)
    }
  }

  @Test("every record is proved under every root that stands for it, with what it says")
  func records() throws {
    let kept = try Kept()
    for (root, other, count) in [(kept.old, kept.new, 6), (kept.new, kept.old, 9)] {
      for record in 1...count {
        let proof = try kept.scene.desk.provenRecord(record, under: root)
        let report = try kept.check(proof, under: root)
        #expect(report.holds && report.place == record && report.count == count)
        #expect(report.facts.contains { $0.name == "source" })
        #expect(try !kept.check(proof, under: other).holds)
        #expect(try kept.check(proof, under: other).facts == [])
      }
      #expect(throws: Fault.self) { try kept.scene.desk.provenRecord(count + 1, under: root) }
    }
    let said = try kept.check(try kept.scene.desk.provenRecord(1, under: kept.old), under: kept.old)
    #expect(said.facts.first { $0.name == "granted" }?.value == "email")
    let taken = try kept.check(
      try kept.scene.desk.provenRecord(9, under: kept.new), under: kept.new)
    #expect(taken.facts.last == ProofReport.Fact(name: "batch taken out", value: "1"))
  }

  @Test("a ledger is proved to have grown from an older root, in that direction alone")
  func growth() throws {
    let kept = try Kept()
    let proof = try kept.scene.desk.provenGrowth(from: kept.old, to: kept.new)
    let report = try kept.check(proof, under: kept.new, since: kept.old)
    #expect(report.holds && report.isGrowth && (report.place, report.count) == (6, 9))
    #expect(try !kept.check(proof, under: kept.old, since: kept.new).holds)
    #expect(throws: Fault.self) { try kept.check(proof, under: kept.new) }
    #expect(throws: Fault.self) {
      try kept.scene.desk.provenGrowth(from: kept.new, to: kept.old)
    }
  }

  @Test("nothing is proved of a ledger that was changed, or under another's root")
  func changed() throws {
    let (kept, other) = (try Kept(), try Kept())
    #expect(throws: Fault.self) { try kept.scene.desk.provenRecord(2, under: other.new) }
    #expect(throws: Fault.self) { try kept.scene.desk.provenGrowth(from: other.old, to: kept.new) }
    try kept.scene.tamper("UPDATE ledger_section SET source = 'else' WHERE kind = 'records'")
    let fault = #expect(throws: Fault.self) {
      try kept.scene.desk.provenRecord(2, under: kept.new)
    }
    #expect(fault?.code == .damaged)
  }
}
