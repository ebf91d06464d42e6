internal import Basis
internal import Segments
internal import Synchronization

/// What a desk keeps between questions, all of it within one budget.
///
/// Tables that every question needs, such as who each identifier is, stay and are counted; columns and
/// results share what they leave. Counts are not all that a process takes: lists grow ahead of what is
/// in them, and freed memory lies between memory in use. So what the process really has is looked at
/// whenever no question runs any more, and what it has beyond the counts is taken from the budget, too.
///
/// A class, because all questions share it.
final class DeskMemory: Sendable {
  /// What is held, in bytes.
  struct Held: Sendable, Equatable {
    var fixed = 0
    var columns = 0
    var results = 0
    var total: Int { fixed + columns + results }
  }

  private struct State {
    var running = 0
    /// What the process had beyond what was counted, when that mattered last.
    var besides = 0
  }

  let columns: LoadedColumns
  let results: ResultCache
  private let budget: MemoryBudget
  private let own: @Sendable () -> Int
  private let state = Mutex(State())

  /// Keeps within `budget`; `own` tells what the process has in memory.
  init(budget: MemoryBudget, own: @escaping @Sendable () -> Int) {
    (self.budget, self.own) = (budget, own)
    columns = LoadedColumns(budget: budget.columns)
    results = ResultCache(budget: budget.results)
  }

  /// What is held beside tables of `fixed` bytes.
  func held(fixed: Int) -> Held {
    Held(fixed: fixed, columns: columns.byteCount, results: results.statistics.bytes)
  }

  /// Answers a question; behind the last of those that run, only what the budget allows is held.
  func during<Answer>(
    _ question: () throws(Fault) -> Answer, fixed: () -> Int
  ) throws(Fault) -> Answer {
    state.withLock { $0.running += 1 }
    defer {
      // Under the lock, so that no question can begin whose work would count as kept.
      state.withLock { state in
        state.running -= 1
        if state.running == 0 { settle(&state, fixed: fixed()) }
      }
    }
    return try question()
  }

  private func settle(_ state: inout State, fixed: Int) {
    let had = own()
    state.besides = min(state.besides, max(0, had - held(fixed: fixed).total))
    limit(fixed + state.besides)
    guard had > budget.bytes else { return }
    ProcessMemory.giveBack()
    state.besides = max(0, own() - held(fixed: fixed).total)
    limit(fixed + state.besides)
    ProcessMemory.giveBack()
  }

  /// Shares among columns and results what is left beside `taken` bytes.
  private func limit(_ taken: Int) {
    let room = MemoryBudget(bytes: budget.bytes - taken)
    columns.limit(to: room.columns)
    results.limit(to: room.results)
  }
}
