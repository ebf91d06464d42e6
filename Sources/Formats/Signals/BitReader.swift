/// Reads big-endian bits straight from base64url text, six to a character.
///
/// It keeps a position and takes the text as an argument, so that it copies and allocates nothing.
package struct BitReader: Sendable {
  /// The characters of the text that belong to this segment.
  package let characters: Range<Int>
  /// The number of this segment in errors, counted from 1.
  package let segment: Int
  private var nextCharacter: Int
  /// Bits that were taken from the text and not yet read, in the lowest places.
  private var held: UInt64 = 0
  private var heldCount = 0

  package init(_ characters: Range<Int>, segment: Int) {
    (self.characters, self.segment) = (characters, segment)
    nextCharacter = characters.lowerBound
  }

  /// The next bit to read, counted from the segment's start.
  package var position: Int { (nextCharacter - characters.lowerBound) * 6 - heldCount }

  /// How many bits are left.
  package var remaining: Int { (characters.upperBound - nextCharacter) * 6 + heldCount }

  /// Reads an unsigned number of `count` bits, at most 58.
  ///
  /// Most fields are in the bits at hand; only the way to more of them is a call.
  @inline(__always)
  package mutating func bits(
    _ count: Int, _ field: StaticString, of text: borrowing Span<UInt8>
  ) throws(SignalError) -> UInt64 {
    if heldCount < count { try refill(count, field, of: text) }
    heldCount &-= count
    return held &>> UInt64(truncatingIfNeeded: heldCount) & ((1 &<< UInt64(count)) &- 1)
  }

  /// Takes characters until at least `count` bits are held, eight at once where that is possible.
  @inline(never)
  private mutating func refill(
    _ count: Int, _ field: StaticString, of text: borrowing Span<UInt8>
  ) throws(SignalError) {
    guard count <= remaining else { throw ended(in: field) }
    takeEight(of: text)
    while heldCount < count {
      let sextet = Base64URL.value(of: text[nextCharacter])
      guard sextet < 64 else { throw stranger(at: nextCharacter) }
      held = held << 6 | UInt64(sextet)
      heldCount &+= 6
      nextCharacter &+= 1
    }
  }

  /// Reads eight characters and keeps as many as there is room for, if all are of the alphabet.
  ///
  /// Others are left to be taken one by one, so that an error names the first field it concerns.
  @inline(__always)
  private mutating func takeEight(of text: borrowing Span<UInt8>) {
    guard nextCharacter &+ 8 <= characters.upperBound,
      let sextets = Base64URL.eight(of: text, at: nextCharacter)
    else { return }
    let taken = min(8, (64 &- heldCount) / 6)
    held = held &<< UInt64(taken &* 6) | sextets &>> UInt64((8 &- taken) &* 6)
    heldCount &+= taken &* 6
    nextCharacter &+= taken
  }

  /// Reads a small number of `count` bits, at most 58.
  @inline(__always)
  package mutating func number(
    _ count: Int, _ field: StaticString, of text: borrowing Span<UInt8>
  ) throws(SignalError) -> Int {
    Int(truncatingIfNeeded: try bits(count, field, of: text))
  }

  /// Reads one bit, 1 for true.
  @inline(__always)
  package mutating func flag(
    _ field: StaticString, of text: borrowing Span<UInt8>
  ) throws(SignalError) -> Bool {
    try bits(1, field, of: text) == 1
  }

  /// Passes over `count` bits, looking at no more than the last character of them.
  package mutating func skip(
    _ count: Int, _ field: StaticString, of text: borrowing Span<UInt8>
  ) throws(SignalError) {
    guard count <= remaining else { throw ended(in: field) }
    let beyond = count - heldCount
    if beyond <= 0 {
      heldCount -= count
      return
    }
    nextCharacter += beyond / 6
    heldCount = 0
    _ = try bits(beyond % 6, field, of: text)
  }

  /// Checks every character that is left and tells whether all their bits are zero.
  package mutating func restIsZero(of text: borrowing Span<UInt8>) throws(SignalError) -> Bool {
    var isZero = true
    while remaining > 0 {
      let count = min(remaining, 6 - position % 6)
      if try bits(count, "padding", of: text) != 0 { isZero = false }
    }
    return isZero
  }

  /// An error about the bit that comes next.
  package func error(_ reason: String) -> SignalError {
    error(reason, at: position)
  }

  /// An error about the bit at `bit`.
  package func error(_ reason: String, at bit: Int) -> SignalError {
    SignalError(
      reason, segment: segment, bit: bit,
      character: min(characters.lowerBound + bit / 6, characters.upperBound) + 1)
  }

  private func ended(in field: StaticString) -> SignalError {
    error("it ends within the \(field)", at: characters.count * 6)
  }

  private func stranger(at index: Int) -> SignalError {
    SignalError(
      "a character is not of the base64url alphabet", segment: segment,
      bit: (index - characters.lowerBound) * 6, character: index + 1)
  }
}
