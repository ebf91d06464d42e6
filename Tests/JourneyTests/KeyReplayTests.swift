import Basis
import Cells
import Support
import Testing

@testable import parterre

@Suite("A session's keys") struct KeyReplayTests {
  private func sample(_ folder: String) throws -> String {
    let made = try Program.run(["-w", folder + "/w", "demo", "--no-ui"], in: folder)
    #expect(made.status == 0, "\(made.messages)")
    return folder + "/w"
  }

  private func play(_ script: String, _ options: [String] = [], in folder: String) throws
    -> Program.Ended
  {
    let path = folder + "/\(UInt64.random(in: 0...UInt64.max)).keys"
    try FileSystem.write(Array(script.utf8), to: path)
    return try Program.run(["-w", folder + "/w"] + options + ["--keys", path], in: folder)
  }

  @Test("play a day without a terminal, and the command agrees with the figure on the screen")
  func day() throws {
    let folder = try temporaryFolder()
    let workspace = try sample(folder)
    let count = try Program.run(
      ["-w", workspace, "count", "country = \"DE\" and has email", "--json"], in: folder)
    let ended = try play(
      """
      # The analyst's morning.
      size 160x48
      1
      expect web_shop
      2
      expect personalised_ads
      3
      Ctrl-N
      t
      type country = "DE" and has email
      Esc
      s
      type German mail
      Enter
      expect German mail
      i
      screen
      """, in: folder)
    #expect(ended.status == 0, "\(ended.messages)")
    // The receipt writes the size in figures.
    let size = try #require(
      count.output.split(separator: "\"count\":").dropFirst().first?.prefix { $0.isNumber })
    let plain = String(ended.output.filter { $0 != "," })
    #expect(plain.contains(String(size)), "\(ended.output)")
    let list = try Program.run(["-w", workspace, "segment", "list"], in: folder)
    #expect(list.output.contains("German mail"))
  }

  @Test("times on the screen and in the commands are those of the workspace's zone")
  func zone() throws {
    let folder = try temporaryFolder()
    let workspace = folder + "/w"
    let made = try Program.run(["init", workspace, "--time-zone", "Asia/Tokyo"], in: folder)
    #expect(made.status == 0, "\(made.messages)")
    let ended = try play("size 140x36\n@\ntype 2026-07-01 08:30\nEnter\nscreen\n", in: folder)
    #expect(ended.output.contains("1 Jul 08:30 Asia/Tokyo"), "\(ended.output)")
    let count = try Program.run(
      ["-w", workspace, "--as-of", "2026-07-01T08:30:00", "--json", "count", "everyone"],
      in: folder)
    #expect(count.output.contains("\"as_of\":\"2026-06-30T23:30:00Z\""), "\(count.messages)")
    let log = try Program.run(["-w", workspace, "segment", "save", "all", "everyone"], in: folder)
    #expect(log.status == 0, "\(log.messages)")
    let history = try Program.run(["-w", workspace, "segment", "history", "all"], in: folder)
    #expect(history.output.contains("+09:00"), "\(history.output)")
  }

  @Test("end with status 1 where the screen is not as it should be, and say at which line")
  func expectation() throws {
    let folder = try temporaryFolder()
    _ = try sample(folder)
    let ended = try play("1\nexpect no_such_source\n", in: folder)
    #expect(ended.status == 1)
    #expect(ended.messages.contains("no_such_source"))
    #expect(ended.messages.contains("line 2"))
    #expect(try play("Hyper-Q\n", in: folder).status == 2)
  }

  @Test("written down are played back to the same keys, without the identifiers that were typed")
  func record() throws {
    var record = KeyRecord()
    let size = Size(100, 30)
    func strike(_ names: String, isSecret: Bool = false) {
      for name in names.split(separator: " ") {
        if let stroke = KeyStroke(name) {
          record.note(.key(stroke), on: size, isSecret: isSecret)
        }
      }
    }
    strike("3 Ctrl-N")
    strike("a b")
    record.note(.key(KeyStroke(" ")), on: size, isSecret: false)
    strike("c Enter 6 s")
    strike("a n n @ x Enter", isSecret: true)
    record.note(
      .mouse(MouseEvent(.press(.left), at: Point(9, 3))), on: size, isSecret: false)
    record.note(.paste("one\ntwo"), on: size, isSecret: false)
    let script = try KeyScript(record.text, file: "session.keys")
    #expect(script.size == size)
    #expect(!record.text.contains("ann"))
    let played = script.lines.flatMap(\.steps).compactMap { step -> String? in
      guard case .input(let event) = step else { return nil }
      switch event {
      case .key(let stroke): return stroke.description
      case .paste(let text): return text
      default: return nil
      }
    }
    #expect(
      played == [
        "3", "Ctrl-N", "a", "b", "Space", "c", "Enter", "6", "s", "Enter", "one\ntwo",
      ])
  }

  @Test("what was typed into the palette before it was an identifier is left out, too")
  func paletteRecord() throws {
    var record = KeyRecord()
    let size = Size(100, 30)
    for (name, typed) in [(":", ""), ("a", ""), ("n", "a"), ("n", "an")] {
      record.note(.key(try #require(KeyStroke(name))), on: size, isSecret: false, typed: typed)
    }
    for (name, typed) in [("@", "ann"), ("x", "ann@"), ("Enter", "ann@x")] {
      record.note(.key(try #require(KeyStroke(name))), on: size, isSecret: true, typed: typed)
    }
    let lines = record.text.split(separator: "\n").dropFirst(2)
    #expect(
      Array(lines) == ["type :", "# an identifier was typed here; it is not kept", "Esc"],
      "\(record.text)")
  }

  @Test("leave the drafts and the screen of whoever works here as they are, and meet none of them")
  func drafts() throws {
    let folder = try temporaryFolder()
    let workspace = try sample(folder)
    let draft = "[\"\",\"has phone\",\"1\"]\n"
    try FileSystem.write(Array(draft.utf8), to: workspace + "/drafts.jsonl")
    let ended = try play(
      "3\nabsent has phone\nCtrl-N t\ntype has email\nEsc\nexpect has email\n1\nT\nDown\nEnter\n",
      in: folder)
    #expect(ended.status == 0, "\(ended.output)\(ended.messages)")
    #expect(try FileSystem.readText(workspace + "/drafts.jsonl") == draft)
    #expect(FileSystem.kind(of: workspace + "/screen.toml") == nil)
  }

  @Test("a line that was dragged is a step that drags it again")
  func drag() throws {
    var record = KeyRecord()
    let size = Size(120, 36)
    let (from, to) = (Point(29, 9), Point(29, 14))
    let kinds: [(MouseEvent.Kind, Point)] = [
      (.press(.left), from), (.drag(.left), Point(29, 12)), (.drag(.left), to),
      (.release(.left), to),
    ]
    for (kind, point) in kinds {
      record.note(.mouse(MouseEvent(kind, at: point)), on: size, isSecret: false)
    }
    #expect(record.text.hasSuffix("drag 30,10 30,15\n"), "\(record.text)")
    let script = try KeyScript(record.text, file: "session.keys")
    let steps = script.lines.flatMap(\.steps)
    let played: [(MouseEvent.Kind, Point)] = [
      (.press(.left), from), (.drag(.left), to), (.release(.left), to),
    ]
    #expect(steps == played.map { KeyScript.Step.input(.mouse(MouseEvent($0.0, at: $0.1))) })
    #expect(throws: Fault.self) { try KeyScript("drag 3,4\n", file: "a") }
    #expect(throws: Fault.self) { try KeyScript("drag 3,4 x\n", file: "a") }
  }

  @Test("change nothing with --readonly, and the screen says so")
  func readOnly() throws {
    let folder = try temporaryFolder()
    let workspace = try sample(folder)
    let before = try Program.run(["-w", workspace, "stats"], in: folder).output
    let ended = try play(
      "expect read-only\n3\nCtrl-N t\ntype has email\nEsc\ns\nexpect for reading only\n1\nr\n"
        + "expect for reading only\nA\nEsc\n", ["--readonly"], in: folder)
    #expect(ended.status == 0, "\(ended.output)\(ended.messages)")
    let refused = try Program.run(
      ["-w", workspace, "--readonly", "segment", "save", "x", "has email"], in: folder)
    #expect(refused.status == 1)
    #expect(refused.messages.contains("for reading only"))
    #expect(FileSystem.kind(of: workspace + "/drafts.jsonl") == nil)
    #expect(try Program.run(["-w", workspace, "stats"], in: folder).output == before)
  }

  @Test("audit a new feed to a source step by step, with a role changed on the way")
  func audit() throws {
    let folder = try temporaryFolder()
    let workspace = try sample(folder)
    let feed = folder + "/loyalty.csv"
    let rows = (0..<40).map { "C\(100 + $0),ann\($0)@example.org,gold,\($0 % 2)" }
    try FileSystem.write(
      Array(
        ("Kundennummer;E-Mail;Stufe;x7\n"
          + rows.joined(separator: "\n")
          .replacing(",", with: ";") + "\n").utf8), to: feed)
    let ended = try play(
      """
      size 160x40
      1
      A
      type \(feed)
      Enter
      expect identifier user_id
      expect identifier email
      expect divided by “;”
      expect 40 of the first 40 come in
      absent ann1@
      screen
      G
      d
      expect not used
      k
      e
      Ctrl-U
      type attribute tier
      Enter
      expect attribute tier
      s
      Ctrl-U
      type loyalty
      Enter
      Enter
      Ctrl-U
      type crm
      Enter
      y
      expect 40 rows accepted
      """, in: folder)
    #expect(ended.status == 0, "\(ended.output)\(ended.messages)")
    let shown = try Program.run(["-w", workspace, "source", "show", "loyalty"], in: folder)
    #expect(shown.status == 0)
    let count = try Program.run(["-w", workspace, "count", "tier = gold"], in: folder)
    #expect(count.output.contains("40"), "\(count.output)\(count.messages)")
    #expect(
      try Program.run(["-w", workspace, "count", "x7 = 1"], in: folder).status == 2)
  }

  @Test("doctor tells of a whole workspace and of one that is not there")
  func doctor() throws {
    let folder = try temporaryFolder()
    let workspace = try sample(folder)
    let sound = try Program.run(["-w", workspace, "doctor", "--json"], in: folder)
    #expect(sound.status == 0, "\(sound.output)")
    #expect(sound.output.contains("\"sound\":true"))
    for name in ["integrity", "sources", "consent", "screen"] {
      #expect(sound.output.contains("\"check\":\"\(name)\""), "\(name)")
    }
    let missing = try Program.run(["-w", folder + "/nowhere", "doctor"], in: folder)
    #expect(missing.status == 1)
    #expect(missing.output.contains("parterre init"))
  }
}
