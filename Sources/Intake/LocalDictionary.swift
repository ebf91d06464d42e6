internal import Basis
internal import Columns

/// The distinct raw texts of one column in a block, each read only once.
///
/// A feed repeats few values often, so whatever is done with a text (trimming, mapping, parsing a
/// browser's name) is done when it is first seen and looked up by its hash from then on.
struct LocalDictionary {
  private var answers = HashIndex(capacity: 64)
  private var codes = HashIndex(capacity: 64)
  private(set) var texts = PackedTexts()

  /// The code that a raw text was given before; nil where it is new.
  @inline(__always)
  func known(_ hash: UInt64) -> UInt32? { answers.value(for: hash) }

  /// Gives a raw text the code of the canonical one; nil stands for unknown.
  mutating func add(_ hash: UInt64, canonical: String?) -> UInt32 {
    add(hash, code: canonical.map { code(of: $0) } ?? 0)
  }

  /// Remembers the code of a raw text.
  mutating func add(_ hash: UInt64, code: UInt32) -> UInt32 {
    _ = answers.insert(hash, code)
    return code
  }

  /// Gives a raw text that is its own canonical form a code.
  mutating func add(_ hash: UInt64, itself text: Span<UInt8>) -> UInt32 {
    let (code, isNew) = codes.insert(hash, UInt32(texts.count + 1))
    if isNew { texts.append(text) }
    return add(hash, code: code)
  }

  /// The code of a canonical text.
  mutating func code(of text: String) -> UInt32 {
    let (code, isNew) = codes.insert(Hash64.of(text), UInt32(texts.count + 1))
    if isNew { texts.append(text) }
    return code
  }
}
