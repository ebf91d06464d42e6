internal import Basis
internal import Formats
internal import Intake

/// The rejects of a batch on their way to its commit: few wait in memory, many in a file.
///
/// A class, because it owns that file and removes it when the batch is done, whatever became of it.
/// The file has the rows sealed as the catalogue will keep them; what a killed program leaves of it
/// is swept with the other files that no commit names.
final class RejectSpool {
  /// Bytes of rejects that may wait in memory.
  static let mostBytes = 8 << 20

  /// How many there are by reason.
  private(set) var counts: [String: Int] = [:]
  /// The one of the smallest line.
  private(set) var first: BlockReject?
  var count: Int { counts.values.reduce(0, +) }

  private let path: String
  private let seal: ([UInt8]) -> [UInt8]
  private var waiting: [BlockReject] = []
  private var waitingBytes = 0
  private var file: RejectFile?

  /// `path` is where the file goes, once one is needed; `seal` seals the bytes of a row.
  init(path: String, seal: @escaping ([UInt8]) -> [UInt8]) { (self.path, self.seal) = (path, seal) }

  deinit {
    // A failure leaves what the next opening sweeps.
    if file != nil { try? FileSystem.remove(path) }
  }

  /// Takes in the rejects of a block, in the order of the file.
  func add(_ rejects: [BlockReject]) throws(Fault) {
    for reject in rejects {
      counts[reject.reason.rawValue, default: 0] += 1
      if first.map({ reject.line < $0.line }) ?? true { first = reject }
      waitingBytes += reject.raw.count + reject.detail.utf8.count + 64
    }
    waiting += rejects
    if waitingBytes > Self.mostBytes { try spill() }
  }

  /// Gives each reject, its row sealed, to `body` in the order in which they came.
  func forEach(_ body: (BlockReject) throws(Fault) -> Void) throws(Fault) {
    if file != nil {
      try spill()
      try file?.finish()
      try RejectFile.read(path, body)
      return
    }
    for reject in waiting {
      var sealed = reject
      sealed.raw = seal(reject.raw)
      try body(sealed)
    }
  }

  private func spill() throws(Fault) {
    if file == nil { file = try RejectFile(path) }
    for reject in waiting {
      var sealed = reject
      sealed.raw = seal(reject.raw)
      try file?.append(sealed)
    }
    waiting.removeAll(keepingCapacity: true)
    waitingBytes = 0
  }
}

/// Rejects one behind the other in a file: the line, and each text behind its length.
private struct RejectFile: ~Copyable {
  /// No compressed stream begins like this, so that it is read as it is.
  private static let mark: [UInt8] = Array("rejects\n".utf8)
  private static let piece = 1 << 20
  private var sink: FileSink

  init(_ path: String) throws(Fault) {
    var sink = try FileSink.create(path, gzip: false, mode: 0o600)
    try sink.write(Self.mark)
    self.sink = sink
  }

  mutating func append(_ reject: BlockReject) throws(Fault) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(reject.raw.count + reject.detail.utf8.count + 64)
    Self.append(reject.line, to: &bytes)
    let texts = [
      Array((reject.field ?? "").utf8), Array(reject.reason.rawValue.utf8),
      Array(reject.detail.utf8), reject.raw,
    ]
    for text in texts {
      Self.append(text.count, to: &bytes)
      bytes += text
    }
    try sink.write(bytes)
  }

  mutating func finish() throws(Fault) { try sink.finish() }

  static func read(_ path: String, _ body: (BlockReject) throws(Fault) -> Void) throws(Fault) {
    var stream = try ByteStream.open(path)
    var buffer: [UInt8] = []
    var start = 0
    func need(_ count: Int) throws(Fault) -> Bool {
      if start > piece {
        buffer.removeFirst(start)
        start = 0
      }
      while buffer.count - start < count, try stream.read(into: &buffer, atMost: piece) > 0 {}
      return buffer.count - start >= count
    }
    func number() throws(Fault) -> Int? {
      guard try need(8) else { return nil }
      defer { start += 8 }
      return buffer[start..<start + 8].reduce(0) { $0 << 8 | Int($1) }
    }
    func text() throws(Fault) -> [UInt8] {
      guard let count = try number(), try need(count) else { throw cut(path) }
      defer { start += count }
      return Array(buffer[start..<start + count])
    }
    guard try need(mark.count) else { throw cut(path) }
    start = mark.count
    while let line = try number() {
      let field = String(decoding: try text(), as: UTF8.self)
      let word = String(decoding: try text(), as: UTF8.self)
      let detail = String(decoding: try text(), as: UTF8.self)
      guard let reason = RejectReason(rawValue: word) else { throw cut(path) }
      try body(
        BlockReject(
          line: line, field: field.isEmpty ? nil : field, reason: reason, detail: detail,
          raw: try text()))
    }
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  private static func cut(_ path: String) -> Fault {
    Fault(
      .damaged, path, reason: "it was changed while rejects waited in it",
      remedy: "Ingest the file again; nothing of it was kept")
  }
}
