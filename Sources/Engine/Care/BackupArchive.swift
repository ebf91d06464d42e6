internal import Basis
internal import Formats
internal import Sealing

/// The container of a backup: one Zstandard frame over a plain sequence of files.
///
/// It begins with the line `parterre backup 1`. Each file is a line `file<TAB>name<TAB>length`, its
/// bytes, and a line with the hexadecimal BLAKE2b-256 of its bytes. The line `end<TAB>count` closes
/// it, so that an archive that was cut off is known as one.
enum BackupArchive {
  static let firstLine = "parterre backup 1"
  static let pieceSize = 1 << 20

  /// Names that an archive may hold: the catalogue, the key, and column files.
  static func isAllowed(_ name: String) -> Bool {
    if name == Workspace.catalogueName || name == Workspace.keyName { return true }
    let prefix = Workspace.columnsName + "/"
    guard name.hasPrefix(prefix), !name.contains("..") else { return false }
    let rest = name.dropFirst(prefix.count)
    return !rest.isEmpty && rest.first != "."
      && rest.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
      }
  }
}

/// Writes a backup, file after file.
struct BackupWriter: ~Copyable {
  private var sink: ZstdSink
  private var count = 0

  private init(sink: consuming ZstdSink) { self.sink = sink }

  static func create(_ path: String) throws(Fault) -> BackupWriter {
    var sink = try ZstdSink.create(path)
    try sink.write(Array((BackupArchive.firstLine + "\n").utf8))
    return BackupWriter(sink: sink)
  }

  /// Adds a file of a known length, whose bytes `piece` gives by range.
  mutating func add(
    _ name: String, length: Int, piece: (Range<Int>) throws(Fault) -> [UInt8]
  ) throws(Fault) {
    try sink.write(Array("file\t\(name)\t\(length)\n".utf8))
    var hash = ContentHash()
    var start = 0
    while start < length {
      let end = min(length, start + BackupArchive.pieceSize)
      let bytes = try piece(start..<end)
      hash.update(bytes)
      try sink.write(bytes)
      start = end
    }
    try sink.write(Array("\(hash.finish().hex)\n".utf8))
    count += 1
  }

  mutating func finish() throws(Fault) {
    try sink.write(Array("end\t\(count)\n".utf8))
    try sink.finish()
  }
}

/// Reads a backup, file after file, and checks each against its hash.
struct BackupReader: ~Copyable {
  private let path: String
  private var stream: ByteStream
  private var buffer: [UInt8] = []
  private var start = 0
  private var count = 0

  private init(path: String, stream: consuming ByteStream) {
    self.path = path
    self.stream = stream
  }

  static func open(_ path: String) throws(Fault) -> BackupReader {
    var reader = BackupReader(path: path, stream: try ByteStream.open(path))
    guard reader.stream.compression == .zstd, try reader.line() == BackupArchive.firstLine else {
      throw Fault(
        .malformed, path, reason: "it is not a backup that this Parterre can read",
        remedy: "Name a file that `parterre backup` wrote, or update Parterre")
    }
    return reader
  }

  /// The next file's name and length; nil behind the last one.
  mutating func next() throws(Fault) -> (name: String, length: Int)? {
    let parts = try line().split(separator: "\t").map(String.init)
    if parts.count == 2, parts[0] == "end", Int(parts[1]) == count {
      try expectEnd()
      return nil
    }
    guard parts.count == 3, parts[0] == "file", let length = Int(parts[2]), length >= 0,
      BackupArchive.isAllowed(parts[1])
    else { throw damaged("its contents cannot be read") }
    count += 1
    return (parts[1], length)
  }

  /// Hands on the bytes of the file that `next` announced, then checks their hash.
  mutating func read(
    _ name: String, length: Int, into take: ([UInt8]) throws(Fault) -> Void
  ) throws(Fault) {
    var hash = ContentHash()
    var left = length
    while left > 0 {
      if start == buffer.count { try fill() }
      let end = min(buffer.count, start + left)
      let piece = Array(buffer[start..<end])
      start = end
      left -= piece.count
      hash.update(piece)
      try take(piece)
    }
    guard try line() == hash.finish().hex else {
      throw damaged("\(name) differs from its checksum")
    }
  }

  /// Reads on until the compressed text itself says that it is whole, and there must be no more.
  private mutating func expectEnd() throws(Fault) {
    var rest: [UInt8] = []
    guard start == buffer.count, try stream.read(into: &rest, atMost: 1) == 0 else {
      throw damaged("something follows its end")
    }
  }

  private mutating func line() throws(Fault) -> String {
    var text: [UInt8] = []
    while text.count < 4_096 {
      if start == buffer.count { try fill() }
      let byte = buffer[start]
      start += 1
      if byte == 10 { return String(decoding: text, as: UTF8.self) }
      text.append(byte)
    }
    throw damaged("its contents cannot be read")
  }

  private mutating func fill() throws(Fault) {
    buffer.removeAll(keepingCapacity: true)
    start = 0
    guard try stream.read(into: &buffer, atMost: BackupArchive.pieceSize) > 0 else {
      throw damaged("it ends too early")
    }
  }

  private func damaged(_ reason: String) -> Fault {
    Fault(.malformed, path, reason: reason, remedy: "Use another backup, or fetch it again, whole")
  }
}
