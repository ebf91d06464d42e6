internal import Basis

/// Changes of text that a mapping can ask for; each appends to `out` and keeps nothing.
package enum TextTransforms {
  /// The range without white space at either end.
  package static func trimmed(_ bytes: Span<UInt8>) -> Range<Int> { TextBytes.trimmed(bytes) }

  /// Appends the text with every run of white space as one blank, and none at the ends.
  package static func appendCollapsed(_ bytes: Span<UInt8>, into out: inout [UInt8]) {
    let range = TextBytes.trimmed(bytes)
    var index = range.lowerBound
    var isPending = false
    while index < range.upperBound {
      let width = TextBytes.space(bytes, index, range.upperBound)
      if width > 0 {
        isPending = true
        index += width
        continue
      }
      if isPending { out.append(0x20) }
      isPending = false
      out.append(bytes[index])
      index += 1
    }
  }

  /// The range of one part of a text that is split at `separator`; nil where there are fewer.
  ///
  /// Parts count from 0, or from the end as -1, -2, …; white space around a part is left out. An
  /// empty separator splits nothing.
  package static func part(
    _ number: Int, of bytes: Span<UInt8>, splitAt separator: Span<UInt8>
  ) -> Range<Int>? {
    let wanted = number >= 0 ? number : parts(bytes, separator) + number
    guard wanted >= 0 else { return nil }
    var start = 0
    for _ in 0..<wanted {
      guard let next = index(of: separator, in: bytes, from: start) else { return nil }
      start = next + separator.count
    }
    let end = index(of: separator, in: bytes, from: start) ?? bytes.count
    let inner = TextBytes.trimmed(bytes.extracting(start..<end))
    return (start + inner.lowerBound)..<(start + inner.upperBound)
  }

  /// How many parts a separator makes.
  package static func parts(_ bytes: Span<UInt8>, _ separator: Span<UInt8>) -> Int {
    var count = 1
    var start = 0
    while let next = index(of: separator, in: bytes, from: start) {
      (count, start) = (count + 1, next + separator.count)
    }
    return count
  }

  /// Appends a part of a concatenation, with `separator` before it unless it is the first.
  ///
  /// `start` is where the concatenation begins in `out`. Empty parts leave no separator behind.
  package static func join(
    _ bytes: Span<UInt8>, with separator: Span<UInt8>, from start: Int, into out: inout [UInt8]
  ) {
    let range = TextBytes.trimmed(bytes)
    guard !range.isEmpty else { return }
    if out.count > start { TextBytes.append(separator, 0..<separator.count, into: &out) }
    TextBytes.append(bytes, range, into: &out)
  }

  private static func index(
    of separator: Span<UInt8>, in bytes: Span<UInt8>, from start: Int
  ) -> Int? {
    guard separator.count > 0, bytes.count - start >= separator.count else { return nil }
    for index in start...(bytes.count - separator.count) {
      var length = 0
      while length < separator.count, bytes[index + length] == separator[length] { length += 1 }
      if length == separator.count { return index }
    }
    return nil
  }
}

/// A table of values and what a mapping turns them into.
package struct ValueMap: Sendable {
  private var entries: [UInt64: [(from: [UInt8], to: [UInt8])]] = [:]
  private let ignoresCase: Bool

  /// Makes a table; white space around values never matters, letter case only if asked for.
  package init(_ pairs: [(from: String, to: String)], ignoringCase: Bool = false) {
    ignoresCase = ignoringCase
    for pair in pairs {
      var key: [UInt8] = []
      let from = Array(pair.from.utf8)
      let range = TextBytes.trimmed(from.span)
      let inner = from.span.extracting(range)
      if ignoringCase {
        LetterCase.appendLowered(inner, into: &key)
      } else {
        TextBytes.append(inner, 0..<inner.count, into: &key)
      }
      let hash = Hash64.of(key.span)
      if entries[hash]?.contains(where: { $0.from == key }) == true { continue }
      entries[hash, default: []].append((key, Array(pair.to.utf8)))
    }
  }

  /// Appends what a value becomes; false, and nothing appended, where the table lacks it.
  package func append(_ bytes: Span<UInt8>, into out: inout [UInt8]) -> Bool {
    let range = TextBytes.trimmed(bytes)
    guard ignoresCase else { return find(bytes.extracting(range), into: &out) }
    var lowered: [UInt8] = []
    lowered.reserveCapacity(range.count)
    LetterCase.appendLowered(bytes.extracting(range), into: &lowered)
    return find(lowered.span, into: &out)
  }

  private func find(_ key: Span<UInt8>, into out: inout [UInt8]) -> Bool {
    guard let candidates = entries[Hash64.of(key)] else { return false }
    for candidate in candidates where TextBytes.isEqual(candidate.from.span, key) {
      out += candidate.to
      return true
    }
    return false
  }
}
