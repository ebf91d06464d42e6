package import Basis

/// Merges the dictionaries of all runs into one; codes never change.
package struct DictionaryMerge {
  private let isUsed: (_ key: String, _ code: UInt32) -> Bool
  private let isPersonal: (String) -> Bool
  private let open: ([UInt8]) throws(Fault) -> [UInt8]
  private let seal: ([UInt8]) throws(Fault) -> [UInt8]

  /// A text that no row uses any more is emptied; those of personal fields are sealed.
  package init(
    isUsed: @escaping (String, UInt32) -> Bool, isPersonal: @escaping (String) -> Bool,
    open: @escaping ([UInt8]) throws(Fault) -> [UInt8],
    seal: @escaping ([UInt8]) throws(Fault) -> [UInt8]
  ) {
    (self.isUsed, self.isPersonal, self.open, self.seal) = (isUsed, isPersonal, open, seal)
  }

  /// The keys of all dictionaries, sorted.
  package static func keys(of runs: [RunFile]) -> [String] {
    let names = runs.flatMap(\.sectionNames).filter { $0.hasSuffix(GrowingDictionary.from) }
    return Set(names.map { String($0.dropLast(GrowingDictionary.from.count)) }).sorted()
  }

  /// Whether a run has texts of a dictionary that are not sealed.
  package static func isPlain(_ key: String, in runs: [RunFile]) -> Bool {
    runs.contains { $0.has(key + "/bytes") }
  }

  /// The merged run, and how many texts were emptied.
  package func merged(_ runs: [RunFile]) throws(Fault) -> (run: RunWriter, emptied: Int) {
    var writer = RunWriter()
    var emptied = 0
    for key in Self.keys(of: runs) {
      var texts = try GrowingDictionary.read(key, from: runs, open: open)
      for index in texts.indices
      where !texts[index].isEmpty && !isUsed(key, UInt32(index + 1)) {
        texts[index] = ""
        emptied += 1
      }
      try GrowingDictionary.write(
        texts, from: 0, to: &writer, as: key, seal: isPersonal(key) ? seal : nil)
    }
    return (writer, emptied)
  }
}

extension GrowingDictionary {
  static let from = "/from"
  private static let sealed = "/sealed"

  /// Adds texts that begin behind `count` known ones to a dictionary run, sealed where `seal` is.
  static func write(
    _ texts: [String], from count: Int, to run: inout RunWriter, as key: String,
    seal: (([UInt8]) throws(Fault) -> [UInt8])?
  ) throws(Fault) {
    run.add(key + from, [Int64(count)])
    guard let seal else {
      run.add(key, texts: texts)
      return
    }
    run.add(key + "/lengths", texts.map { UInt32($0.utf8.count) })
    run.add(key + sealed, bytes: try seal(texts.flatMap { Array($0.utf8) }))
  }

  /// Reads the texts of a key from one run, opening them where they are sealed.
  static func texts(
    _ key: String, in run: RunFile, open: ([UInt8]) throws(Fault) -> [UInt8]
  ) throws(Fault) -> [String] {
    guard run.has(key + sealed) else { return try run.texts(key) }
    let plain = try run.opened(try run.bytes(key + sealed), by: open)
    var texts: [String] = []
    var start = 0
    for length in try run.numbers(key + "/lengths") {
      let end = start + Int(length)
      guard end <= plain.count else { throw run.damage("the texts of \(key) are cut off") }
      texts.append(String(decoding: plain[start..<end], as: UTF8.self))
      start = end
    }
    return texts
  }
}
