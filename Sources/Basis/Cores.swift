internal import Dispatch
internal import Synchronization

/// Runs independent pieces of work on all cores.
package enum Cores {
  /// Returns what `make` makes of each of `parts`, in their order; of several failures the first.
  package static func map<Part: Sendable, Made: Sendable, Failure: Error>(
    _ parts: [Part], _ make: @Sendable (Part) throws(Failure) -> Made
  ) throws(Failure) -> [Made] {
    let results = Mutex([Result<Made, Failure>?](repeating: nil, count: parts.count))
    DispatchQueue.concurrentPerform(iterations: parts.count) { index in
      let result: Result<Made, Failure>
      do throws(Failure) { result = .success(try make(parts[index])) } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
    }
    var made: [Made] = []
    for case let result? in results.withLock({ $0 }) { made.append(try result.get()) }
    return made
  }
}
