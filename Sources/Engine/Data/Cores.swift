internal import Basis
internal import Dispatch
internal import Synchronization

/// Runs independent pieces of work on all cores.
enum Cores {
  /// Returns what `make` makes of each of `parts`, in their order; of several faults the first.
  static func map<Part: Sendable, Made: Sendable>(
    _ parts: [Part], _ make: @Sendable (Part) throws(Fault) -> Made
  ) throws(Fault) -> [Made] {
    let results = Mutex([Result<Made, Fault>?](repeating: nil, count: parts.count))
    DispatchQueue.concurrentPerform(iterations: parts.count) { index in
      let result: Result<Made, Fault>
      do throws(Fault) { result = .success(try make(parts[index])) } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
    }
    var made: [Made] = []
    for case let result? in results.withLock({ $0 }) { made.append(try result.get()) }
    return made
  }
}
