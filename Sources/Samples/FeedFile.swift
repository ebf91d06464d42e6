internal import Basis
internal import Glibc

/// One file being written, packed where its name ends in `.gz`; it is closed when it goes.
@safe struct FeedFile: ~Copyable {
  private let descriptor: Int32
  private let name: String
  private var encoder: GzipEncoder?
  private var packed: [UInt8] = []

  init(_ directory: String, _ name: String) throws(Fault) {
    self.name = name
    descriptor = unsafe open(
      "\(directory)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.fault(name, errno) }
    if name.hasSuffix(".gz") {
      encoder = GzipEncoder()
      try put(GzipEncoder.opening)
    }
  }

  deinit { _ = close(descriptor) }

  /// Writes all of `bytes`.
  mutating func write(_ bytes: [UInt8]) throws(Fault) {
    guard encoder != nil else { return try put(bytes) }
    packed.removeAll(keepingCapacity: true)
    encoder?.pack(bytes.span, into: &packed)
    try put(packed)
  }

  /// Writes what closes the file.
  mutating func finish() throws(Fault) {
    guard encoder != nil else { return }
    packed.removeAll(keepingCapacity: true)
    encoder?.finish(into: &packed)
    try put(packed)
  }

  private func put(_ bytes: [UInt8]) throws(Fault) {
    var offset = 0
    while offset < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { all in
        unsafe Glibc.write(descriptor, all.baseAddress?.advanced(by: offset), all.count - offset)
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw Self.fault(name, errno)
      }
      offset += written
    }
  }

  private static func fault(_ name: String, _ code: Int32) -> Fault {
    let reason = unsafe String(cString: strerror(code))
    return Fault(
      code == ENOSPC ? .diskFull : .unwritable, name, reason: reason,
      remedy: "Choose a folder that you may write to and that has room")
  }
}
