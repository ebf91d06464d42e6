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

  /// Does two things at once, the first of them on this thread, and returns what both make; where
  /// both fail, the first failure is thrown.
  package static func both<First, Second: Sendable, Failure: Error>(
    _ first: () throws(Failure) -> First,
    _ second: @escaping @Sendable () throws(Failure) -> Second
  ) throws(Failure) -> (First, Second) {
    let made = Pending<Result<Second, Failure>>()
    DispatchQueue.global().async {
      do throws(Failure) { made.set(.success(try second())) } catch { made.set(.failure(error)) }
    }
    let own: Result<First, Failure>
    do throws(Failure) { own = .success(try first()) } catch { own = .failure(error) }
    let other = made.wait()
    return (try own.get(), try other.get())
  }

  /// A value that another thread makes.
  private final class Pending<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    func set(_ made: Value) {
      value.withLock { $0 = made }
      isThere.signal()
    }

    func wait() -> Value {
      isThere.wait()
      guard let made = value.withLock({ $0 }) else { preconditionFailure("nothing was set") }
      return made
    }
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
