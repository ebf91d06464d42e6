package import Basis

/// Cuts a feed into chunks of whole records, in UTF-8 and in bounded memory.
package struct ChunkReader: ~Copyable {
  /// How much is read at a time and how long a record may be.
  package struct Limits: Sendable, Hashable {
    package var chunk: Int
    package var record: Int

    package init(chunk: Int = 4 << 20, record: Int = 64 << 20) {
      (self.chunk, self.record) = (chunk, record)
    }
  }

  /// What to do at the end of what is there.
  package enum Ending: Sendable {
    /// The feed ends there; a last record without a line end is whole.
    case final
    /// The file may grow: only ended records are handed out, and asking again reads on.
    case growing
  }

  /// The spare room behind a chunk's bytes, so that simdjson may read past their end.
  static let padding = 64

  package let shape: RecordShape
  private let limits: Limits
  private let ending: Ending
  private var stream: ByteStream
  private var transcoder: Transcoder
  /// Bytes in UTF-8 that were not handed out yet.
  private var pending: [UInt8] = []
  private var pendingLine = 1
  private var pendingOffset = 0
  private var isAtStart = true
  private var isAtEnd = false
  /// The record that is being passed over.
  private var skipped: LongRecord?
  private var tooLong: [LongRecord] = []
  private var array = ArraySplitter()

  /// Reads `stream`, whose records have the given shape and encoding.
  package init(
    _ stream: consuming ByteStream, shape: RecordShape, encoding: TextEncoding = .utf8,
    limits: Limits = Limits(), ending: Ending = .final
  ) {
    self.stream = stream
    self.shape = shape
    (self.limits, self.ending) = (limits, ending)
    transcoder = Transcoder(encoding)
  }

  package var name: String { stream.name }
  /// How many bytes of the underlying file were used.
  package var bytesConsumed: Int { stream.bytesConsumed }
  /// The size of the underlying file; nil for pipes.
  package var totalBytes: Int? { stream.totalBytes }

  /// Returns the next chunk, or nil at the end; cost grows with the chunk.
  package mutating func nextChunk() throws(Fault) -> Chunk? {
    var wanted = limits.chunk
    while true {
      try fill(upTo: wanted)
      if isAtStart { skipPreamble() }
      if skipped != nil { skipLongRecord() }
      if shape == .jsonArray {
        let end = try array.scan(&pending, name: name)
        if end > 0 { return handOutElements(end) }
        if isAtEnd { return try finishArray() }
      } else {
        let end = boundary()
        if end > 0 { return handOut(end) }
        if isAtEnd { return finish() }
      }
      if pending.count >= limits.record {
        beginLongRecord()
        wanted = limits.chunk
      } else if pending.count >= wanted {
        wanted = min(limits.record, 2 * wanted)
      } else if ending == .growing {
        return tooLong.isEmpty ? nil : handOut(0)
      }
    }
  }

  /// Reads until `pending` holds `count` bytes or there are no more.
  private mutating func fill(upTo count: Int) throws(Fault) {
    pending.reserveCapacity(count + Self.padding)
    while pending.count < count, !isAtEnd {
      let missing = count - pending.count
      let given: Int
      if transcoder.encoding == .utf8 {
        given = try stream.read(into: &pending, atMost: missing)
      } else {
        var raw: [UInt8] = []
        // A byte becomes at most three; overshooting `count` a little is harmless.
        given = try stream.read(into: &raw, atMost: min(missing, 256 << 10))
        transcoder.append(raw.span, to: &pending)
      }
      if given == 0 {
        if ending == .growing { return }
        transcoder.finish(into: &pending)
        isAtEnd = true
      }
    }
  }

  private func boundary() -> Int {
    if isAtEnd { return pending.count }
    return switch shape {
    case .lines: RecordBoundary.lastLine(in: pending.span, range: 0..<pending.count)
    case .delimited(let dialect): RecordBoundary.lastRecord(in: pending.span, dialect)
    case .jsonArray: 0
    }
  }

  /// Splits off the first `end` bytes as a chunk.
  private mutating func handOut(_ end: Int) -> Chunk {
    let bytes = split(end)
    let chunk = Chunk(
      bytes: bytes, firstLine: pendingLine, byteOffset: pendingOffset, recordLines: nil,
      tooLong: tooLong)
    tooLong = []
    pendingLine += ByteSearch.lineEnds(in: bytes.span, range: 0..<end)
    pendingOffset += end
    return chunk
  }

  /// Takes the first `end` pending bytes without copying them; only the rest is copied.
  private mutating func split(_ end: Int) -> [UInt8] {
    var bytes = Array(pending[end...])
    swap(&bytes, &pending)
    bytes.removeLast(bytes.count - end)
    return bytes
  }

  private mutating func finish() -> Chunk? {
    if let skipped {
      tooLong.append(skipped)
      self.skipped = nil
    }
    guard !tooLong.isEmpty else { return nil }
    return handOut(0)
  }

  /// Drops the first `count` pending bytes.
  private mutating func drop(_ count: Int) {
    pendingLine += ByteSearch.lineEnds(in: pending.span, range: 0..<count)
    pendingOffset += count
    pending.removeFirst(count)
  }

  // MARK: The beginning

  /// Drops a byte order mark and the lines that a dialect says stand before the records.
  private mutating func skipPreamble() {
    isAtStart = false
    if pending.starts(with: [0xEF, 0xBB, 0xBF]) { drop(3) }
    guard case .delimited(let dialect) = shape else { return }
    var end = 0
    for _ in 0..<dialect.preambleLines {
      end = ByteSearch.firstLineEnd(in: pending.span, from: end)
      guard end < pending.count else { break }
      let isPair = end + 1 < pending.count && pending[end] == 0x0D && pending[end + 1] == 0x0A
      end += isPair ? 2 : 1
    }
    drop(min(end, pending.count))
  }

  // MARK: Records that are too long

  private mutating func beginLongRecord() {
    guard shape != .jsonArray else {
      array.discard(pending, offset: pendingOffset)
      pendingOffset += pending.count
      pending.removeAll(keepingCapacity: true)
      return
    }
    skipped = LongRecord(
      line: pendingLine, byteOffset: pendingOffset, length: 0,
      head: Array(pending.prefix(LongRecord.headLength)))
    skipLongRecord()
  }

  /// Drops bytes up to the next line end, where records can begin again.
  private mutating func skipLongRecord() {
    guard let begun = skipped else { return }
    let end = ByteSearch.firstLineEnd(in: pending.span, from: 0)
    skipped = LongRecord(
      line: begun.line, byteOffset: begun.byteOffset, length: begun.length + end, head: begun.head)
    drop(end)
    guard !pending.isEmpty else { return }
    if let ended = skipped { tooLong.append(ended) }
    skipped = nil
  }

  // MARK: Arrays

  private mutating func handOutElements(_ end: Int) -> Chunk {
    let (lines, long) = array.take(end)
    let bytes = split(end)
    let chunk = Chunk(
      bytes: bytes, firstLine: lines.first ?? array.currentLine, byteOffset: pendingOffset,
      recordLines: lines, tooLong: long)
    pendingOffset += end
    return chunk
  }

  private mutating func finishArray() throws(Fault) -> Chunk? {
    guard !array.mayEnd else { return nil }
    throw Fault(
      .malformed, name,
      reason: "the JSON array stops in the middle; its closing ] is missing",
      remedy: "Fetch the file again: the copy is cut short",
      place: Fault.Place(file: name, line: array.currentLine))
  }
}
