package import Basis

/// A piece of a feed that holds whole records, so that it can be parsed on its own.
package struct Chunk: Sendable {
  package var bytes: [UInt8]
  /// The number of its first line, counted from 1.
  package var firstLine: Int
  /// A record that was too long to be kept whole; its first bytes are here for the reject.
  package var isOverlong = false

  package init(bytes: [UInt8], firstLine: Int, isOverlong: Bool = false) {
    (self.bytes, self.firstLine, self.isOverlong) = (bytes, firstLine, isOverlong)
  }

  /// Hands over the bytes and leaves none behind.
  package mutating func takeBytes() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return taken
  }
}

/// Cuts a feed into chunks of whole records in UTF-8, in bounded memory.
package struct ChunkReader: ~Copyable {
  package static let defaultSize = 4 << 20
  package static let defaultLimit = 64 << 20

  private var stream: ByteStream
  private var transcoder: Transcoder
  private let encoding: TextEncoding
  private var flattener: ArrayFlattener?
  /// Whether lines end with a carriage return alone, as old Macs wrote them; they become line feeds.
  private let endsWithReturns: Bool
  private var buffer: [UInt8] = []
  /// Memory for the next chunk; empty.
  private var spare: [UInt8] = []
  private var line = 1
  private var isOver = false
  private var size: Int
  private let largest: Int
  private let limit: Int
  /// How records end; it may be set once the head has been looked at.
  package var recordEnd = RecordEnd.line

  /// Starts to read; the encoding is found out where it is not given.
  package init(
    _ stream: consuming ByteStream, encoding: TextEncoding? = nil, size: Int = defaultSize,
    limit: Int = defaultLimit
  ) throws(Fault) {
    var head: [UInt8] = []
    while head.count < 1 << 16, !isOver {
      if try stream.read(into: &head, atMost: 1 << 16) == 0 { isOver = true }
    }
    let found = TextEncoding.detect(head, isWhole: isOver)
    let used = encoding ?? found.encoding
    try FileMagic.check(head, encoding: used, name: stream.name)
    self.stream = stream
    (self.size, self.limit, self.encoding) = (size, limit, used)
    largest = size * 4
    transcoder = Transcoder(used)
    let hasMark = encoding == nil || encoding == found.encoding
    if hasMark { head.removeFirst(found.markLength) }
    var text: [UInt8] = []
    transcoder.append(head, isLast: isOver, to: &text)
    endsWithReturns = text.contains(13) && !text.contains(10)
    if endsWithReturns { Self.turnReturns(in: &text, from: 0) }
    buffer = text
  }

  private static func turnReturns(in text: inout [UInt8], from start: Int) {
    for index in start..<text.count where text[index] == 13 { text[index] = 10 }
  }

  package var name: String { stream.name }
  package var usedEncoding: TextEncoding { encoding }
  package var compression: ByteStream.Compression { stream.compression }
  package var bytesRead: Int { stream.bytesRead }
  package var totalBytes: Int? { stream.totalBytes }

  /// The first bytes of the feed, for finding out how it is written.
  package var head: [UInt8] { Array(buffer.prefix(1 << 16)) }

  /// Reads the feed as one JSON array: each element becomes a line, and lines count elements.
  package mutating func flattenArray() {
    var flattener = ArrayFlattener()
    let head = buffer
    buffer = []
    flattener.append(head, to: &buffer)
    if isOver { flattener.finish(into: &buffer) }
    self.flattener = flattener
  }

  /// Skips lines before the header.
  package mutating func skipLines(_ count: Int) throws(Fault) {
    for _ in 0..<count {
      while buffer.firstIndex(of: 10) == nil, !isOver { try fill() }
      // The last line need not end.
      guard let end = buffer.firstIndex(of: 10) else { return buffer.removeAll() }
      buffer.removeFirst(end + 1)
      line += 1
    }
  }

  /// The next chunk; nil at the end of the feed.
  package mutating func next() throws(Fault) -> Chunk? {
    var wanted = size
    while true {
      while buffer.count < wanted, !isOver { try fill() }
      if buffer.isEmpty { return nil }
      if isOver, buffer.count <= wanted { return take(buffer.count) }
      if let end = recordEnd.last(in: buffer) { return take(end) }
      if buffer.count >= limit { return try takeOverlong() }
      wanted = min(limit, wanted * 2)
    }
  }

  private mutating func fill() throws(Fault) {
    let start = buffer.count
    try read()
    if endsWithReturns { Self.turnReturns(in: &buffer, from: start) }
  }

  private mutating func read() throws(Fault) {
    if var flattener {
      self.flattener = nil
      var raw: [UInt8] = []
      var text: [UInt8] = []
      if try stream.read(into: &raw, atMost: size) == 0 { isOver = true }
      transcoder.append(raw, isLast: isOver, to: &text)
      flattener.append(text, to: &buffer)
      if isOver { flattener.finish(into: &buffer) }
      self.flattener = flattener
      return
    }
    if encoding == .utf8 {
      if try stream.read(into: &buffer, atMost: size) == 0 { isOver = true }
      return
    }
    var raw: [UInt8] = []
    if try stream.read(into: &raw, atMost: size / 2) == 0 { isOver = true }
    transcoder.append(raw, isLast: isOver, to: &buffer)
  }

  /// Takes back the memory of a chunk that is no longer needed.
  package mutating func reuse(_ spent: consuming [UInt8]) {
    spent.removeAll(keepingCapacity: true)
    spare = spent
  }

  private mutating func take(_ count: Int) -> Chunk {
    let chunk: Chunk
    if count == buffer.count {
      chunk = Chunk(bytes: buffer, firstLine: line)
      buffer = []
    } else {
      var rest = spare
      spare = []
      rest.append(contentsOf: buffer[count...])
      buffer.removeLast(buffer.count - count)
      chunk = Chunk(bytes: buffer, firstLine: line)
      buffer = rest
    }
    // Short feeds keep all cores busy with small chunks; in long ones larger chunks have fewer
    // values that are new to them.
    size = min(size * 2, largest)
    buffer.reserveCapacity(size + size / 4)
    line += LineEnds.count(in: chunk.bytes)
    return chunk
  }

  /// Gives up a record that does not fit and goes on behind its first line end.
  private mutating func takeOverlong() throws(Fault) -> Chunk {
    let kept = Array(buffer.prefix(4_096))
    let firstLine = line
    while true {
      if let end = buffer.firstIndex(of: 10) {
        buffer.removeFirst(end + 1)
        line += 1
        break
      }
      buffer.removeAll(keepingCapacity: true)
      if isOver { break }
      try fill()
    }
    return Chunk(bytes: kept, firstLine: firstLine, isOverlong: true)
  }
}
