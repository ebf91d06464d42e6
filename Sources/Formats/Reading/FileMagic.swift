internal import Basis

/// Recognises by their first bytes the kinds of file that are no text and cannot be read as a feed.
enum FileMagic {
  private static let kinds: [(bytes: [UInt8], name: String, remedy: String)] = [
    ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or a spreadsheet", "Unpack it, or save it as CSV"),
    ([0xD0, 0xCF, 0x11, 0xE0], "an old spreadsheet", "Save it as CSV"),
    (Array("PAR1".utf8), "a Parquet file", "Write it as CSV or JSON lines"),
    (Array("Obj\u{1}".utf8), "an Avro file", "Write it as CSV or JSON lines"),
    (Array("ORC".utf8), "an ORC file", "Write it as CSV or JSON lines"),
    (Array("BZh".utf8), "packed with bzip2", "Unpack it, or pack it with gzip or zstd"),
    (
      [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "packed with xz", "Unpack it, or pack it with gzip or zstd"
    ),
    ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive", "Unpack it"),
    ([0x52, 0x61, 0x72, 0x21], "a RAR archive", "Unpack it"),
    (Array("%PDF".utf8), "a PDF", "Ask the sender for CSV"),
    (Array("SQLite format 3".utf8), "a SQLite database", "Export the table as CSV"),
    ([0x89, 0x50, 0x4E, 0x47], "a picture", "Name the file that was meant"),
    ([0xFF, 0xD8, 0xFF], "a picture", "Name the file that was meant"),
    ([0x7F, 0x45, 0x4C, 0x46], "a program", "Name the file that was meant"),
    ([0xFF, 0xFE, 0, 0], "text in UTF-32", "Save it as UTF-8"),
    ([0, 0, 0xFE, 0xFF], "text in UTF-32", "Save it as UTF-8"),
  ]

  /// Refuses a feed whose beginning, decompressed, is no text.
  static func check(_ head: [UInt8], encoding: TextEncoding, name: String) throws(Fault) {
    if let kind = kinds.first(where: { head.starts(with: $0.bytes) }) {
      throw Fault(.malformed, name, reason: "it is \(kind.name)", remedy: kind.remedy)
    }
    guard encoding == .utf8 || encoding == .windows1252, !head.isEmpty else { return }
    // ^A divides columns and white space lays them out; other control characters are no text.
    // A few stray ones in a short feed are rows for themselves; packed or encrypted bytes have one
    // in ten.
    let controls = head.count { $0 < 32 && ![1, 9, 10, 12, 13, 27].contains($0) }
    guard controls * (head.count < 1_024 ? 10 : 50) <= head.count else {
      throw Fault(
        .malformed, name,
        reason:
          "it is no text: \(controls) of its first \(head.count) bytes are control characters",
        remedy: "Check that it is the file that was meant, as CSV or JSON")
    }
  }
}
