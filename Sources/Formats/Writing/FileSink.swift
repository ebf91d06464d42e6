package import Basis
internal import CSystem
internal import CZlib

/// A file that is written from start to end, gzipped where asked, through a buffer.
///
/// It cannot be copied, because it owns the open file. The gzip header has neither a name nor a
/// time, so that the same contents give the same bytes.
@safe package struct FileSink: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var deflater: UnsafeMutablePointer<z_stream>?
  private static let size = 1 << 18

  private init(path: String, descriptor: Int32, deflater: UnsafeMutablePointer<z_stream>?) {
    (self.path, self.descriptor) = (path, descriptor)
    unsafe self.deflater = deflater
  }

  /// Creates the file, or empties the one that is there.
  package static func create(_ path: String, gzip: Bool, mode: UInt32 = 0o644) throws(Fault)
    -> FileSink
  {
    let descriptor = unsafe pt_open_write(path, mode, 1)
    guard descriptor >= 0 else { throw FileSystem.fault(path, descriptor, writing: true) }
    guard gzip else { return unsafe FileSink(path: path, descriptor: descriptor, deflater: nil) }
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe pt_deflate_init_gzip(stream, 6) == Z_OK else {
      _ = pt_close(descriptor)
      unsafe stream.deallocate()
      throw Fault(.unwritable, path, reason: "zlib could not start", remedy: "Free some memory")
    }
    return unsafe FileSink(path: path, descriptor: descriptor, deflater: stream)
  }

  deinit {
    if let deflater = unsafe deflater {
      unsafe deflateEnd(deflater)
      unsafe deflater.deallocate()
    }
    _ = pt_close(descriptor)
  }

  package mutating func write(_ text: String) throws(Fault) {
    buffer += text.utf8
    if buffer.count >= Self.size { try flush(isLast: false) }
  }

  package mutating func write(_ bytes: [UInt8]) throws(Fault) {
    buffer += bytes
    if buffer.count >= Self.size { try flush(isLast: false) }
  }

  /// Writes what is left and makes the file durable.
  package mutating func finish() throws(Fault) {
    try flush(isLast: true)
    let result = pt_sync(descriptor)
    guard result >= 0 else { throw FileSystem.fault(path, result, writing: true) }
  }

  private mutating func flush(isLast: Bool) throws(Fault) {
    guard let stream = unsafe deflater else {
      try put(buffer)
      buffer.removeAll(keepingCapacity: true)
      return
    }
    var room = [UInt8](repeating: 0, count: Self.size)
    let pending = buffer
    var offset = 0
    var status = Z_OK
    repeat {
      let (start, count) = (offset, pending.count - offset)
      let available = room.count
      unsafe pending.withUnsafeBufferPointer { input in
        unsafe room.withUnsafeMutableBufferPointer { output in
          unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress.map { unsafe $0 + start })
          unsafe stream.pointee.avail_in = UInt32(count)
          unsafe stream.pointee.next_out = output.baseAddress
          unsafe stream.pointee.avail_out = UInt32(available)
          status = unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        }
      }
      offset += count - Int(unsafe stream.pointee.avail_in)
      try put(Array(room[..<(available - Int(unsafe stream.pointee.avail_out))]))
    } while offset < pending.count || isLast && status != Z_STREAM_END
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: [UInt8]) throws(Fault) {
    let written = unsafe bytes.withUnsafeBytes { source in
      unsafe pt_write(descriptor, source.baseAddress, UInt64(source.count))
    }
    guard written >= 0 else {
      throw FileSystem.fault(path, Int32(written), writing: true, wanted: bytes.count)
    }
  }
}
