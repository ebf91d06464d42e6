/// A quick look at many names before each is matched with care.
enum Subsequence {
  /// Leaves out the rows whose text cannot match what was typed.
  ///
  /// It compares bytes without regard to case, and only where everything typed is ASCII; what it
  /// lets through may still not match.
  static func filter<Row>(_ rows: [Row], by typed: String, text: (Row) -> String) -> [Row] {
    let words = typed.utf8.split(separator: 0x20).map { word in word.map { lowered($0) } }
    guard !words.isEmpty, words.allSatisfy({ $0.allSatisfy { $0 < 0x80 } }) else { return rows }
    return rows.filter { row in
      let name = text(row)
      return words.allSatisfy { word in
        var next = 0
        for byte in name.utf8 where next < word.count && lowered(byte) == word[next] { next += 1 }
        return next == word.count
      }
    }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }
}
