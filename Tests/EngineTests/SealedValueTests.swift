import Basis
import Columns
import Engine
import Support
import Testing

@Suite("Personal values at rest") struct SealedValueTests {
  private static let terms = TestWorkspace.terms

  private static func mapping(isPersonal: Bool) -> String {
    mappingHead(by: ["user_id": "user"], constant: "order") + """
      [[attribute]]
      name = "born"
      column = "born"
      type = "date"
      personal = \(isPersonal)
      [[attribute]]
      name = "weight"
      column = "weight"
      type = "number"
      personal = \(isPersonal)
      [[attribute]]
      name = "score"
      column = "score"
      type = "integer"
      [[field]]
      name = "postcode"
      column = "postcode"
      type = "integer"
      personal = \(isPersonal)
      """
  }

  private func workspace(isPersonal: Bool) throws -> TestWorkspace {
    let test = try TestWorkspace()
    try test.addSource("crm", kind: "crm", mapping: Self.mapping(isPersonal: isPersonal))
    for batch in 0..<3 {
      let rows = (0..<20).map { row in
        let number = batch * 20 + row
        return "2026-08-01T10:00:00Z,u\(number),19\(padded(40 + number, 2))-05-17,\(50 + number).5,"
          + "\(number),\(60_000 + number)\n"
      }
      try test.ingest(
        "time,user,born,weight,score,postcode\n" + rows.joined(), as: "crm\(batch).csv",
        source: "crm")
    }
    return test
  }

  /// The names of the sections of all column files that have values.
  private func sections(_ test: TestWorkspace) throws -> Set<String> {
    var names: Set<String> = []
    for file in try FileSystem.names(in: test.path + "/columns") {
      names.formUnion(try RunFile(path: test.path + "/columns/" + file).sectionNames)
    }
    return names
  }

  private func answers(_ test: TestWorkspace) throws -> [Int] {
    try [
      "born < 1960-01-01", "born >= 1959-05-17 and weight > 80", "weight between 60 and 70.5",
      "did order where postcode >= 60030", "born is known", "score >= 30",
    ].map { try test.desk.count($0, each: false, terms: Self.terms).total.count }
  }

  @Test("numbers and dates that are personal are sealed, and every question is answered as before")
  func sealed() throws {
    let (plain, test) = try (workspace(isPersonal: false), workspace(isPersonal: true))
    defer {
      removeFolder(plain.folder)
      removeFolder(test.folder)
    }
    #expect(try answers(test) == [20, 30, 11, 30, 60, 30])
    #expect(try answers(test) == answers(plain))
    func check() throws {
      let sections = try sections(test)
      for name in ["born/value/whole", "born/value/base", "weight/value/real"] {
        #expect(!sections.contains(name) && sections.contains(name + "/sealed-value"))
      }
      #expect(sections.contains("0/field/postcode/whole/sealed-value"))
      #expect(sections.contains("score/value/whole"))
    }
    try check()
    _ = try test.desk.compact(now: TestWorkspace.now)
    try check()
    #expect(try answers(test) == answers(plain))
    #expect(try sections(plain).contains("born/value/whole"))
  }

  @Test("members shows personal numbers and dates masked")
  func masked() throws {
    let test = try workspace(isPersonal: true)
    defer { removeFolder(test.folder) }
    let list = QuestionDesk.MemberList(limit: 1, attributes: ["born", "weight", "score"])
    let member = try #require(
      try test.desk.members(of: "score = 7", list, terms: Self.terms).members.first)
    #expect(
      member.attributes.map { $0.value } == [.text("194•••17"), .text("5•••"), .integer(7)])
  }
}
