import Basis
import Cells
import Glibc
import Support
import Testing

@testable import parterre

/// The program as an analyst has it: in a real terminal, on a workspace of sample data.
@Suite("In the terminal", .serialized) struct TerminalTests {
  /// A workspace of sample data, made once.
  private static let template = Result { () throws -> String in
    let folder = try temporaryFolder()
    let made = try Program.run(["-w", folder + "/sample", "demo", "--no-ui"], in: folder)
    #expect(made.status == 0, "\(made.messages)")
    return folder + "/sample"
  }

  /// A folder with a workspace of sample data, a test's own.
  private func sample() throws -> (folder: String, workspace: String) {
    let folder = try temporaryFolder()
    let copied = try Program.start(
      ["/bin/cp", "-r", try Self.template.get(), folder + "/sample"], in: folder
    ).wait()
    #expect(copied.status == 0)
    return (folder, folder + "/sample")
  }

  @Test("a day: sources, consent, a segment whose size the command agrees with, saved, quit")
  func day() throws {
    let (folder, workspace) = try sample()
    let program = try TerminalProgram(["-w", workspace], in: folder)
    #expect(program.waits(for: "people"))
    program.type("1")
    #expect(program.waits(for: "web_shop"))
    program.type("2")
    #expect(program.waits(for: "personalised_ads"))
    program.type("3\u{0E}t")
    program.type("country = \"DE\" and has email")
    let counted = try Program.run(
      ["-w", workspace, "count", "country = \"DE\" and has email"], in: folder)
    let everyone = try Program.run(["-w", workspace, "count", "everyone"], in: folder)
    // The size stands there in large figures; its share is written out.
    let share = 100 * number(counted.output) / number(everyone.output)
    let shown = "\((share * 10).rounded() / 10) % of everyone"
    #expect(program.waits(for: shown, seconds: 10), "\(program.screen.text)")
    // Out of the text, saved under a name.
    program.type("\u{1B}")
    program.settle()
    program.type("s")
    #expect(program.waits(for: "Save"))
    program.type("German mail\r")
    #expect(program.waits(for: "German mail"))
    program.settle(pause: 300)
    program.type("q")
    program.settle(pause: 200)
    if program.waitForEnd(seconds: 1) == nil { program.type("y") }
    #expect(program.waitForEnd() == .exited(0))
    #expect(program.isSane)
    let list = try Program.run(["-w", workspace, "segment", "list"], in: folder)
    #expect(list.output.contains("German mail"))
  }

  @Test("a terminal that this machine does not know is taken for a likely one, and that is said")
  func unknownTerminal() throws {
    let (folder, workspace) = try sample()
    let program = try TerminalProgram(
      ["-w", workspace], in: folder, environment: ["TERM": "nobody-knows-it"])
    #expect(program.waits(for: "taken for `xterm-256color`"))
    #expect(program.waits(for: "people"))
    program.type("q")
    #expect(program.waitForEnd() == .exited(0))
    #expect(program.isSane)
  }

  @Test("a terminal that is no screen is refused, with what to use instead")
  func noScreen() throws {
    let (folder, workspace) = try sample()
    for type in ["dumb", ""] {
      let program = try TerminalProgram(
        ["-w", workspace], in: folder, environment: ["TERM": type])
      #expect(program.waits(for: "parterre help"))
      #expect(program.waitForEnd() == .exited(2))
    }
  }

