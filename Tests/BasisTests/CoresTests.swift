import Basis
import Dispatch
import Testing

@Suite("Work on all cores") struct CoresTests {
  private struct Flaw: Error, Equatable { let name: String }

  @Test("two things are done at once")
  func bothAtOnce() {
    let (here, there) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    // Each waits for the other to have begun.
    let made = Cores.both(
      { () -> Int in
        here.signal()
        there.wait()
        return 1
      },
      { () -> Int in
        there.signal()
        here.wait()
        return 2
      })
    #expect(made == (1, 2))
  }

  @Test("of two failures the first is told, and neither is lost")
  func failures() {
    let fails: @Sendable (String) throws(Flaw) -> Int = { name throws(Flaw) in
      throw Flaw(name: name)
    }
    #expect(throws: Flaw(name: "a")) {
      _ = try Cores.both(
        { () throws(Flaw) in try fails("a") }, { () throws(Flaw) in try fails("b") })
    }
    #expect(throws: Flaw(name: "b")) {
      _ = try Cores.both({ () throws(Flaw) in 1 }, { () throws(Flaw) in try fails("b") })
    }
  }

  @Test("answers come in the order of the parts")
  func order() {
    let parts = Array(0..<1_000)
    #expect(Cores.map(parts) { $0 * 2 } == parts.map { $0 * 2 })
  }
}
