internal import Sealing

/// Hashes in the spellings of destinations; the hash of nothing is nothing.
package enum Hashed {
  /// Lower-case hexadecimal digits.
  package static func hex(_ text: String) -> String { text.isEmpty ? "" : SHA256.hex(of: text) }

  /// Base64 of the 32 bytes, not of their digits.
  package static func base64(_ text: String) -> String {
    text.isEmpty ? "" : base64(SHA256.of(Array(text.utf8).span).bytes)
  }

  /// The hashes of an empty text, which some systems hand out for people they do not know.
  package static func isOfNothing(_ hash: String) -> Bool {
    hash.lowercased() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      || hash == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      word &= 0xFF_FFFF
      for place in 0..<4 {
        text.append(
          place <= group.count
            ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
