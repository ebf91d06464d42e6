package import Basis
internal import CSystem
internal import CZstd

/// A file that is written from start to end, compressed with Zstandard, in bounded memory.
///
/// It cannot be copied, because it owns the open file and the compressor's state. The frame has a
/// checksum, so that damage is noticed when it is read.
@safe package struct ZstdSink: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private let compressor: OpaquePointer
  private var room: [UInt8]

  private init(path: String, descriptor: Int32, compressor: OpaquePointer) {
    (self.path, self.descriptor) = (path, descriptor)
    unsafe self.compressor = compressor
    room = [UInt8](repeating: 0, count: ZSTD_CStreamOutSize())
  }

  /// Creates the file, or empties the one that is there.
  package static func create(_ path: String, mode: UInt32 = 0o600) throws(Fault) -> ZstdSink {
    let descriptor = unsafe pt_open_write(path, mode, 1)
    guard descriptor >= 0 else { throw FileSystem.fault(path, descriptor, writing: true) }
    guard let compressor = unsafe ZSTD_createCCtx() else {
      _ = pt_close(descriptor)
      throw Fault(.unwritable, path, reason: "zstd could not start", remedy: "Free some memory")
    }
    _ = unsafe ZSTD_CCtx_setParameter(compressor, ZSTD_c_checksumFlag, 1)
    return unsafe ZstdSink(path: path, descriptor: descriptor, compressor: compressor)
  }

  deinit {
    unsafe ZSTD_freeCCtx(compressor)
    _ = pt_close(descriptor)
  }

  package mutating func write(_ bytes: [UInt8]) throws(Fault) { try compress(bytes, isLast: false) }

  /// Writes what is left and makes the file durable.
  package mutating func finish() throws(Fault) {
    try compress([], isLast: true)
    let result = pt_sync(descriptor)
    guard result >= 0 else { throw FileSystem.fault(path, result, writing: true) }
  }

  private mutating func compress(_ bytes: [UInt8], isLast: Bool) throws(Fault) {
    var taken = 0
    var left = 0
    repeat {
      var written = 0
      let capacity = room.count
      unsafe bytes.withUnsafeBytes { source in
        unsafe room.withUnsafeMutableBytes { target in
          var input = unsafe ZSTD_inBuffer(
            src: source.baseAddress, size: source.count, pos: taken)
          var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: capacity, pos: 0)
          left = unsafe ZSTD_compressStream2(
            compressor, &output, &input, isLast ? ZSTD_e_end : ZSTD_e_continue)
          taken = unsafe input.pos
          written = unsafe output.pos
        }
      }
      guard ZSTD_isError(left) == 0 else {
        throw Fault(
          .unwritable, path, reason: unsafe String(cString: ZSTD_getErrorName(left)),
          remedy: "Run it again")
      }
      let result = unsafe room.withUnsafeBytes { source in
        unsafe pt_write(descriptor, source.baseAddress, UInt64(written))
      }
      guard result >= 0 else { throw FileSystem.fault(path, Int32(result), writing: true) }
    } while taken < bytes.count || isLast && left > 0
  }
}
