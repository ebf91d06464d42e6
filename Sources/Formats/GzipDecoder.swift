internal import Basis
internal import CZlib

/// Unpacks gzip members one after another.
///
/// It is a class because zlib keeps a pointer back to its `z_stream`, which must not move.
@safe final class GzipDecoder {
  private let name: String
  private let stream: UnsafeMutablePointer<z_stream>
  private var isInsideMember = false
  private var bytesGiven = 0

  init(name: String) throws(Fault) {
    self.name = name
    unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe pt_inflate_init(stream) == Z_OK else {
      throw Fault(
        .unreadable, name, reason: "there is no memory left to unpack it",
        remedy: "Close other programs and try again")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Unpacks from `input` at `offset`, which moves on, to the end of `buffer`.
  func decode(
    _ input: [UInt8], from offset: inout Int, isLast: Bool, into buffer: inout [UInt8],
    atMost count: Int
  ) throws(Fault) -> Int {
    if offset == input.count {
      guard isLast, isInsideMember else { return 0 }
      throw Fault(
        .malformed, name,
        reason: "the gzip data stops in the middle, after \(bytesGiven) unpacked bytes; "
          + "its closing checksum is missing",
        remedy: "Fetch the file again: the copy is cut short")
    }
    if !isInsideMember { skipPadding(input, &offset) }
    if offset == input.count { return 0 }
    isInsideMember = true
    let start = offset
    var used = 0
    var given = 0
    var status = Z_OK
    buffer.append(addingCapacity: count) { (output: inout OutputSpan<UInt8>) in
      unsafe output.withUnsafeMutableBufferPointer { target, initialized in
        unsafe input.withUnsafeBufferPointer { source in
          guard let base = target.baseAddress, let from = source.baseAddress else { return }
          unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: from + start)
          unsafe stream.pointee.avail_in = uInt(source.count - start)
          unsafe stream.pointee.next_out = base + initialized
          unsafe stream.pointee.avail_out = uInt(count)
          status = unsafe inflate(stream, Z_NO_FLUSH)
          used = unsafe source.count - start - Int(stream.pointee.avail_in)
          given = unsafe count - Int(stream.pointee.avail_out)
          initialized += given
        }
      }
    }
    offset += used
    bytesGiven += given
    switch status {
    case Z_OK, Z_BUF_ERROR: return given
    case Z_STREAM_END:
      isInsideMember = false
      unsafe inflateReset(stream)
      return given
    default: throw corrupt()
    }
  }

  /// Zeros after the last member are tape padding and mean nothing.
  private func skipPadding(_ input: [UInt8], _ offset: inout Int) {
    guard bytesGiven > 0 else { return }
    while offset < input.count, input[offset] == 0 { offset += 1 }
  }

  private func corrupt() -> Fault {
    let detail = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "unknown error"
    return Fault(
      .malformed, name,
      reason: "the gzip data is damaged after \(bytesGiven) unpacked bytes (\(detail))",
      remedy: "Fetch the file again, and compare its size and checksum with the sender's")
  }
}