  @Test("the day goes on: segments compared, an audience written, a report copied and kept as CSV")
  func afternoon() throws {
    let (folder, workspace) = try sample()
    let program = try TerminalProgram(["-w", workspace], in: folder, size: Size(140, 44))
    #expect(program.waits(for: "Garden lovers"))
    // Two segments ticked, and how they overlap.
    program.type("3")
    #expect(program.waits(for: "Enter open"))
    program.type("j  v")
    #expect(program.waits(for: "Below the diagonal"))
    let overlap = try Program.run(["-w", workspace, "overlap", "@Buyers", "@Dach"], in: folder)
    #expect(overlap.status == 0)
    program.type("\u{1B}")
    program.settle(pause: 200)
    // An audience for the e-mail tool: what it would come to, and then the file.
    program.type("kx")
    #expect(program.waits(for: "Dach › "))
    program.type("/e-mail\r")
    #expect(program.waits(for: "may go"), "\(program.screen.text)")
    program.type("x")
    #expect(program.waits(for: "Type the segment's name to confirm: Dach"))
    program.type("Dach\r")
    #expect(program.waits(for: "rows written to"), "\(program.screen.text)")
    let deliveries = try Program.run(["-w", workspace, "activations", "--json"], in: folder)
    let rows = try #require(
      deliveries.output.split(separator: "\"rows\":").dropFirst().first?.prefix { $0.isNumber })
    #expect(program.waits(for: Figure.count(Int(rows) ?? -1) + " rows written to"))
    // A report: its command on the clipboard, its table in a file.
    program.type("4")
    #expect(program.waits(for: "suche_garten"))
    program.type("C")
    #expect(program.waits(for: "The command was copied"))
    #expect(program.clipboard.contains { $0.contains("report campaigns") }, "\(program.clipboard)")
    program.type("\tX")
    #expect(program.waits(for: "Write the table as CSV"))
    program.type("\u{15}campaigns.csv\r")
    #expect(program.waits(for: "campaigns.csv"))
    program.settle(pause: 300)
    let csv = try FileSystem.readText(folder + "/campaigns.csv")
    #expect(csv.hasPrefix("campaign,impressions"))
    let report = try Program.run(
      ["-w", workspace, "report", "campaigns", "--format", "csv"], in: folder)
    let line = try #require(
      report.output.split(whereSeparator: \.isNewline).first { $0.hasPrefix("suche_garten,") })
    #expect(csv.contains(line.split(separator: ",").prefix(2).joined(separator: ",")))
    program.type("q")
    #expect(program.waitForEnd() == .exited(0))
    #expect(program.isSane)
  }

  @Test(
    "however it ends, the terminal is as it was, and a draft is kept",
    arguments: [SIGTERM, SIGHUP, SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGQUIT])
  func endings(_ number: Int32) throws {
    let (folder, workspace) = try sample()
    let program = try TerminalProgram(["-w", workspace], in: folder)
    #expect(program.waits(for: "people"))
    program.type("3\u{0E}t")
    program.type("has phone")
    #expect(program.waits(for: "has phone"))
    program.settle(pause: 200)
    #expect(!program.isSane)
    program.signal(number)
    let isAsked = number == SIGTERM || number == SIGHUP
    let ending = program.waitForEnd()
    #expect(
      ending == (isAsked ? .exited(128 + number) : .killed(number)))
    #expect(program.isSane)
    if !isAsked {
      let report = try FileSystem.readText(workspace + "/crash-report.txt")
      let lines = report.split(separator: "\n").map { String($0) }
      #expect(lines.first == "parterre stopped by signal \(number)")
      let told = SystemClock.now().iso8601.prefix(10)
      #expect(
        lines.contains { $0.hasPrefix("time      \(told)T") && $0.hasSuffix("Z") }, "\(report)")
      #expect(lines.contains("version   \(Parterre.version)"), "\(report)")
      #expect(lines.contains { $0.hasPrefix("terminal  ") && $0.contains("256color") }, "\(report)")
      #expect(lines.contains("pane      segments, tree"), "\(report)")
      #expect(lines.contains { $0.contains("(+0x") }, "no trace: \(report)")
      #expect(!report.contains("has phone"))
    }
    let again = try TerminalProgram(["-w", workspace], in: folder)
    #expect(again.waits(for: "people"))
    again.type("3")
    #expect(again.waits(for: "has phone"))
    #expect(try Program.run(["-w", workspace, "verify"], in: folder).status == 0)
  }

  @Test("random keys, clicks and sizes never break the program or its picture")
  func monkey() throws {
    let (folder, workspace) = try sample()
    let wanted = getenv("PARTERRE_MONKEY").flatMap { Int(String(cString: $0)) } ?? 3_000
    var monkey = Monkey(seed: 7)
    var program = try TerminalProgram(["-w", workspace], in: folder)
    #expect(program.waits(for: "people"))
    var steps = 0
    while steps < wanted {
      for _ in 0..<25 { program.type(monkey.stroke(program.screen.size)) }
      steps += 25
      if monkey.random.chance(0.05) { program.resize(to: monkey.size()) }
      program.settle(pause: 20)
      if program.hasEnded {
        #expect(program.ending == .exited(0), "after \(steps) steps")
        #expect(program.isSane)
        // It goes on with whatever was counted last, which need not be people.
        program = try TerminalProgram(["-w", workspace], in: folder)
        #expect(program.waits(for: "parterre"), "after \(steps) steps")
        continue
      }
      if steps % 500 == 0 { expectWholePicture(program, steps) }
    }
  }

  /// A screen that was changed cell by cell must be the one that is drawn at once.
  ///
  /// Notices go away by themselves: what differs once may be time passing, what differs every time
  /// is a broken picture. Ages of seconds have another figure each time.
  private func expectWholePicture(_ program: TerminalProgram, _ steps: Int) {
    var (changed, drawn) = ("", " ")
    for _ in 0..<5 where changed != drawn {
      program.settle(pause: 400)
      changed = timeless(program.screen.text)
      program.type("\u{0C}")
      program.settle(pause: 400)
      drawn = timeless(program.screen.text)
    }
    #expect(changed == drawn, "after \(steps) steps")
  }

  private func timeless(_ picture: String) -> String {
    picture.replacing(#/ *[0-9]+ s ago/#, with: " just now")
  }
}

