import Basis
import Engine
import Requests
import Support
import Testing

@Suite("Damaged column files") struct DamagedColumnTests {
  private static let formMapping =
    mappingHead(of: ["profile"], by: ["user_id": "user"]) + """
      [[attribute]]
      name = "topics"
      column = "topics"
      type = "list"
      [[attribute]]
      name = "born"
      column = "born"
      type = "date"
      [[attribute]]
      name = "score"
      column = "score"
      type = "number"
      [[consent]]
      purpose = "email"
      column = "email"
      granted = ["yes"]
      """

  /// A workspace with column files of every kind, with `isCompact` as a merge leaves them.
  private func workspace(isCompact: Bool) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.addSource("forms", kind: "crm", mapping: Self.formMapping)
    for (number, rows) in [0..<40, 40..<90].enumerated() {
      try workspace.ingest(TestWorkspace.rows(rows), as: "shop\(number).csv")
      let forms = rows.map { row in
        let said = row % 3 == 0 ? "no" : "yes"
        return
          "u\(row % 7),2026-08-01T10:\(padded(row % 60, 2)):00Z,a|t\(row % 5),19\(50 + row % 40)-03-01,\(row).5,\(said)\n"
      }
      try workspace.ingest(
        "user,time,topics,born,score,email\n" + forms.joined(), as: "forms\(number).csv",
        source: "forms")
    }
    if isCompact { _ = try workspace.desk.compact(now: TestWorkspace.now) }
    return workspace
  }

  /// Questions that between them read every kind of column file.
  private static let questions: [@Sendable (QuestionDesk) throws -> String] = [
    { try counts($0, ["country = DE", "did order at least 2 times", "sum(order.amount) > 50"]) },
    { try counts($0, ["topics contains t1", "born < 1960-01-01", "score > 40", "has cookie"]) },
    {
      try counts(
        $0, ["consent(email)", "from forms", "days(order) = 1", "did order where bot = false"])
    },
    {
      "\(try $0.person(.identifier(namespace: "user_id", value: "u1"), reveal: true, terms: terms))"
    },
    {
      "\(try $0.members(of: "everyone", .init(limit: 9, namespaces: ["user_id", "cookie"], attributes: ["topics"], reveal: true), terms: terms))"
    },
    { desk in
      var rows: [[Value?]] = []
      try desk.sql(
        "SELECT type, count(*), sum(amount) FROM events GROUP BY 1", terms: terms,
        names: { _ in },
        row: {
          rows.append($0)
          return true
        })
      return "\(rows)"
    },
  ]

  private static let terms = TestWorkspace.terms

  private static func counts(_ desk: QuestionDesk, _ texts: [String]) throws -> String {
    try texts.map { "\(try desk.count($0, each: false, terms: terms).total.count)" }
      .joined(separator: " ")
  }

  /// What each question answers; the fault's code in place of an answer.
  private func answers(_ path: String, in folder: String) throws -> [String] {
    let desk = QuestionDesk(path: path)
    return try Self.questions.map { question in
      do { return try question(desk) } catch let fault as Fault {
        guard fault.code == .damaged else { throw fault }
        #expect(fault.subject.hasPrefix(folder), "\(fault)")
        #expect(fault.remedy.contains("parterre verify"))
        return fault.code.rawValue
      }
    }
  }

  @Test(
    "flipped, lost and added bytes are an error that names the file, and never another answer",
    arguments: [false, true], UInt64(0)..<2)
  func damage(isCompact: Bool, seed: UInt64) throws {
    let workspace = try workspace(isCompact: isCompact)
    let folder = workspace.path + "/columns"
    let sound = try answers(workspace.path, in: folder)
    #expect(!sound.contains("workspace.damaged"))
    var random = Seeded(seed &* 977 &+ 5)
    var found = 0
    for name in try FileSystem.names(in: folder) {
      let whole = try FileSystem.read(folder + "/" + name)
      for _ in 0..<2 {
        var bytes = whole
        switch random.below(4) {
        case 0: bytes.removeLast(random.within(1...bytes.count))
        case 1: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count))
        default:
          for _ in 0..<random.within(1...3) {
            bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
          }
        }
        try FileSystem.write(bytes, to: folder + "/" + name)
        for (answer, wanted) in zip(try answers(workspace.path, in: folder), sound) {
          #expect([wanted, "workspace.damaged"].contains(answer), "\(name), seed \(seed)")
          if answer != wanted { found += 1 }
        }
      }
      try FileSystem.write(whole, to: folder + "/" + name)
    }
    #expect(found > 0)
    #expect(try answers(workspace.path, in: folder) == sound)
  }

  @Test(
    "a file that contradicts itself behind right checksums stops no reader and no writer",
    arguments: [false, true], UInt64(0)..<2)
  func contradiction(isCompact: Bool, seed: UInt64) throws {
    let workspace = try workspace(isCompact: isCompact)
    let folder = workspace.path + "/columns"
    var random = Seeded(seed &* 31 &+ 7)
    for name in try FileSystem.names(in: folder) {
      let whole = try FileSystem.read(folder + "/" + name)
      for _ in 0..<2 {
        var run = SealedRun(whole)
        run.mutate(&random)
        try FileSystem.write(run.bytes, to: folder + "/" + name)
        // Whatever is answered is answered: a trap would end the tests.
        _ = try? answers(workspace.path, in: folder)
        _ = try? workspace.desk.check()
      }
      try FileSystem.write(whole, to: folder + "/" + name)
    }
    for name in try FileSystem.names(in: folder) {
      guard let whole = try? FileSystem.read(folder + "/" + name) else { continue }
      var run = SealedRun(whole)
      run.mutate(&random)
      try FileSystem.write(run.bytes, to: folder + "/" + name)
    }
    _ = try? workspace.ingest(TestWorkspace.rows(80..<120), as: "more.csv")
    _ = try? workspace.desk.compact(now: TestWorkspace.now)
    _ = try? workspace.desk.undo(batch: 1, now: TestWorkspace.now)
  }
}

