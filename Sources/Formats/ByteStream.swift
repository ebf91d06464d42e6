package import Basis
internal import Glibc

/// The decompressed bytes of a file, a pipe or standard input, in order and in bounded memory.
package struct ByteStream: ~Copyable {
  private enum Decoder {
    case plain
    case gzip(GzipDecoder)
    case zstd(ZstdDecoder)
  }

  private static let blockSize = 256 << 10

  package let name: String
  /// The size of the underlying file, compressed if it is; nil for pipes.
  package private(set) var totalBytes: Int?
  /// How many bytes of the underlying file were used, to show progress against `totalBytes`.
  package var bytesConsumed: Int { bytesRead - (block.count - blockStart) }
  package private(set) var compression = Compression.none

  private let source: Descriptor
  private var decoder = Decoder.plain
  private var bytesRead = 0
  /// Bytes of the file that were read and not yet decoded.
  private var block: [UInt8] = []
  private var blockStart = 0
  /// Decompressed bytes that `peek` has shown and `read` has yet to give.
  private var shown: [UInt8] = []
  private var shownStart = 0

  /// Opens the file at `path`; `-` is standard input.
  package init(path: String) throws(Fault) {
    if path == "-" {
      try self.init(descriptor: Descriptor(STDIN_FILENO, isOwned: false), name: "standard input")
      return
    }
    // Without O_NONBLOCK, opening a pipe that nobody writes to would hang for ever.
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw Descriptor.fault(path, errno: errno) }
    try self.init(descriptor: Descriptor(number, isOwned: true), name: path)
  }

  /// Reads what `descriptor` gives, which faults call `name`.
  package init(descriptor: consuming Descriptor, name: String) throws(Fault) {
    self.name = name
    source = descriptor
    var status = stat()
    guard unsafe fstat(source.number, &status) == 0 else {
      throw Descriptor.fault(name, errno: errno)
    }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else { throw Descriptor.fault(name, errno: EISDIR) }
    totalBytes = kind == S_IFREG ? Int(status.st_size) : nil
    let flags = fcntl(source.number, F_GETFL)
    if flags >= 0, flags & O_NONBLOCK != 0 {
      if kind == S_IFIFO {
        try awaitWriter()
        bytesRead = block.count
      }
      _ = fcntl(source.number, F_SETFL, flags & ~O_NONBLOCK)
    }
    try recognise()
  }

  /// Makes a stream over bytes that are already there, for tests and for pasted text.
  package init(bytes: [UInt8], name: String) throws(Fault) {
    self.name = name
    totalBytes = bytes.count
    bytesRead = bytes.count
    block = bytes
    source = Descriptor(-1, isOwned: false)
    try recognise()
  }

  /// Appends up to `count` decompressed bytes to `buffer`; returns 0 only at the end.
  package mutating func read(
    into buffer: inout [UInt8], atMost count: Int
  ) throws(Fault) -> Int {
    guard count > 0 else { return 0 }
    if shownStart < shown.count {
      let end = min(shown.count, shownStart + count)
      buffer.append(contentsOf: shown[shownStart..<end])
      let given = end - shownStart
      shownStart = end
      if shownStart == shown.count { (shown, shownStart) = ([], 0) }
      return given
    }
    return try decode(into: &buffer, atMost: count)
  }

  /// Shows up to `count` of the next bytes without using them up.
  package mutating func peek(_ count: Int) throws(Fault) -> [UInt8] {
    while shown.count - shownStart < count {
      let wanted = count - (shown.count - shownStart)
      var more: [UInt8] = []
      if try decode(into: &more, atMost: wanted) == 0 { break }
      shown.append(contentsOf: more)
    }
    return Array(shown[shownStart..<min(shown.count, shownStart + count)])
  }

  private mutating func recognise() throws(Fault) {
    while block.count < Compression.magicLength {
      if try fillBlock() == 0 { break }
    }
    compression = Compression(head: block.span)
    switch compression {
    case .none: decoder = .plain
    case .gzip: decoder = .gzip(try GzipDecoder(name: name))
    case .zstd: decoder = .zstd(try ZstdDecoder(name: name))
    }
  }

  private mutating func decode(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    switch decoder {
    case .plain:
      return try copy(into: &buffer, atMost: count)
    case .gzip(let decoder):
      while true {
        let isLast = try refill()
        let given = try decoder.decode(
          block, from: &blockStart, isLast: isLast, into: &buffer, atMost: count)
        if given > 0 || (isLast && blockStart == block.count) { return given }
      }
    case .zstd(let decoder):
      while true {
        let isLast = try refill()
        let given = try decoder.decode(
          block, from: &blockStart, isLast: isLast, into: &buffer, atMost: count)
        if given > 0 || (isLast && blockStart == block.count) { return given }
      }
    }
  }

  private mutating func copy(into buffer: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    guard blockStart < block.count else {
      guard source.number >= 0 else { return 0 }
      let given = try source.read(into: &buffer, atMost: count, name: name)
      bytesRead += given
      return given
    }
    let end = min(block.count, blockStart + count)
    buffer.append(contentsOf: block[blockStart..<end])
    defer { blockStart = end }
    return end - blockStart
  }

  /// Reads the next block once the last is used up; true when the file has no more.
  private mutating func refill() throws(Fault) -> Bool {
    guard blockStart == block.count else { return false }
    block.removeAll(keepingCapacity: true)
    blockStart = 0
    return try fillBlock() == 0
  }

  private mutating func fillBlock() throws(Fault) -> Int {
    guard source.number >= 0 else { return 0 }
    let given = try source.read(into: &block, atMost: Self.blockSize, name: name)
    bytesRead += given
    return given
  }

  /// Waits up to two seconds for the first byte of a pipe that may have no writer.
  private mutating func awaitWriter() throws(Fault) {
    for _ in 0..<40 {
      let result = source.readOnce(into: &block, atMost: Self.blockSize)
      // EAGAIN: somebody holds the other end open and has yet to write.
      if result > 0 || result == -Int(EAGAIN) { return }
      _ = usleep(50_000)
    }
    throw Fault(
      .unreadable, name, reason: "this is a pipe and no program writes to it",
      remedy: "Start the program that writes first, or name a file")
  }
}
