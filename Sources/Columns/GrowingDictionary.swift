package import Basis

/// The distinct texts of a field while new ones come in; codes never change once they are given.
package struct GrowingDictionary: Sendable {
  /// The texts in the order of their codes: `texts[0]` has code 1.
  package private(set) var texts: [String]
  /// How many texts were known before this batch.
  package let knownCount: Int
  private var index: HashIndex

  package init(known texts: [String] = []) {
    self.texts = texts
    knownCount = texts.count
    index = HashIndex(capacity: texts.count)
    for (place, text) in texts.enumerated() {
      _ = index.insert(Self.hash(text), UInt32(place + 1))
    }
  }

  /// The code of a text, given now where it is new.
  package mutating func code(of text: String) -> UInt32 {
    let (code, isNew) = index.insert(Self.hash(text), UInt32(texts.count + 1))
    if isNew { texts.append(text) }
    return code
  }

  /// The code of a text's UTF-8, given now where it is new.
  package mutating func code(of text: Span<UInt8>) -> UInt32 {
    let (code, isNew) = index.insert(
      Hash64.of(text, seed: Self.seed), UInt32(texts.count + 1))
    if isNew {
      unsafe text.withUnsafeBufferPointer { text in
        unsafe texts.append(String(decoding: text, as: UTF8.self))
      }
    }
    return code
  }

  package func text(of code: UInt32) -> String? {
    code == 0 || code > texts.count ? nil : texts[Int(code) - 1]
  }

  /// Adds the texts that this batch brought to a dictionary run, under the field's key; `seal` is
  /// given for the texts of personal fields.
  package func writeNew(
    to run: inout RunWriter, as key: String, seal: (([UInt8]) throws(Fault) -> [UInt8])?
  ) throws(Fault) {
    guard texts.count > knownCount else { return }
    try Self.write(
      Array(texts[knownCount...]), from: knownCount, to: &run, as: key, seal: seal)
  }

  /// Reads the texts of a field from all dictionary runs, in the order of their commits.
  package static func read(
    _ key: String, from runs: [RunFile], open: ([UInt8]) throws(Fault) -> [UInt8]
  ) throws(Fault) -> [String] {
    var texts: [String] = []
    for run in runs where run.has(key + from) {
      guard try run.integers(key + from).first == Int64(texts.count) else {
        throw run.damage("the dictionary of \(key) has a gap")
      }
      texts += try Self.texts(key, in: run, open: open)
    }
    return texts
  }

  /// Two texts of the same 64 bits would share a code; among a million texts the chance is 3 in
  /// 100 million, and the seed keeps senders from aiming at it by accident.
  private static func hash(_ text: String) -> UInt64 { Hash64.of(text, seed: seed) }
  private static let seed: UInt64 = 0x5041_5254
}
