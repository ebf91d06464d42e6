internal import Basis
internal import CZstd

/// Unpacks zstd frames one after another.
///
/// It is a class because it owns a decompression context that must be freed once.
@safe final class ZstdDecoder {
  private let name: String
  private let context: OpaquePointer
  private var isInsideFrame = false
  private var bytesGiven = 0

  init(name: String) throws(Fault) {
    self.name = name
    guard let context = unsafe ZSTD_createDCtx() else {
      throw Fault(
        .unreadable, name, reason: "there is no memory left to unpack it",
        remedy: "Close other programs and try again")
    }
    unsafe self.context = context
  }

  deinit { unsafe ZSTD_freeDCtx(context) }

  /// Unpacks from `input` at `offset`, which moves on, to the end of `buffer`.
  func decode(
    _ input: [UInt8], from offset: inout Int, isLast: Bool, into buffer: inout [UInt8],
    atMost count: Int
  ) throws(Fault) -> Int {
    let start = offset
    var used = 0
    var given = 0
    var status = 0
    buffer.append(addingCapacity: count) { (output: inout OutputSpan<UInt8>) in
      unsafe output.withUnsafeMutableBufferPointer { target, initialized in
        unsafe input.withUnsafeBytes { source in
          guard let base = target.baseAddress else { return }
          var from = unsafe ZSTD_inBuffer(
            src: source.baseAddress, size: source.count, pos: start)
          var into = unsafe ZSTD_outBuffer(dst: base + initialized, size: count, pos: 0)
          status = unsafe ZSTD_decompressStream(context, &into, &from)
          used = unsafe from.pos - start
          given = unsafe into.pos
          initialized += given
        }
      }
    }
    offset += used
    bytesGiven += given
    guard ZSTD_isError(status) == 0 else { throw corrupt(status) }
    // A context asked for nothing at the very end still reports the frame it waits for.
    if used > 0 || given > 0 { isInsideFrame = status != 0 }
    if given == 0, isLast, offset == input.count, isInsideFrame { throw truncated() }
    return given
  }

  private func truncated() -> Fault {
    Fault(
      .malformed, name,
      reason: "the zstd data stops in the middle, after \(bytesGiven) unpacked bytes; "
        + "the end of its frame is missing",
      remedy: "Fetch the file again: the copy is cut short")
  }

  private func corrupt(_ status: Int) -> Fault {
    let detail = unsafe String(cString: ZSTD_getErrorName(status))
    return Fault(
      .malformed, name,
      reason: "the zstd data is damaged after \(bytesGiven) unpacked bytes (\(detail))",
      remedy: "Fetch the file again, and compare its size and checksum with the sender's")
  }
}