/// Strikes keys and clicks at random, seeded.
struct Monkey {
  var random: Seeded

  init(seed: UInt64) { random = Seeded(seed) }

  private static let keys: [String] =
    "abcdefghijklmnoprstuvwxyzABCDFGHIJKLMNOPRSTUVWXYZ0123456789/:?@.+-!|&<>[]{}()\"' "
    .map { String($0) }
    + ["\r", "\r", "\u{1B}", "\u{1B}", "\t", "\u{7F}", "\u{1B}[A", "\u{1B}[B", "\u{1B}[B"]
    + ["\u{1B}[C", "\u{1B}[D", "\u{1B}[5~", "\u{1B}[6~", "\u{1B}[H", "\u{1B}[F", "\u{1B}[Z"]
    + ["\u{12}", "\u{10}", "\u{0E}", "\u{15}", "\u{04}", "é", "漢", "👩‍👩‍👧", "e\u{301}"]

  mutating func stroke(_ size: Size) -> String {
    switch random.below(40) {
    case 0:
      let (column, row) = (1 + random.below(size.columns), 1 + random.below(size.rows))
      let button = random.pick([0, 0, 64, 65])
      return "\u{1B}[<\(button);\(column);\(row)M\u{1B}[<\(button);\(column);\(row)m"
    case 1: return "\u{1B}[200~" + random.text(of: "ab = <\t\n漢", upTo: 9) + "\u{1B}[201~"
    // Quitting is rare, since it only starts anew.
    case 2: return random.chance(0.02) ? "q" : "j"
    default: return random.pick(Self.keys)
    }
  }

  mutating func size() -> Size {
    random.chance(0.2)
      ? Size(1 + random.below(60), 1 + random.below(20))
      : Size(60 + random.below(140), 15 + random.below(45))
  }
}

private func number(_ output: String) -> Double {
  Double(output.filter(\.isNumber)) ?? .nan
}
