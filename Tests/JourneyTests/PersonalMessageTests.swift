import Basis
import Glibc
import Support
import Testing

/// Nothing that is somebody's may stand in what the program says about its work, nor plain in what
/// it keeps: feeds that fail in every way, and identifiers typed in every way, tell nobody's name.
@Suite("Personal data in messages", .serialized) struct PersonalMessageTests {
  private static let email = "zelda.quux@leaky.tld"
  private static let name = "Zeldaquux"
  private static let phone = "+4915112345678"
  private static let traces = [
    "zelda", "leaky", "15112345678", "151 12345678", email.utf8.map { hex($0) }.joined(),
  ]

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private static let mapping =
    mappingHead(
      of: ["event", "profile"], by: ["email": "email", "phone": "phone"], constant: "purchase",
      time: "date") + """
      [[attribute]]
      name = "first_name"
      column = "name"
      personal = true
      [[attribute]]
      name = "age"
      column = "age"
      type = "integer"
      [[attribute]]
      name = "is_member"
      column = "member"
      type = "boolean"
      [[attribute]]
      name = "birthday"
      column = "born"
      type = "date"
      personal = true
      [[field]]
      name = "revenue"
      column = "amount"
      type = "money"
      currency = "EUR"
      [[consent]]
      column = "tcf"
      signal = "tcf"
      """

  private static let header = "email,phone,name,age,member,born,amount,tcf,date\n"
  private static let sound = [
    email, phone, name, "44", "yes", "1980-02-03", "12.00", "", "2026-08-01",
  ]

  /// A row in which the fields at `places` are `text`.
  private static func row(_ text: String, at places: Int...) -> String {
    var fields = sound
    for place in places { fields[place] = text }
    return fields.joined(separator: ",") + "\n"
  }

