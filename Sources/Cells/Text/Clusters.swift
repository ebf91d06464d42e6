/// The clusters of a text, one a step, with everything that could harm a terminal taken out.
///
/// Controls become `�`, tabs and line breaks a space; bidirectional controls, joiners, selectors
/// and tags are dropped; a flag becomes its two letters; conjoining Hangul becomes syllables.
package struct Clusters: Sequence, IteratorProtocol {
  private var scalars: String.UnicodeScalarView.Iterator
  private var peeked: Unicode.Scalar?

  package init(_ text: String) {
    scalars = text.unicodeScalars.makeIterator()
    peeked = scalars.next()
  }

  package mutating func next() -> Cluster? {
    while let scalar = peeked {
      peeked = scalars.next()
      if scalar.value < 0x7F {
        guard scalar.value >= 0x20 else { return control(scalar) }
        return extended(Cluster(scalar, width: 1), isEmoji: false)
      }
      if scalar.value < 0xA0 { return Cluster("\u{FFFD}", width: 1) }
      let width = TextWidth.of(scalar)
      // A mark without a base, or a format character: nothing to draw.
      if width == 0 { continue }
      if let letter = letter(ofRegional: scalar) { return Cluster(letter, width: 1) }
      let base = syllable(startingWith: scalar)
      return extended(Cluster(base, width: width), isEmoji: isEmoji(scalar))
    }
    return nil
  }

  private func control(_ scalar: Unicode.Scalar) -> Cluster {
    switch scalar {
    case "\t", "\n", "\r": .space
    default: Cluster("\u{FFFD}", width: 1)
    }
  }

  /// Adds the marks that follow; what is joined to an emoji is dropped with its joiner.
  private mutating func extended(_ base: Cluster, isEmoji: Bool) -> Cluster {
    var cluster = base
    while let scalar = peeked, scalar.value >= 0x300 {
      if isEmoji, (0x1F3FB...0x1F3FF).contains(scalar.value) {
        peeked = scalars.next()
        continue
      }
      guard TextWidth.of(scalar) == 0 else { break }
      peeked = scalars.next()
      if scalar.value == 0x200D, isEmoji {
        if let joined = peeked, TextWidth.of(joined) > 0, joined.value >= 0x2000 {
          peeked = scalars.next()
        }
      } else if isMark(scalar) {
        cluster.append(scalar)
      }
    }
    return cluster
  }

  /// True for marks that are drawn; joiners, selectors, tags and directions are not.
  private func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark:
      !(0xFE00...0xFE0F).contains(scalar.value) && scalar.value < 0xE0000 && scalar.value != 0x20E3
    default: (0x1160...0x11FF).contains(scalar.value)
    }
  }

  private func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x203C && scalar.properties.isEmoji
  }

  private func letter(ofRegional scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard (0x1F1E6...0x1F1FF).contains(scalar.value) else { return nil }
    return Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41)
  }

  /// Composes a leading consonant with the vowel and final consonant that follow it.
  private mutating func syllable(startingWith scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0x1100...0x1112).contains(scalar.value), let vowel = peeked,
      (0x1161...0x1175).contains(vowel.value)
    else { return scalar }
    peeked = scalars.next()
    var code = 0xAC00 + ((scalar.value - 0x1100) * 21 + (vowel.value - 0x1161)) * 28
    if let final = peeked, (0x11A8...0x11C2).contains(final.value) {
      peeked = scalars.next()
      code += final.value - 0x11A7
    }
    return Unicode.Scalar(code) ?? scalar
  }
}
