internal import CSystem
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

  /// Calls `body` for pieces of `0..<count`, one for each core.
  package static func forEachPiece(of count: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let pieces = max(1, min(number, count / 1_024))
    DispatchQueue.concurrentPerform(iterations: pieces) { piece in
      body(count * piece / pieces..<count * (piece + 1) / pieces)
    }
  }

  /// How many cores there are.
  private static let number = max(1, Int(pt_core_count()))
}
