package import Basis
internal import CZlib
internal import CZstd

/// Packs bytes as gzip or zstd; the same bytes in give the same bytes out, with no time in them.
///
/// It owns a compressor, which is why it cannot be copied. The caller writes `take` to a file.
@safe package struct CompressedWriter: ~Copyable {
  package let compression: Compression
  private var output: [UInt8] = []
  private let gzip: UnsafeMutablePointer<z_stream>?
  private let zstd: OpaquePointer?

  /// Makes a writer; `level` is the compressor's own, 6 being usual for gzip and 3 for zstd.
  package init(_ compression: Compression, level: Int32? = nil) throws(Fault) {
    var stream: UnsafeMutablePointer<z_stream>?
    var context: OpaquePointer?
    var isReady = true
    switch compression {
    case .none: break
    case .gzip:
      let made = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      unsafe made.initialize(to: z_stream())
      isReady = unsafe pt_deflate_init_gzip(made, level ?? 6) == Z_OK
      unsafe stream = made
    case .zstd:
      unsafe context = ZSTD_createCCtx()
      isReady = unsafe context != nil
      unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level ?? 3)
      unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }
    guard isReady else {
      unsafe stream?.deallocate()
      throw Fault(
        .unwritable, "\(compression.rawValue) data", reason: "there is no memory left to pack it",
        remedy: "Close other programs and try again")
    }
    self.compression = compression
    unsafe gzip = stream
    unsafe zstd = context
  }

  deinit {
    if let gzip = unsafe gzip {
      unsafe deflateEnd(gzip)
      unsafe gzip.deallocate()
    }
    unsafe ZSTD_freeCCtx(zstd)
  }

  /// Packs `bytes`.
  package mutating func write(_ bytes: [UInt8]) { pack(bytes, isLast: false) }

  /// Ends the data; nothing may be written afterwards.
  package mutating func finish() { pack([], isLast: true) }

  /// Gives what was packed so far and begins an empty buffer.
  package mutating func take() -> [UInt8] {
    defer { output = [] }
    return output
  }

  private mutating func pack(_ bytes: [UInt8], isLast: Bool) {
    var offset = 0
    var isDone = false
    while !isDone {
      switch compression {
      case .none:
        output += bytes
        return
      case .gzip: isDone = deflateStep(bytes, &offset, isLast)
      case .zstd: isDone = zstdStep(bytes, &offset, isLast)
      }
    }
  }

  private mutating func deflateStep(_ bytes: [UInt8], _ offset: inout Int, _ isLast: Bool) -> Bool {
    guard let stream = unsafe gzip else { return true }
    let room = 64 << 10
    let start = offset
    var (used, isDone) = (0, false)
    output.append(addingCapacity: room) { (target: inout OutputSpan<UInt8>) in
      unsafe target.withUnsafeMutableBufferPointer { target, initialized in
        unsafe bytes.withUnsafeBufferPointer { source in
          guard let base = target.baseAddress else { return }
          let count = min(source.count - start, 1 << 30)
          unsafe stream.pointee.next_in =
            source.baseAddress.map { unsafe UnsafeMutablePointer(mutating: $0 + start) }
          unsafe stream.pointee.avail_in = uInt(count)
          unsafe stream.pointee.next_out = base + initialized
          unsafe stream.pointee.avail_out = uInt(room)
          let status = unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
          used = unsafe count - Int(stream.pointee.avail_in)
          initialized += unsafe room - Int(stream.pointee.avail_out)
          isDone =
            isLast
            ? status == Z_STREAM_END
            : unsafe start + used == source.count
              && stream.pointee.avail_out > 0
        }
      }
    }
    offset += used
    return isDone
  }

  private mutating func zstdStep(_ bytes: [UInt8], _ offset: inout Int, _ isLast: Bool) -> Bool {
    let room = 128 << 10
    let start = offset
    let context = unsafe zstd
    var (used, isDone) = (0, false)
    output.append(addingCapacity: room) { (target: inout OutputSpan<UInt8>) in
      unsafe target.withUnsafeMutableBufferPointer { target, initialized in
        unsafe bytes.withUnsafeBytes { source in
          guard let base = target.baseAddress else { return }
          var from = unsafe ZSTD_inBuffer(
            src: source.baseAddress, size: source.count, pos: start)
          var into = unsafe ZSTD_outBuffer(dst: base + initialized, size: room, pos: 0)
          let left = unsafe ZSTD_compressStream2(
            context, &into, &from, isLast ? ZSTD_e_end : ZSTD_e_continue)
          used = unsafe from.pos - start
          initialized += unsafe into.pos
          isDone = isLast ? left == 0 : unsafe from.pos == source.count && into.pos < room
        }
      }
    }
    offset += used
    return isDone
  }
}