  private static let feeds: [(name: String, bytes: [UInt8])] = {
    var rows = header + row("", at: 7)
    for place in 0..<9 {
      rows += row(email, at: place) + row(name, at: place) + row(phone, at: place)
    }
    rows += row("zelda.quux@@leaky.tld", at: 0, 1) + row("", at: 0, 1)
    rows += "\(email),\(phone)\n\(row("1", at: 3).dropLast()),\(email),\(name)\n"
    var stray = Array(rows.utf8) + Array("\(email),".utf8) + [0xFF, 0, 0xC3]
    stray += Array(",\(name)\n\"\(email),\(phone)\n\(name)".utf8)
    let call = #"{"type":"track","event":"Order Completed","messageId":"1""#
    let calls = [
      call + #","userId":"\#(email)","timestamp":"\#(email)"}"#,
      call + #","properties":{"\#(email)":"\#(name)"}}"#, call + #" "userId":"\#(email)"}"#,
      #"{"type":"\#(email)","userId":"\#(phone)"}"#, "\(email) \(name)", #"["\#(email)"]"#,
      call + #","context":{"traits":{"email":"zelda.quux@@leaky.tld","phone":"\#(name)"}}}"#,
    ]
    return [
      ("rows.csv", stray), ("headless.csv", Array((row("", at: 7) + row("2", at: 3)).utf8)),
      ("other.csv", Array("\(email);\(name);\(phone)\n\(email);\(name);\(phone)\n".utf8)),
      ("calls.jsonl", Array(calls.joined(separator: "\n").utf8)),
      ("one.json", Array(#"{"\#(email)":{"\#(name)":"#.utf8)),
      ("tcf.csv", Array("email,tcf,date\n\(email),\(email),2026-08-01\n".utf8)),
      ("pairs.csv", Array("a,b,match\nemail:\(email),phone:\(phone),\(name)\n".utf8)),
      (
        "marks.csv",
        Array(
          "namespace_l,value_l,namespace_r,value_r,match\nemail,\(email),phone,\(phone),\(email)\n"
            .utf8)
      ),
    ]
  }()

  /// Identifiers as people type them, right and wrong.
  private static let commands: [[String]] = {
    var commands: [[String]] = []
    for typed in [email, "email:" + email, "phone:" + phone, "nothing:" + email, phone] {
      for command in [
        "identity show", "identity split", "privacy access", "privacy erase", "consent show",
        "consent decode", "source show", "segment show", "model show", "report", "undo",
        "facets everyone", "count", "members", "segment file", "suppress remove", "taxonomy show",
        "help", "", "identity", "proivacy access",
      ] {
        commands.append(command.split(separator: " ").map(String.init) + [typed])
      }
      for option in ["--lens", "--as-of", "--foo", "--from"] {
        commands.append(["report", "campaigns", option, typed])
      }
      commands.append(["identity", "explain", typed, "email:nobody@x.org"])
      commands.append(["count", "first_name = \"\(typed)\" and"])
      commands.append(["--json", "privacy", "access", typed])
    }
    return commands
  }()

  private func expectSilence(_ text: String, _ words: [String]) {
    let plain = text.lowercased()
    for trace in Self.traces {
      #expect(!plain.contains(trace), "\(words): \(text)")
    }
  }

  @Test("no message, no log and no file of a workspace tells whose a row was that failed")
  func feeds() throws {
    let folder = try temporaryFolder()
    let workspace = folder + "/workspace"
    func run(_ words: [String]) throws {
      let ended = try Program.run(["--workspace", workspace] + words, in: folder)
      // What a person has a right to see is told in full.
      let isAnswer = words.contains("access") && ended.status == 0
      expectSilence((isAnswer ? "" : ended.output) + ended.messages, words)
      #expect(ended.status != nil, "\(words)")
    }
    try FileSystem.write(Array(Self.mapping.utf8), to: folder + "/m.toml")
    let headed = Self.mapping.replacing("\"csv\"", with: "\"csv\"\nheader = true")
    try FileSystem.write(Array(headed.utf8), to: folder + "/headed.toml")
    try run(["init"])
    try run(["source", "add", "crm", "--kind", "crm", "--mapping", folder + "/m.toml"])
    for (name, bytes) in Self.feeds {
      let path = folder + "/" + name
      try FileSystem.write(bytes, to: path)
      try run(["ingest", "--source", "crm", "--strict", path])
      try run(["ingest", "--source", "crm", path])
      try run(["ingest", "--source", "crm", "--mapping", folder + "/headed.toml", "--json", path])
      try run(["identity", "evaluate", "--truth", path])
    }
    try run(["rejects"])
    try run(["rejects", "--json"])
    try run(["rejects", "retry"])
    for words in Self.commands { try run(words) }
    for words in [
      ["audit-log"], ["source", "list"], ["source", "show", "crm"], ["report", "quality"],
    ] {
      try run(words + ["--json"])
      try run(words)
    }
    try run(["verify"])
    for place in [workspace, workspace + "/columns"] {
      for name in try FileSystem.names(in: place)
      where FileSystem.kind(of: place + "/" + name) == .file {
        let bytes = try FileSystem.read(place + "/" + name)
        expectSilence(String(decoding: bytes, as: UTF8.self), [name])
      }
    }
  }

  @Test("an audit's page and its mapping repeat no value of a column with personal data")
  func audits() throws {
    let folder = try temporaryFolder()
    let path = folder + "/rows.csv"
    var rows = Self.header.replacing("tcf", with: "newsletter")
    for place in 3..<9 { rows += Self.row(Self.email, at: place) }
    try FileSystem.write(Array(rows.replacing(Self.name, with: "-").utf8), to: path)
    let ended = try Program.run(["audit", path, "--mapping-out", folder + "/m.toml"], in: folder)
    #expect(ended.status == 0, "\(ended.messages)")
    expectSilence(ended.output + ended.messages, ["audit"])
    expectSilence(try FileSystem.readText(folder + "/m.toml"), ["the mapping"])
  }
}
