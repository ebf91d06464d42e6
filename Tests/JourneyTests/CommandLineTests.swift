import Basis
import Support
import Testing

/// The command line as a contract: how it ends, and what every JSON answer has.
@Suite("The command line") struct CommandLineTests {
  /// A workspace with a few events of one source and one saved segment.
  private struct Workspace {
    let folder: String

    init() throws {
      folder = try temporaryFolder()
      let mapping = """
        [row]
        kind = "event"
        event = { column = "event" }
        time = { column = "time" }
        [[identifier]]
        namespace = "user_id"
        column = "user"
        [[attribute]]
        name = "country"
        column = "country"
        """
      try FileSystem.write(Array(mapping.utf8), to: folder + "/shop.toml")
      try FileSystem.write(
        Array("event,time,user,country\norder,2026-08-01T10:00:00Z,u1,DE\n".utf8),
        to: folder + "/shop.csv")
      try FileSystem.write(Array("country ==\n".utf8), to: folder + "/bad.segment")
      for words in [
        "init", "source add shop --party first --kind web --mapping \(folder)/shop.toml",
        "ingest --source shop \(folder)/shop.csv",
      ] {
        #expect(try run(words.split(separator: " ").map(String.init)).status == 0)
      }
      #expect(try run(["segment", "save", "Buyers", "did order"]).status == 0)
    }

    func run(_ words: [String]) throws -> Program.Ended {
      try Program.run(["-w", folder + "/w"] + words, in: folder)
    }
  }

  /// Command lines that are wrong: words, options, and texts that cannot be read.
  private static let wrong: [[String]] = [
    ["nope"], ["count"], ["count", "everyone", "--nope"], ["--as-of", "gestern", "stats"],
    ["count", "country =="], ["count", "nothere = 1"], ["count", "@Nope"], ["count", "\""],
    ["segment", "save", "A", "country =="], ["members", "x y"], ["overlap", "@Nope", "@Buyers"],
    ["export", "bad bad", "--to", "csv", "--out", "x.csv"], ["segment", "sql", "did"],
    ["why", "did", "user_id:u1"], ["members", "everyone", "--ids", "nothere"],
    ["members", "everyone", "--attributes", "nothere"], ["facets", "everyone", "nothere"],
    ["consent", "coverage", "--by", "nothere"], ["report", "campaigns", "--by", "nothere"],
    ["report", "funnel", "--steps", "nothere > order"], ["sql", "SELEC"],
    ["sql", "SELECT x FROM y"],
    ["privacy", "access", "zz"], ["source", "undo", "abc"], ["help", "nope"],
  ]

  /// What is right to ask and cannot be done.
  private static let failing: [[String]] = [
    ["segment", "show", "Nope"], ["source", "show", "nope"], ["source", "undo", "99"],
    ["count", "-f", "missing.segment"], ["count", "-f", "BAD"], ["audit", "missing.csv"],
    ["ingest", "--source", "shop", "missing.csv"], ["identity", "show", "user_id:nobody"],
    ["export", "everyone", "--to", "nowhere", "--out", "x.csv"], ["model", "show", "nope"],
  ]

  @Test("what was typed wrongly ends with 2, what cannot be done with 1, and both say why")
  func statuses() throws {
    let workspace = try Workspace()
    for (lines, status) in [(Self.wrong, Int32(2)), (Self.failing, 1)] {
      for words in lines {
        let words = words.map { $0 == "BAD" ? workspace.folder + "/bad.segment" : $0 }
        let ended = try workspace.run(words)
        #expect(ended.status == status, "\(words): \(ended.messages)")
        #expect(ended.messages.contains("parterre: "), "\(words)")
      }
    }
    let bad = try workspace.run(["count", "-f", workspace.folder + "/bad.segment"]).messages
    #expect(bad.contains("\(workspace.folder)/bad.segment, line 1, column 9"))
  }

  @Test(
    "the help of a command is told behind what it is asked, too",
    arguments: [
      ("count everyone --help", "parterre count"), ("members everyone -h", "parterre members"),
      ("suppression add x --help", "parterre suppression add"),
      ("help consent decode 1YNN", "parterre consent decode"),
    ])
  func help(line: String, beginning: String) throws {
    let ended = try Self.shared.get().run(line.split(separator: " ").map(String.init))
    #expect(ended.status == 0 && ended.output.hasPrefix(beginning + " "), "\(ended.messages)")
  }

