internal import CSystem

/// Finds where lines end.
package enum LineEnds {
  /// The place of the first line end at or behind `start`; the end of `bytes` where there is none.
  package static func next(in bytes: Span<UInt8>, from start: Int) -> Int {
    guard start < bytes.count else { return bytes.count }
    let found = unsafe bytes.withUnsafeBytes { raw in
      unsafe raw.baseAddress.map { unsafe pt_find($0 + start, 10, UInt64(raw.count - start)) } ?? 0
    }
    return start + Int(found)
  }

  /// How many lines end in `bytes`.
  package static func count(in bytes: [UInt8]) -> Int {
    unsafe bytes.withUnsafeBytes { raw in
      Int(unsafe pt_count(raw.baseAddress, 10, UInt64(raw.count)))
    }
  }
}
