internal import CSystem

extension FileSystem {
  /// Reads a file of any size piece by piece, so that memory stays bounded.
  package static func forEachChunk(
    of path: String, _ body: (Span<UInt8>) throws(Fault) -> Void
  ) throws(Fault) {
    let descriptor = unsafe pt_open_read(path)
    guard descriptor >= 0 else { throw fault(path, descriptor, writing: false) }
    defer { _ = pt_close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let got = unsafe pt_read(descriptor, &buffer, UInt64(buffer.count))
      guard got >= 0 else { throw fault(path, Int32(got), writing: false) }
      if got == 0 { return }
      try body(buffer.span.extracting(first: Int(got)))
    }
  }
}
