internal import CSystem

/// How the process asks the system for memory.
package enum ProcessMemory {
  /// Takes memory in large steps and in large pages, and keeps what it has been given.
  ///
  /// A question reads tens of megabytes of columns. In pages of four kilobytes, taken and given back
  /// list by list, the system's work of clearing and mapping them costs as much as the question.
  /// What is taken ahead costs nothing until it is touched.
  package static func takeInLargeSteps() { pt_take_memory_in_steps(128 << 20) }
}
