/// How many columns a text takes on a terminal.
///
/// The table is our own, because the C library's lags Unicode and depends on the locale. What
/// terminals disagree about is not drawn at all: variation selectors and joiners are left out, so
/// that a family of emoji shows its first member and a flag shows its two letters.
package enum TextWidth {
  /// Columns of the whole text, line breaks counted as a space each.
  package static func of(_ text: String) -> Int {
    var width = 0
    for byte in text.utf8 {
      guard byte >= 0x20, byte < 0x7F else { return ofAny(text) }
      width += 1
    }
    return width
  }

  private static func ofAny(_ text: String) -> Int {
    var clusters = Clusters(text)
    var width = 0
    while let cluster = clusters.next() { width += Int(cluster.width) }
    return width
  }

  /// Columns of one scalar: 0, 1 or 2.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    if isListed(value, in: WidthTable.zero) { return 0 }
    return isListed(value, in: WidthTable.wide) ? 2 : 1
  }

  private static func isListed(_ value: UInt32, in ranges: [UInt32]) -> Bool {
    var (low, high) = (0, ranges.count / 2)
    while low < high {
      let middle = (low + high) / 2
      if value < ranges[2 * middle] {
        high = middle
      } else if value > ranges[2 * middle + 1] {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }

  /// The text cut to at most `columns`, ending in `mark` when anything was cut.
  package static func truncated(_ text: String, to columns: Int, mark: String = "…") -> String {
    guard of(text) > columns else { return text }
    let room = columns - of(mark)
    guard room >= 0 else { return "" }
    var clusters = Clusters(text)
    var (kept, used): ([UInt8], Int) = ([], 0)
    while let cluster = clusters.next(), used + Int(cluster.width) <= room {
      cluster.append(to: &kept)
      used += Int(cluster.width)
    }
    return String(decoding: kept, as: UTF8.self) + mark
  }

  /// The text cut in its middle to at most `columns`, for names whose end matters, like paths.
  package static func middleTruncated(
    _ text: String, to columns: Int, mark: String = "…"
  ) -> String {
    guard of(text) > columns else { return text }
    let room = columns - of(mark)
    guard room > 0 else { return truncated(text, to: columns, mark: mark) }
    let all = Array(Clusters(text))
    var (head, tail, used) = (0, all.count, 0)
    while head < tail {
      let takesHead = head <= all.count - tail
      let next = takesHead ? all[head] : all[tail - 1]
      guard used + Int(next.width) <= room else { break }
      used += Int(next.width)
      if takesHead { head += 1 } else { tail -= 1 }
    }
    let text = { (part: ArraySlice<Cluster>) in part.reduce(into: "") { $0 += $1.text } }
    return text(all[..<head]) + mark + text(all[tail...])
  }

  /// The text broken into lines of at most `columns`, at spaces where there are any.
  package static func wrapped(_ text: String, to columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var (line, width) = ("", 0)
      for word in paragraph.split(separator: " ", omittingEmptySubsequences: true) {
        var word = String(word)
        var wide = of(word)
        if width > 0, width + 1 + wide > columns {
          lines.append(line)
          (line, width) = ("", 0)
        }
        while wide > columns, let (head, rest) = split(word, at: columns) {
          lines.append(head)
          word = rest
          wide = of(word)
        }
        line += width > 0 ? " " + word : word
        width += (width > 0 ? 1 : 0) + wide
      }
      lines.append(line)
    }
    return lines
  }

  /// The first clusters that fit in `columns` and the rest; nil when not even one fits.
  private static func split(_ text: String, at columns: Int) -> (String, String)? {
    var (head, rest, used) = ("", "", 0)
    for cluster in Clusters(text) {
      if rest.isEmpty, used + Int(cluster.width) <= columns {
        head += cluster.text
        used += Int(cluster.width)
      } else {
        rest += cluster.text
      }
    }
    return head.isEmpty ? nil : (head, rest)
  }
}