/// A column file taken apart, whose checksums are made anew when it is put together.
private struct SealedRun {
  private var sections: [(name: String, bytes: [UInt8])] = []
  private static let magic = Array("PARTERR1".utf8)

  init(_ file: [UInt8]) {
    let end = file.count - 24
    let length = (0..<8).reversed().reduce(0) { $0 << 8 | Int(file[end + $1]) }
    let table = String(decoding: file[(end - length)..<end], as: UTF8.self)
    for line in table.split(separator: "\n") {
      let parts = line.split(separator: "\t")
      let (offset, count) = (Int(parts[1]) ?? 0, Int(parts[2]) ?? 0)
      sections.append((String(parts[0]), Array(file[offset..<offset + count])))
    }
  }

  /// Changes bits of one section, shortens it, drops it, or gives it another's content.
  mutating func mutate(_ random: inout Seeded) {
    let place = random.below(sections.count)
    switch random.below(5) {
    case 0: sections[place].bytes = sections[random.below(sections.count)].bytes
    case 1: sections[place].bytes.removeLast(random.below(sections[place].bytes.count + 1))
    case 2: sections.remove(at: place)
    default:
      guard !sections[place].bytes.isEmpty else { return }
      for _ in 0..<random.within(1...4) {
        let byte = random.below(min(sections[place].bytes.count, 64))
        sections[place].bytes[byte] = UInt8(random.below(256))
      }
    }
  }

  var bytes: [UInt8] {
    var file = Self.magic
    var table = ""
    for section in sections {
      while file.count % 8 != 0 { file.append(0) }
      let checksum = Hash64.of(section.bytes.span)
      table += "\(section.name)\t\(file.count)\t\(section.bytes.count)\t\(checksum)\n"
      file += section.bytes
    }
    let contents = Array(table.utf8)
    file += contents
    for word in [UInt64(contents.count), Hash64.of(contents.span)] {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        file.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return file + Self.magic
  }
}
