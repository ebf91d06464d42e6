import Basis
import Normalise

/// Runs a function over the bytes of a text and returns what it appended.
func appended(
  _ text: String, _ body: (Span<UInt8>, inout [UInt8]) -> Void
) -> String {
  var out = Array("kept".utf8)
  body(Array(text.utf8).span, &out)
  precondition(out.starts(with: "kept".utf8), "a function must not touch what stands before")
  return String(decoding: out.dropFirst(4), as: UTF8.self)
}

/// Draws bytes that are half plausible: pieces of real values with random damage.
func mutated(_ random: inout Seeded, from seeds: [String]) -> [UInt8] {
  var bytes = Array(random.pick(seeds).utf8)
  for _ in 0...random.below(5) {
    let at = random.below(bytes.count + 1)
    switch random.below(4) {
    case 0 where at < bytes.count: bytes[at] = UInt8(random.below(256))
    case 1 where at < bytes.count: bytes.remove(at: at)
    case 2: bytes.insert(UInt8(random.below(256)), at: at)
    default: bytes.removeLast(bytes.count - at)
    }
  }
  return bytes
}
