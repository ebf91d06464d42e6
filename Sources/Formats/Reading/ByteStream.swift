package import Basis
internal import CSystem
internal import CZlib
internal import CZstd

/// The bytes of a feed in their order, decompressed where the first bytes say that they are not.
///
/// It cannot be copied, because it owns the open file and the decompressor's state. Memory stays
/// the same whatever the size of the feed.
@safe package struct ByteStream: ~Copyable {
  package enum Compression: String, Sendable { case none, gzip, zstd }

  package let name: String
  package private(set) var compression = Compression.none
  /// Bytes of the file itself that have been read.
  package private(set) var bytesRead = 0
  /// The file's size, where it has one.
  package let totalBytes: Int?

  private let descriptor: Int32
  private var input = [UInt8](repeating: 0, count: 1 << 20)
  private var inputStart = 0
  private var inputEnd = 0
  private var hasEnded = false
  private var inflater: UnsafeMutablePointer<z_stream>?
  private var decompressor: OpaquePointer?
  private var isInsideMember = false

  private init(name: String, descriptor: Int32, totalBytes: Int?) {
    (self.name, self.descriptor, self.totalBytes) = (name, descriptor, totalBytes)
  }

  /// Opens a file, or standard input for `-`.
  package static func open(_ path: String) throws(Fault) -> ByteStream {
    if path == "-" {
      var stream = ByteStream(name: "standard input", descriptor: 0, totalBytes: nil)
      try stream.begin()
      return stream
    }
    if FileSystem.kind(of: path) == .folder {
      throw Fault(
        .unreadable, path, reason: "it is a folder",
        remedy: "Name the files in it, or watch it as a drop folder")
    }
    let opened = unsafe pt_open_read(path)
    guard opened >= 0 else { throw FileSystem.fault(path, opened, writing: false) }
    let size = FileSystem.kind(of: path) == .file ? FileSystem.size(of: path) : nil
    var stream = ByteStream(name: path, descriptor: opened, totalBytes: size)
    try stream.begin()
    return stream
  }

  /// A feed whose bytes are known already.
  package static func of(_ bytes: [UInt8], name: String) throws(Fault) -> ByteStream {
    var stream = ByteStream(name: name, descriptor: -1, totalBytes: bytes.count)
    (stream.input, stream.inputEnd, stream.hasEnded) = (bytes, bytes.count, true)
    try stream.recognise()
    return stream
  }

  private mutating func begin() throws(Fault) {
    while inputEnd < 4, try fill() {}
    try recognise()
  }

  deinit {
    if let inflater = unsafe inflater {
      unsafe inflateEnd(inflater)
      unsafe inflater.deallocate()
    }
    if let decompressor = unsafe decompressor { unsafe ZSTD_freeDStream(decompressor) }
    if descriptor > 0 { _ = pt_close(descriptor) }
  }

  /// Appends up to `count` bytes to `output` and tells how many; 0 means that the feed is over.
  package mutating func read(into output: inout [UInt8], atMost count: Int) throws(Fault) -> Int {
    while true {
      if inputStart == inputEnd, !hasEnded { _ = try fill() }
      let got: Int
      switch compression {
      case .none: got = copy(into: &output, count)
      case .gzip: got = try inflate(into: &output, count)
      case .zstd: got = try decompress(into: &output, count)
      }
      if got > 0 { return got }
      if inputStart == inputEnd, hasEnded {
        guard !isInsideMember else { throw truncated() }
        return 0
      }
    }
  }

  private mutating func recognise() throws(Fault) {
    let head = input[..<inputEnd]
    if head.starts(with: [0x1F, 0x8B]) {
      compression = .gzip
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      unsafe stream.initialize(to: z_stream())
      unsafe inflater = stream
      guard unsafe pt_inflate_init(stream) == Z_OK else { throw corrupt("zlib could not start") }
    } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      compression = .zstd
      unsafe decompressor = ZSTD_createDStream()
    }
  }

  /// Reads more of the file behind what is left of the last read; false at its end.
  private mutating func fill() throws(Fault) -> Bool {
    if inputStart == inputEnd { (inputStart, inputEnd) = (0, 0) }
    let room = input.count - inputEnd
    let start = inputEnd
    let got = unsafe input.withUnsafeMutableBytes { buffer in
      unsafe pt_read(descriptor, buffer.baseAddress.map { unsafe $0 + start }, UInt64(room))
    }
    guard got >= 0 else { throw FileSystem.fault(name, Int32(got), writing: false) }
    inputEnd += Int(got)
    bytesRead += Int(got)
    if got == 0 { hasEnded = true }
    return got > 0
  }

  private mutating func copy(into output: inout [UInt8], _ count: Int) -> Int {
    let taken = min(count, inputEnd - inputStart)
    output += input[inputStart..<inputStart + taken]
    inputStart += taken
    return taken
  }

  private mutating func inflate(into output: inout [UInt8], _ count: Int) throws(Fault) -> Int {
    guard let stream = unsafe inflater, inputStart < inputEnd else { return 0 }
    if !isInsideMember {
      // Zeros behind the last member are padding, as tape tools write it.
      if input[inputStart] == 0 {
        inputStart += 1
        return 0
      }
      unsafe inflateReset(stream)
      isInsideMember = true
    }
    let before = output.count
    output.append(contentsOf: repeatElement(0, count: count))
    let start = inputStart
    let available = inputEnd - inputStart
    let status = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = source.baseAddress.map { unsafe $0 + start }
        unsafe stream.pointee.avail_in = UInt32(available)
        unsafe stream.pointee.next_out = target.baseAddress.map { unsafe $0 + before }
        unsafe stream.pointee.avail_out = UInt32(count)
        return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
      }
    }
    inputStart += available - Int(unsafe stream.pointee.avail_in)
    let got = count - Int(unsafe stream.pointee.avail_out)
    output.removeLast(count - got)
    switch status {
    case Z_STREAM_END: isInsideMember = false
    case Z_OK, Z_BUF_ERROR: break
    default:
      throw corrupt(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "bad data")
    }
    return got
  }

  private mutating func decompress(into output: inout [UInt8], _ count: Int) throws(Fault) -> Int {
    guard let stream = unsafe decompressor, inputStart < inputEnd || isInsideMember else {
      return 0
    }
    let before = output.count
    output.append(contentsOf: repeatElement(0, count: count))
    var source = unsafe ZSTD_inBuffer()
    var target = unsafe ZSTD_outBuffer()
    let (start, end) = (inputStart, inputEnd)
    let status = unsafe input.withUnsafeBytes { bytes in
      unsafe output.withUnsafeMutableBytes { room in
        unsafe source = ZSTD_inBuffer(src: bytes.baseAddress, size: end, pos: start)
        unsafe target = ZSTD_outBuffer(dst: room.baseAddress, size: before + count, pos: before)
        return unsafe ZSTD_decompressStream(stream, &target, &source)
      }
    }
    inputStart = unsafe source.pos
    let got = unsafe target.pos - before
    output.removeLast(count - got)
    guard ZSTD_isError(status) == 0 else {
      throw corrupt(unsafe String(cString: ZSTD_getErrorName(status)))
    }
    isInsideMember = status != 0
    return got
  }

  private func truncated() -> Fault {
    Fault(
      .malformed, name,
      reason: "the compressed data (\(compression.rawValue)) ends in the middle, after "
        + "\(bytesRead) bytes",
      remedy: "Fetch the file again, whole")
  }

  private func corrupt(_ reason: String) -> Fault {
    Fault(
      .malformed, name,
      reason: "the compressed data (\(compression.rawValue)) is damaged near byte \(bytesRead): "
        + reason,
      remedy: "Fetch the file again")
  }
}
