internal import Basis

/// Countries by any of their codes or names, as ISO 3166-1 alpha-2.
package enum Countries {
  /// Appends the alpha-2 code in capitals; false, and nothing appended, where no country is meant.
  ///
  /// Understood are alpha-2, alpha-3 and numeric codes, names in English, German and the
  /// country's own languages, and the usual short forms.
  package static func appendCode(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> Bool {
    guard let code = packedCode(bytes) else { return false }
    out.append(UInt8(code >> 8))
    out.append(UInt8(code & 0xFF))
    return true
  }

  /// Returns the alpha-2 code of a country; nil where no country is meant.
  package static func code(_ text: String) -> String? {
    var code: [UInt8] = []
    return appendCode(Array(text.utf8).span, into: &code)
      ? String(decoding: code, as: UTF8.self) : nil
  }

  /// All alpha-2 codes with their English names, sorted by code.
  package static let all: [(code: String, name: String)] = lines(CountryTable.text).map { line in
    let name = line.dropFirst(11).prefix { $0 != "|" }
    return (String(line.prefix(2)), String(name))
  }

  private static func packedCode(_ bytes: Span<UInt8>) -> UInt16? {
    let range = TextBytes.trimmed(bytes)
    if range.count == 2 {
      let first = bytes[range.lowerBound] & 0xDF
      let second = bytes[range.lowerBound + 1] & 0xDF
      let code = CodeNames.packed(first, second)
      if isCode[
        Int(first &- 65) < 26 && Int(second &- 65) < 26
          ? Int(first - 65) * 26 + Int(second - 65) : 676]
      {
        return code
      }
    }
    return names.code(of: bytes.extracting(range))
  }

  private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }

  /// For each pair of letters whether it is a country; one more entry, false, for other bytes.
  private static let isCode: [Bool] = {
    var table = [Bool](repeating: false, count: 677)
    for line in lines(CountryTable.text) {
      let letters = Array(line.utf8.prefix(2))
      table[Int(letters[0] - 65) * 26 + Int(letters[1] - 65)] = true
    }
    return table
  }()

  private static let names: CodeNames = {
    var names = CodeNames()
    for line in lines(CountryTable.text) {
      let letters = Array(line.utf8.prefix(2))
      let code = CodeNames.packed(letters[0], letters[1])
      names.add(line.dropFirst(3).prefix(3), code: code)
      names.add(line.dropFirst(7).prefix(3), code: code)
      for name in line.dropFirst(11).split(separator: "|") { names.add(name, code: code) }
    }
    for line in lines(CountryTable.aliases) {
      let letters = Array(line.utf8.prefix(2))
      let code = CodeNames.packed(letters[0], letters[1])
      for name in line.dropFirst(3).split(separator: "|") { names.add(name, code: code) }
    }
    return names
  }()
}
