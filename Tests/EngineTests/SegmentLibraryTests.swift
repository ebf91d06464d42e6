import Basis
import Engine
import Requests
import Testing

@Suite("The library of segments") struct SegmentLibraryTests {
  let workspace: TestWorkspace
  let terms = TestWorkspace.terms

  init() throws {
    workspace = try TestWorkspace()
    try workspace.ingest(TestWorkspace.rows(0..<200))
  }

  private var desk: QuestionDesk { workspace.desk }

  @discardableResult
  private func save(
    _ name: String, _ text: String, folder: String? = nil, tags: [String]? = nil,
    basedOn: Int? = nil
  ) throws -> SavedSegment {
    try desk.save(
      SaveRequest(
        name: name, text: text, note: "", basedOn: basedOn, folder: folder, tags: tags,
        owner: nil), terms: terms)
  }

  @Test("folders, tags and owners stay when a new version is saved without them")
  func filing() throws {
    try save("a", "country = DE", folder: "/EU//Spring/", tags: ["x", "b", "x", ""])
    let second = try save("a", "country = AT")
    #expect([second.folder] + second.tags == ["EU/Spring", "b", "x"])
    let moved = try desk.file("a", folder: "", tags: nil, owner: "crm", now: TestWorkspace.now)
    #expect([moved.folder, moved.owner] + moved.tags == ["", "crm", "b", "x"])
    #expect(moved.version == 2)
  }

  @Test("saving over a version that somebody else saved meanwhile is refused")
  func conflict() throws {
    try save("a", "country = DE")
    try save("a", "country = AT", basedOn: 1)
    #expect(throws: Fault.self) { try save("a", "country = CH", basedOn: 1) }
    #expect(try desk.savedSegment("a").text == "country = AT")
  }

