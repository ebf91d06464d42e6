internal import Dispatch
internal import Formats
internal import Intake
internal import Synchronization

/// Parses chunks on all cores and hands the blocks on in the order of the file.
///
/// A class, because its workers share it. Only a few chunks are under way at once, which is what
/// keeps memory the same whatever the size of the feed.
final class ParsingPipeline: Sendable {
  private struct State {
    var waiting: [Int: Chunk] = [:]
    var done: [Int: Block] = [:]
  }

  private let parser: ChunkParser
  private let state = Mutex(State())
  private let finished = DispatchSemaphore(value: 0)
  private let queue = DispatchQueue(label: "parterre.parse", attributes: .concurrent)
  static let depth = 4

  init(parser: ChunkParser) { self.parser = parser }

  /// Begins to parse the chunk with this number.
  ///
  /// The chunk is handed over whole, so that the parser holds the only reference to its bytes.
  func submit(_ chunk: consuming Chunk, number: Int) {
    keep(chunk, number)
    queue.async { [self] in
      guard let chunk = state.withLock({ $0.waiting.removeValue(forKey: number) }) else { return }
      let block = parser.parse(chunk)
      state.withLock { $0.done[number] = block }
      finished.signal()
    }
  }

  private func keep(_ chunk: consuming Chunk, _ number: Int) {
    var kept = Optional(chunk)
    state.withLock { $0.waiting[number] = kept.take() }
  }

  /// Waits for the block of a chunk.
  func take(_ number: Int) -> Block {
    while true {
      if let block = state.withLock({ $0.done.removeValue(forKey: number) }) { return block }
      finished.wait()
    }
  }
}
