internal import CSystem

/// How the process asks the system for memory, and gives it back.
package enum ProcessMemory {
  /// More than this taken ahead gains nothing.
  private static let largestStep = 128 << 20

  /// Takes memory in large steps and in large pages, and keeps what it has been given.
  ///
  /// A question reads tens of megabytes of columns. In pages of four kilobytes, taken and given back
  /// list by list, the system's work of clearing and mapping them costs as much as the question.
  /// What is taken ahead costs nothing until it is touched, but what was touched once stays: a
  /// sixteenth of `budget` for each core at most.
  package static func takeInLargeSteps(within budget: Int) {
    pt_take_memory_in_steps(Int32(clamping: min(largestStep, budget / 16)))
  }

  /// How many bytes the process has in memory for itself, without what the system can read again
  /// from files; 0 where the system does not tell.
  package static var own: Int { Int(pt_own_memory()) }

  /// Gives back what is free.
  package static func giveBack() { pt_give_memory_back() }
}