  @Test(
    "a signal that cannot be read is answered by what it seems to be",
    arguments: [
      ("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "version 1 are no longer valid"),
      ("DBABLA~B", "Check that all of it was copied"), ("1YN", "Check that all of it was copied"),
      ("hello", "TC strings begin with C"),
    ])
  func signals(text: String, remedy: String) throws {
    let ended = try Self.shared.get().run(["consent", "decode", text])
    #expect(ended.status == 1 && ended.messages.contains(remedy), "\(ended.messages)")
    #expect(ended.messages.contains("version 1") == text.hasPrefix("B"))
    #expect(try Self.shared.get().run(["consent", "decode", " 1YNN\n"]).status == 0)
  }

  @Test("the sample without a terminal prints what was made of it")
  func demoWithoutTerminal() throws {
    let folder = try temporaryFolder()
    let ended = try Program.run(["-w", folder + "/w", "demo"], in: folder)
    #expect(ended.status == 0 && ended.output.contains("Autumn win-back"), "\(ended.messages)")
    #expect(ended.messages.contains("opens the workspace"))
  }

  @Test("an empty workspace is not said to have kinds of identifiers")
  func emptyWorkspace() throws {
    let folder = try temporaryFolder()
    #expect(try Program.run(["-w", folder + "/w", "init"], in: folder).status == 0)
    let ended = try Program.run(["-w", folder + "/w", "identity", "show", "x"], in: folder)
    #expect(ended.messages.contains("parterre ingest") && !ended.messages.contains("there are"))
  }

  @Test(
    "a segment comes from the command line, from a file or from standard input, and from one of them"
  )
  func segmentFiles() throws {
    let workspace = try Workspace()
    let file = workspace.folder + "/marked.segment"
    try FileSystem.write(Array("\u{FEFF}country = DE\n".utf8), to: file)
    #expect(try workspace.run(["count", "-f", file]).output == "1\n")
    #expect(try workspace.run(["why", "-f", file, "user_id:u1"]).status == 0)
    #expect(try workspace.run(["count", "everyone", "-f", file]).status == 2)
    let shell = try Program.start(
      [
        "/bin/sh", "-c", "echo 'country = DE' | \"$0\" -w \"$1\" count -f -",
        try #require(Program.path), workspace.folder + "/w",
      ], in: workspace.folder)
    #expect(try shell.wait().output == "1\n")
  }

  @Test(
    "what is asked of the environment is refused where it cannot be meant",
    arguments: ["abc", "-1G", "0"])
  func memory(size: String) throws {
    let workspace = try Workspace()
    let shell = try Program.start(
      [
        "/bin/sh", "-c", "PARTERRE_MEMORY=\"$2\" \"$0\" -w \"$1\" count everyone",
        try #require(Program.path), workspace.folder + "/w", size,
      ], in: workspace.folder)
    let ended = try shell.wait()
    #expect(ended.status == 2)
    #expect(ended.messages.contains("PARTERRE_MEMORY"))
  }

  @Test("an overlap shows how many each two share, and a rename what has followed it")
  func overlapAndRename() throws {
    let workspace = try Workspace()
    let overlap = try workspace.run(["overlap", "@Buyers", "country = DE", "not everyone"])
    #expect(overlap.output.contains("people in both  A  B  C"))
    let many = (0..<17).map { "did order at least \($0 + 1) times" }
    #expect(try workspace.run(["overlap"] + many).output.contains("up to 16 segments"))
    #expect(try workspace.run(["segment", "save", "Users", "@Buyers"]).status == 0)
    #expect(
      try workspace.run(["segment", "rename", "Buyers", "Clients"]).output
        == "Buyers is now Clients.\nFollowed in Users.\n")
  }

  @Test("a waterfall ends with those who are not held out where a share is")
  func heldOut() throws {
    let workspace = try Workspace()
    let shown = try workspace.run(["count", "everyone", "--waterfall", "csv", "--holdout", "50"])
    #expect(shown.output.contains("not held out"))
    #expect(try workspace.run(["count", "everyone", "--holdout", "50"]).status == 2)
  }

