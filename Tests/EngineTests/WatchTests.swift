import Basis
import Engine
import Requests
import Support
import Synchronization
import Testing

@Suite("A folder that is watched") struct WatchTests {
  @Test("gives its files to the source until the watch is called off", .timeLimit(.minutes(1)))
  func watch() async throws {
    let workspace = try TestWorkspace()
    let folder = workspace.folder + "/drop"
    try FileSystem.makeFolder(folder)
    try FileSystem.write(Array(TestWorkspace.rows(0..<4).utf8), to: folder + "/feed.csv")
    let seen = Mutex<[IngestSummary]>([])
    let said = Mutex<[String]>([])
    let stop = Stop()
    // The desk's clock is long after the file was written: it is settled.
    let desk = QuestionDesk(
      path: workspace.path, clock: { SystemClock.now().advanced(by: 3_600) })
    let terms = QuestionDesk.Terms(
      asOf: TestWorkspace.now, stop: stop,
      estimate: { answer in
        switch answer {
        case .ingested(let summary):
          seen.withLock { $0.append(summary) }
          stop.stop()
        case .done(let sentence): said.withLock { $0.append(sentence) }
        default: Issue.record("\(answer)")
        }
      })
    #expect(throws: Fault.self) {
      try desk.answer(.watch(folder: folder, source: "shop"), terms: terms)
    }
    let summaries = seen.withLock { $0 }
    #expect(summaries.map(\.accepted) == [4])
    #expect(said.withLock { $0 } == ["Watching \(folder) for shop"])
    #expect(try desk.source("shop", asOf: TestWorkspace.now).dropFolder == folder)
  }
}
