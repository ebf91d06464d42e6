import Basis
import Cells
import Glibc
import Requests
import Screens
import Support
import Testing

@testable import parterre

@Suite("The screen's state between two sessions") struct ScreenFileTests {
  private var memory: ScreenMemory {
    var memory = ScreenMemory()
    (memory.pane, memory.lens, memory.theme) = (.reports, .household, "mono")
    memory.focus = [.reports: .reportTable]
    memory.dividers = [
      .side(.segments): 44, .width(.home, .library): 50, .height(.home, .sources): 9,
      .height(.people, .timeline): 7,
    ]
    memory.lists[.library] = .init(selection: 3, sort: .init(column: 1, isDescending: true))
    memory.lists[.sources] = .init(selection: 2)
    memory.segment = DraftStore.Key(name: "Über \"alle\"\\n")
    (memory.showsLibrary, memory.destination, memory.showsChart) = (false, "meta", true)
    memory.report = ReportRequest(name: "funnel", settings: [.init("steps", "a > \"b\"")])
    return memory
  }

  @Test("what was written is read, and a draft without a name by its number")
  func roundTrip() throws {
    let folder = try temporaryFolder()
    let file = ScreenFile(workspace: folder)
    #expect(file.read().memory == nil)
    #expect(file.read().warning == nil)
    var memory = memory
    file.write(memory)
    let written = try FileSystem.readText(folder + "/screen.toml")
    #expect(file.read().memory == memory, "\(written)")
    memory.segment = DraftStore.Key(number: 2)
    file.write(memory)
    #expect(file.read().memory == memory)
  }

  @Test(
    "a damaged file, or one of another version, is ignored and said",
    arguments: [
      "form = 2\npane = \"people\"\n", "form = 1\npane = \"garden\"\n", "form = [", "\u{0}",
    ])
  func damaged(_ text: String) throws {
    let folder = try temporaryFolder()
    try FileSystem.write(Array(text.utf8), to: folder + "/screen.toml")
    let (memory, warning) = ScreenFile(workspace: folder).read()
    #expect(memory == nil)
    #expect(warning?.hasPrefix("The screen starts afresh") == true)
  }

  @Test("drafts of segments without a name keep their numbers, and older files are read")
  func drafts() throws {
    let folder = try temporaryFolder()
    try FileSystem.write(
      Array("[\"\",\"age > 40\"]\n[\"Buyers\",\"x\"]\n[\"\",\"y\",\"3\"]\n".utf8),
      to: folder + "/drafts.jsonl")
    let file = DraftFile(workspace: folder)
    let expected = DraftStore([
      .init(.init(number: 1), text: "age > 40"), .init(.init(name: "Buyers"), text: "x"),
      .init(.init(number: 3), text: "y"),
    ])
    #expect(file.read() == expected)
    file.write(expected)
    #expect(file.read() == expected)
  }

  @Test("a killed program starts where it was, with its theme; a replay of keys does not")
  func killed() throws {
    let folder = try temporaryFolder()
    let workspace = folder + "/sample"
    #expect(try Program.run(["-w", workspace, "demo", "--no-ui"], in: folder).status == 0)
    var program = try TerminalProgram(["-w", workspace], in: folder)
    #expect(program.waits(for: "people"))
    program.type("T")
    #expect(program.waits(for: "Moving shows it at once"))
    program.type("mono\r")
    program.settle()
    program.type("3")
    #expect(program.waits(for: "Enter open"))
    program.type("\r")
    #expect(program.waits(for: "as saved"))
    program.type("\u{1B}[B")
    program.settle()
    program.type("n")
    #expect(program.waits(for: "1 edit since"))
    let title = try #require(
      program.screen.text.split(separator: "Segments › ").dropFirst().first?.prefix { $0 != "," })
    program.settle(pause: 500)
    program.signal(SIGKILL)
    #expect(program.waitForEnd() == .killed(SIGKILL))

    program = try TerminalProgram(["-w", workspace], in: folder)
    #expect(program.waits(for: "Segments › \(title), 1 edit since"), "\(program.screen.text)")
    #expect(try FileSystem.readText(workspace + "/screen.toml").contains("theme = \"mono\""))
    program.type("q")
    #expect(program.waits(for: "Quit?"))
    program.type("y")
    #expect(program.waitForEnd() == .exited(0))

    try FileSystem.write(Array("screen\n".utf8), to: folder + "/session.keys")
    let played = try Program.run(
      ["-w", workspace, "--keys", folder + "/session.keys"], in: folder)
    #expect(played.output.contains("Needs attention"), "\(played.output)")
  }
}