  @Test("a rename is followed by those who refer to it, and only by them")
  func rename() throws {
    try save("a", "country = DE")
    try save("b", "@a and did order")
    try save("c", "not @b")
    #expect(try desk.renameSegment("a", to: "x y", now: TestWorkspace.now, terms: terms) == ["b"])
    #expect(
      try desk.segments().map(\.text) == ["@\"x y\" and did order", "not @b", "country = DE"])
    #expect(try desk.savedSegment("c").version == 1)
    #expect(throws: Fault.self) {
      try desk.renameSegment("b", to: "c", now: TestWorkspace.now, terms: terms)
    }
  }

  @Test(
    "a rename is followed at any depth of a tree, and who refers to it indirectly stays the same")
  func nestedRename() throws {
    try save("a", "country = DE")
    try save("deep", "country = AT or not (did order and (@a or not (@a and country = CH)))")
    try save("above", "not (@deep and did order)")
    let before = try desk.count("@above", each: false, terms: terms).total.count
    try desk.renameSegment("a", to: "not \"a\"", now: TestWorkspace.now, terms: terms)
    let name = "@\"not \\\"a\\\"\""
    #expect(
      try desk.savedSegment("deep").text
        == "country = AT or not (did order and (\(name) or not (\(name) and country = CH)))")
    #expect(try desk.savedSegment("above").version == 1)
    #expect(try desk.count("@above", each: false, terms: terms).total.count == before)
  }

  @Test("a rename is followed in earlier versions, so that they mean what they meant")
  func renameInHistory() throws {
    try save("a", "did order at least 29 times")
    try save("b", "@a and has user_id")
    try save("b", "has user_id")
    try save("c", "@a")
    func difference() throws -> DefinitionDifference {
      try desk.difference(of: "b", from: .version(1), to: .version(2), terms: terms)
    }
    let before = try difference()
    try desk.renameSegment("a", to: "x", now: TestWorkspace.now, terms: terms)
    // A stranger of the old name is not what the first version spoke of.
    try save("a", "not everyone")
    let after = try difference()
    #expect(after.old.text == "@x and has user_id")
    #expect(after.effect == before.effect)
    guard case .counted(let members) = before.effect else {
      Issue.record("\(before.effect)")
      return
    }
    #expect(members.before > 0 && members.after > members.before)
    let followed = try desk.difference(of: "c", from: .version(1), to: .newest, terms: terms)
    #expect(followed.meansTheSame)
    let all = MembershipChange(
      before: members.before, after: members.before, entered: 0, left: 0)
    #expect(followed.effect == .counted(all))
  }

  @Test("a version is dated by the clock, whatever it is counted as of")
  func saveTime() throws {
    let desk = QuestionDesk(path: workspace.path, clock: { TestWorkspace.now })
    let past = QuestionDesk.Terms(asOf: TestWorkspace.now.advanced(by: -90 * 86_400))
    let saved = try desk.save(
      SaveRequest(name: "a", text: "did order", note: "", basedOn: nil), terms: past)
    #expect(saved.savedAt == TestWorkspace.now)
    #expect(try desk.versions(of: "a").map(\.savedAt) == [TestWorkspace.now])
  }

  @Test("a standing suppression follows a rename, and keeps its segment from being removed")
  func suppressedRename() throws {
    try save("a", "country = DE")
    _ = try desk.suppress(
      "list", expression: "did order and not @a", destination: nil, terms: terms)
    try desk.renameSegment("a", to: "b", now: TestWorkspace.now, terms: terms)
    #expect(try desk.suppressions().map(\.expression) == ["did order and not @b"])
    #expect(throws: Fault.self) { try desk.removeSegment("b", now: TestWorkspace.now) }
    try desk.removeSuppression("list")
    try desk.removeSegment("b", now: TestWorkspace.now)
    #expect(try desk.segments().isEmpty)
  }

  @Test("who has a new version since a reference was renamed has its size, too")
  func renamedSize() throws {
    try save("a", "country = DE")
    let size = try save("b", "@a or did order").size
    try desk.renameSegment("a", to: "x", now: TestWorkspace.now, terms: terms)
    #expect(size != nil)
    #expect(try desk.versions(of: "b").map(\.size) == [size, size])
  }

  @Test("a removal tells which earlier versions of others cannot be counted without the segment")
  func orphanedVersions() throws {
    try save("a", "country = DE")
    try save("b", "@a and did order")
    try save("b", "@a")
    try save("b", "did order")
    let orphans = try desk.removeSegment("a", now: TestWorkspace.now)
    #expect(orphans == [OrphanedVersions(segment: "b", numbers: [1, 2])])
    #expect(orphans.map(\.sentence) == ["Versions 1 and 2 of b cannot be counted any more"])
    let difference = try desk.difference(
      of: "b", from: .version(1), to: .newest, terms: terms)
    #expect(
      difference.effect
        == .uncountable("version 1 cannot be counted: there is no segment @a. Did you mean @b?"))
    #expect(try desk.removeSegment("b", now: TestWorkspace.now).isEmpty)
  }

  @Test("what was saved with its bounds the wrong way round counts as it did, wherever it is asked")
  func reversedBounds() throws {
    let text = "not did order where amount between 30 and 10"
    try save("old", "not everyone")
    try workspace.change("UPDATE segment_version SET text = '\(text)'")
    try workspace.change("UPDATE setting SET value = '77' WHERE key = 'library_version'")
    #expect(throws: Fault.self) { try desk.count(text, each: false, terms: terms) }
    let everyone = try desk.count("everyone", each: false, terms: terms).total.count
    #expect(try desk.count("@old", each: false, terms: terms).total.count == everyone)
    #expect(try save("user", "@old and did order").size != 0)
    #expect(try desk.redundancy(terms: terms).unreadable.isEmpty)
    let kept = try desk.difference(of: "old", from: .version(1), to: .newest, terms: terms)
    let all = MembershipChange(before: everyone, after: everyone, entered: 0, left: 0)
    #expect(kept.effect == .counted(all))
    let typed = try desk.difference(of: "old", from: .version(1), to: .text(text), terms: terms)
    guard case .uncountable = typed.effect else {
      Issue.record("\(typed.effect)")
      return
    }
    let folder = workspace.path + "/files"
    _ = try desk.exportSegments(to: folder)
    #expect(try !desk.planImport(from: folder, terms: terms).changesAnything)
  }

  @Test("somebody's page names the segments that they are in, also beside one without an answer")
  func pageBesideUncountable() throws {
    try save("a", "did order")
    try save("gone", "did order")
    try workspace.change(
      "UPDATE segment_version SET text = 'did something_else' WHERE segment = 'gone'")
    try workspace.change("UPDATE setting SET value = '77' WHERE key = 'library_version'")
    let person = try desk.person(
      .identifier(namespace: "user_id", value: "u1"), reveal: false, terms: terms)
    #expect(person.segments == ["a"])
  }

  @Test("a segment that others refer to is not removed, nor may it come to contain itself")
  func references() throws {
    try save("a", "country = DE")
    try save("b", "@a")
    #expect(throws: Fault.self) { try desk.removeSegment("a", now: TestWorkspace.now) }
    #expect(throws: Fault.self) { try save("a", "@b") }
    #expect(throws: Fault.self) { try save("b", "@b") }
    try desk.removeSegment("b", now: TestWorkspace.now)
    try desk.removeSegment("a", now: TestWorkspace.now)
    #expect(try desk.segments().isEmpty)
  }

  @Test("a library that is exported and brought into another workspace is the same")
  func roundTrip() throws {
    let names = ["plain", "with / slash", ".hidden", "100 % \"quoted\"", "größe", "a.segment"]
    for (index, name) in names.enumerated() {
      try save(name, "country = DE and did order at least \(index + 1) times", folder: "F/\(name)")
    }
    try save("all", "@plain or @\"größe\"", tags: ["one", "two words"])
    let folder = workspace.folder + "/library"
    #expect(try desk.exportSegments(to: folder).written == names.count + 1)
    #expect(try desk.exportSegments(to: folder).written == 0)
    #expect(!(try desk.planImport(from: folder, terms: terms).changesAnything))

    let other = try TestWorkspace()
    try other.ingest(TestWorkspace.rows(0..<200))
    let plan = try other.desk.planImport(from: folder, terms: terms)
    #expect(plan.steps.allSatisfy { $0.action == .add })
    #expect(try other.desk.segments().isEmpty)
    _ = try other.desk.importSegments(from: folder, terms: terms)
    func contents(_ desk: QuestionDesk) throws -> [[String]] {
      try desk.segments().map { [$0.name, $0.text, $0.folder, $0.owner] + $0.tags }
    }
    #expect(try contents(other.desk) == contents(desk))
    #expect(try other.desk.segments().map(\.size) == desk.segments().map(\.size))
  }

  @Test("a file with a mark of its encoding in front reads as without")
  func byteOrderMark() throws {
    let folder = workspace.folder + "/marked"
    try FileSystem.makeFolder(folder)
    try FileSystem.write(
      Array("\u{FEFF}# owner: crm\ncountry = DE\n".utf8), to: folder + "/a.segment")
    _ = try desk.importSegments(from: folder, terms: terms)
    let saved = try desk.savedSegment("a")
    #expect([saved.text, saved.owner] == ["country = DE", "crm"])
  }

  @Test("the plan of an import says what is added, changed, moved and kept")
  func plan() throws {
    let folder = workspace.folder + "/plan"
    for name in ["kept", "changed", "moved", "here"] { try save(name, "country = DE") }
    _ = try desk.exportSegments(to: folder)
    func write(_ text: String, _ file: String) throws {
      try FileSystem.write(Array(text.utf8), to: folder + "/" + file)
    }
    try write("country = DE\n and did order", "changed.segment")
    try write("# tags: t\ncountry = DE", "moved.segment")
    try write("@changed # a comment", "added.segment")
    try FileSystem.remove(folder + "/here.segment")
    let plan = try desk.importSegments(from: folder, terms: terms)
    #expect(
      plan.steps.map { "\($0.action) \($0.name) \($0.detail)" } == [
        "add added @changed", "change changed + did order", "keep kept ", "refile moved tags t",
      ])
    #expect(plan.onlyHere == ["here"])
    #expect(try desk.savedSegment("changed").version == 2)
    #expect(try desk.savedSegment("moved").tags == ["t"])
  }

  @Test("one wrong file stops the whole import, with its place")
  func wrongFile() throws {
    let folder = workspace.folder + "/wrong"
    try FileSystem.makeFolder(folder)
    try FileSystem.write(Array("country = DE".utf8), to: folder + "/a.segment")
    try FileSystem.write(Array("# note: n\ncontry = DE".utf8), to: folder + "/b.segment")
    let fault = #expect(throws: Fault.self) {
      try desk.importSegments(from: folder, terms: terms)
    }
    #expect(fault?.place?.file == folder + "/b.segment")
    #expect(fault?.place?.line == 2)
    try FileSystem.write(Array("@a".utf8), to: folder + "/b.segment")
    try FileSystem.write(Array("@b".utf8), to: folder + "/a.segment")
    #expect(throws: Fault.self) { try desk.importSegments(from: folder, terms: terms) }
    #expect(try desk.segments().isEmpty)
  }

  @Test("a segment may be given as the tree that is shown of it")
  func trees() throws {
    let text = "country = DE and not did order at least 20 times"
    try save("a", text)
    let tree = SegmentTrees.json(of: try desk.savedSegment("a").text).text
    #expect(
      tree
        == #"{"node":"and","parts":[{"node":"attribute","name":"country","test":{"is":"=","value":"DE"}},"#
        + #"{"node":"not","part":{"node":"did","event":"order","times":{"bound":"at least","count":20}}}]}"#
    )
    #expect(try save("b", " " + tree).text == text)
    let counted = try desk.count(tree, each: false, terms: terms)
    #expect(counted.text == text)
    let plain = try desk.count(text, each: false, terms: terms)
    #expect(counted.total.count == plain.total.count)
    let fault = #expect(throws: Fault.self) {
      try desk.count(#"{"node":"has","namespace":"emial"}"#, each: false, terms: terms)
    }
    #expect(fault?.reason == "there is no namespace emial")
    #expect(throws: Fault.self) { try desk.count("{", each: false, terms: terms) }
    #expect(SegmentTrees.json(of: "country =").text == "null")
  }

  @Test("a change of a saved segment is seen by the next question")
  func freshness() throws {
    try save("s0", "did order")
    let before = try desk.count("@s0", each: false, terms: terms).total.count
    try save("s0", "did order at least 100 times")
    // What was read before must not answer after a change.
    #expect(try desk.count("@s0", each: false, terms: terms).total.count != before)
  }
}
