import Screens
import Synchronization
import Testing

@testable import parterre

@Suite("What is told of long work") struct ProgressMeterTests {
  /// A clock that a test moves.
  private final class Clock: Sendable {
    private let now = Mutex<Int64>(0)
    func pass(seconds: Double) { now.withLock { $0 += Int64(seconds * 1e9) } }
    func read() -> Int64 { now.withLock { $0 } }
  }

  @Test("each file has a time of its own, and so has what follows a wait")
  func stretches() {
    let clock = Clock()
    let meter = ProgressMeter(Work("Ingesting", counting: "bytes")) { clock.read() }
    clock.pass(seconds: 2)
    #expect(meter.counted(1_000, of: 4_000).elapsedSeconds == 2)
    clock.pass(seconds: 100)
    #expect(meter.counted(100, of: 9_000).elapsedSeconds == 0)
    clock.pass(seconds: 1)
    #expect(meter.counted(1_000, of: 9_000).elapsedSeconds == 1)
  }

  @Test("a phase has its words and a time of its own, and no share")
  func phase() {
    let clock = Clock()
    let meter = ProgressMeter(Work("Ingesting", counting: "bytes")) { clock.read() }
    clock.pass(seconds: 3)
    _ = meter.counted(10, of: 10)
    let phase = meter.began("sealing")
    #expect(phase.what == "Ingesting: sealing" && phase.total == nil && phase.elapsedSeconds == 0)
  }
}