  @Test("an older workspace that may not be written to is told with what to do")
  func olderReadOnly() throws {
    let workspace = try Workspace()
    let catalogue = workspace.folder + "/w/parterre.db"
    // The format's number is in SQLite's header.
    var bytes = try FileSystem.read(catalogue)
    bytes[63] -= 1
    let number = bytes[63]
    try FileSystem.write(bytes, to: catalogue)
    for words in [["verify"], ["count", "everyone"]] {
      let ended = try workspace.run(["--readonly"] + words)
      #expect(ended.status == 1)
      #expect(ended.messages.contains("its format is \(number)"))
      #expect(ended.messages.contains("Open it once without --readonly"))
    }
    #expect(try FileSystem.read(catalogue) == bytes)
    #expect(try workspace.run(["verify"]).status == 0)
  }

  @Test("one of a thing is told as one")
  func singular() throws {
    let workspace = try Workspace()
    #expect(try workspace.run(["verify"]).output.hasPrefix("Sound: 1 batch, "))
    #expect(try workspace.run(["source", "undo", "1"]).output.contains("1 row, 1 event."))
  }

  @Test("an error in JSON names the file that is wrong as a whole")
  func fileOfError() throws {
    let ended = try Workspace().run(["--json", "ingest", "--source", "shop", "missing.csv"])
    #expect(ended.messages.contains("\"file\":\"missing.csv\""), "\(ended.messages)")
  }

  @Test(
    "an answer in JSON says as of when, under which lens, and that it is exact",
    arguments: [
      "stats", "source list", "source show shop", "rejects", "identity stats", "identity proposals",
      "identity decisions", "identity show user_id:u1", "consent coverage", "consent verify",
      "consent decode 1YNN", "privacy retention", "count everyone",
      "count everyone --each", "overlap Buyers everyone",
      "facets everyone country", "segment list", "segment show Buyers", "segment show Buyers 1",
      "segment history Buyers",
      "segment trend Buyers --days 2", "segment changes Buyers", "segment redundant",
      "segment sql @Buyers", "segment diff Buyers 1 1", "destinations", "activations", "taxonomy",
      "model list", "budget list", "audit-log", "suppression list", "attribute restrictions",
      "report campaigns", "report quality", "verify", "doctor", "audit FOLDER/shop.csv",
      "ingest --source shop FOLDER/shop.csv", "segment export-dir FOLDER/segments",
    ])
  func stamp(command: String) throws {
    let workspace = try Self.shared.get()
    let words = command.replacing("FOLDER", with: workspace.folder).split(separator: " ")
    let ended = try workspace.run(
      ["--json", "--lens", "device", "--as-of", "2026-10-01"] + words.map(String.init))
    for entry in ["\"as_of\":\"2026-10-01T00:00:00Z\"", "\"lens\":\"device\"", "\"exact\":true"] {
      #expect(ended.output.contains(entry), "\(ended.output) \(ended.messages)")
    }
  }

  private static let shared = Result { try Workspace() }

  @Test("tables are as wide as a terminal shows them, and no value speaks to it")
  func tables() throws {
    let workspace = try Workspace()
    let query =
      "SELECT '東京' AS city, 1 AS n UNION ALL SELECT 'Köln' || char(27) || '[2J', 20"
    #expect(
      try workspace.run(["sql", query]).output == """
        city       n
        東京       1
        Köln [2J  20

        """)
  }

  @Test("a query ends with its limit, and when nobody reads its output any more")
  func endingQueries() throws {
    let workspace = try Workspace()
    let endless =
      "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT x FROM t"
    #expect(try workspace.run(["sql", endless, "--limit", "3"]).output == "x\n1\n2\n3\n")
    #expect(try workspace.run(["sql", endless, "--limit", "0", "--format", "csv"]).output == "x\n")
    let program = try #require(Program.path)
    let piped = try Program.start(
      [
        "/bin/bash", "-c",
        "'\(program)' -w '\(workspace.folder)/w' sql '\(endless)' --format csv | head -2",
      ], in: workspace.folder
    ).wait()
    #expect(piped.output == "x\n1\n")
  }
}
