internal import Basis
internal import Columns

/// The distinct raw texts of one column in a block, each read only once.
///
/// A feed repeats few values often, so whatever is done with a text (trimming, mapping, parsing a
/// browser's name) is done when it is first seen and looked up by its hash from then on.
struct LocalDictionary {
  private var answers = RawTextIndex()
  private var codes = HashIndex(capacity: 64)
  private(set) var texts = PackedTexts()
  /// The codes of the list that was read last.
  var items: [UInt32] = []

  /// The code that a raw text was given before; nil where it is new.
  @inline(__always)
  func known(_ hash: UInt64) -> UInt32? { answers.code(of: hash) }

  /// Gives a raw text the code of the canonical one; nil stands for unknown.
  mutating func add(_ hash: UInt64, canonical: String?) -> UInt32 {
    add(hash, code: canonical.map { code(of: $0) } ?? 0)
  }

  /// Remembers the code of a raw text.
  mutating func add(_ hash: UInt64, code: UInt32) -> UInt32 {
    answers.add(hash, code)
    return code
  }

  /// Gives a raw text that is its own canonical form a code.
  mutating func add(_ hash: UInt64, itself text: Span<UInt8>) -> UInt32 {
    // A cleaned text that is the same may stand there as well: whoever reads the block's texts gives
    // both one code.
    texts.append(text)
    return add(hash, code: UInt32(texts.count))
  }

  /// The code of a canonical text.
  mutating func code(of text: String) -> UInt32 {
    let (code, isNew) = codes.insert(Hash64.of(text), UInt32(texts.count + 1))
    if isNew { texts.append(text) }
    return code
  }
}

/// The code of each raw text that was seen, by its hash.
///
/// Places are four bytes and point into a list without gaps, so that the thousands of texts that a
/// block may have of several fields stay in the processor's own memory, where every row asks.
private struct RawTextIndex {
  private struct Entry {
    let hash: UInt64
    let code: UInt32
  }

  /// One more than the number of an entry; 0 is free.
  private var places = [UInt32](repeating: 0, count: 128)
  private var entries: [Entry] = []

  @inline(__always)
  func code(of hash: UInt64) -> UInt32? {
    let (places, entries) = (places.span, entries.span)
    let mask = places.count &- 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] != 0 {
      let entry = entries[Int(places[place]) &- 1]
      if entry.hash == hash { return entry.code }
      place = (place &+ 1) & mask
    }
    return nil
  }

  /// Adds a text that has no code yet.
  mutating func add(_ hash: UInt64, _ code: UInt32) {
    entries.append(Entry(hash: hash, code: code))
    if entries.count * 2 > places.count {
      places = [UInt32](repeating: 0, count: places.count * 2)
      for (number, entry) in entries.enumerated() { mark(entry.hash, UInt32(number + 1)) }
    } else {
      mark(hash, UInt32(entries.count))
    }
  }

  private mutating func mark(_ hash: UInt64, _ number: UInt32) {
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] != 0 { place = (place &+ 1) & mask }
    places[place] = number
  }
}
