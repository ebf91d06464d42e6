internal import Basis

/// Languages by any of their codes or names, as ISO 639-1.
package enum Languages {
  /// Appends the two small letters; false, and nothing appended, where no language is meant.
  ///
  /// Understood are ISO 639-1 and 639-2 codes, tags such as `de-AT`, `pt_BR.UTF-8` or the first
  /// of `Accept-Language`, and names in English, German and the language itself.
  package static func appendCode(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> Bool {
    let range = TextBytes.trimmed(bytes)
    guard !range.isEmpty else { return false }
    var end = range.lowerBound
    while end < range.upperBound, TextBytes.isLetter(bytes[end]) { end += 1 }
    let code: UInt16? =
      if end - range.lowerBound <= 3, end == range.upperBound || isTagMark(bytes[end]) {
        names.code(of: bytes.extracting(range.lowerBound..<end))
      } else {
        names.code(of: bytes.extracting(range))
      }
    guard let code else { return false }
    out.append(UInt8(code >> 8))
    out.append(UInt8(code & 0xFF))
    return true
  }

  /// Returns the ISO 639-1 code of a language; nil where no language is meant.
  package static func code(_ text: String) -> String? {
    var code: [UInt8] = []
    return appendCode(Array(text.utf8).span, into: &code)
      ? String(decoding: code, as: UTF8.self) : nil
  }

  /// What ends the language within a tag: `de-AT`, `de_AT`, `de,en;q=0.5`, `de;q=1`, `C.UTF-8`.
  private static func isTagMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ","), UInt8(ascii: ";"),
      UInt8(ascii: "."), UInt8(ascii: "@"):
      true
    default: false
    }
  }

  private static let names: CodeNames = {
    var names = CodeNames()
    for line in LanguageTable.text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 2)
      let letters = Array(parts[0].utf8)
      let code = CodeNames.packed(letters[0], letters[1])
      names.add(parts[0], code: code)
      for three in parts[1].split(separator: "/") { names.add(three, code: code) }
      for name in parts[2].split(separator: "|") { names.add(name, code: code) }
    }
    for line in LanguageTable.aliases.split(separator: "\n") {
      let letters = Array(line.utf8.prefix(2))
      let code = CodeNames.packed(letters[0], letters[1])
      for name in line.dropFirst(3).split(separator: "|") { names.add(name, code: code) }
    }
    return names
  }()
}
