internal import CSimdjson

/// Tells text from bytes that only look like it.
package enum TextCheck {
  /// True when `bytes` are UTF-8 without a NUL; about 10 GB/s.
  package static func isSound(_ bytes: Span<UInt8>) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe pt_text_is_sound(buffer.baseAddress, buffer.count) != 0
    }
  }

  /// What is wrong with the text in `range`, if anything.
  static func problem(in bytes: Span<UInt8>, range: Range<Int>) -> CSVScanner.Problem? {
    let text = bytes.extracting(range)
    if isSound(text) { return nil }
    return ByteSearch.first(0, in: text, from: 0) < text.count ? .nulByte : .invalidText
  }
}
