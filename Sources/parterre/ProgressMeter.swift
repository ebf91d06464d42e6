import Basis
import Requests
import Screens
import Synchronization

/// Makes what the engine tells of its work into progress with the time that it took, for a true rate:
/// each stretch of counting has a beginning of its own, such as each file of several, or what comes
/// after a phase in words.
///
/// A class, because the threads of the work share it.
final class ProgressMeter: Sendable {
  private struct Stretch {
    var began: Int64
    var done = 0
    var total: Int?
    var isCounting = false
  }
  private let work: Work
  private let clock: @Sendable () -> Int64
  private let stretch: Mutex<Stretch>

  /// `clock` gives nanoseconds.
  init(
    _ work: Work, clock: @escaping @Sendable () -> Int64 = { SystemClock.nanoseconds() }
  ) {
    (self.work, self.clock) = (work, clock)
    stretch = Mutex(Stretch(began: clock()))
  }

  func counted(_ done: Int, of total: Int?) -> Progress {
    let now = clock()
    let seconds = stretch.withLock { stretch in
      // The first report comes after some work: the stretch began with what was before it.
      if stretch.isCounting, done < stretch.done || total != stretch.total { stretch.began = now }
      (stretch.done, stretch.total, stretch.isCounting) = (done, total, true)
      return Double(now - stretch.began) / 1e9
    }
    return Progress(
      what: work.what, done: done, total: total, unit: work.unit, elapsedSeconds: seconds)
  }

  /// What is done where nothing is counted, and for how long.
  func began(_ phase: String) -> Progress {
    let now = clock()
    stretch.withLock { $0 = Stretch(began: now) }
    return Progress(
      what: work.what + ": " + phase, done: 0, total: nil, unit: "", elapsedSeconds: 0)
  }
}
