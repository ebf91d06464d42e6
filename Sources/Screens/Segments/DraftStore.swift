/// Segments that are being edited and not saved.
package struct DraftStore: Hashable, Sendable {
  /// What a draft is found by: the name of its segment, or a number where it never had a name.
  package struct Key: Hashable, Sendable {
    package var name: String
    /// Tells segments without a name apart, from 1 on; 0 for those with one.
    package var number: Int

    package init(name: String) { (self.name, number) = (name, 0) }
    package init(number: Int) { (name, self.number) = ("", number) }

    /// As the screen calls it.
    package var title: String {
      guard name.isEmpty else { return name }
      return number > 1 ? "new segment \(number)" : "new segment"
    }
  }

  package struct Draft: Hashable, Sendable {
    package var key: Key
    package var text: String
    /// The nodes of its tree that are muted, by their places.
    package var muted: [Int]
    package init(_ key: Key, text: String, muted: [Int] = []) {
      (self.key, self.text, self.muted) = (key, text, muted)
    }
  }

  /// The one edited last is the last.
  package private(set) var drafts: [Draft]

  package init(_ drafts: [Draft] = []) { self.drafts = drafts }

  package func text(of key: Key) -> String? { draft(of: key)?.text }

  package func draft(of key: Key) -> Draft? { drafts.first { $0.key == key } }

  /// Those of segments that were never saved, in the order in which they were begun.
  package var unnamed: [Draft] {
    drafts.filter { $0.key.name.isEmpty }.sorted { $0.key.number < $1.key.number }
  }

  /// The key of a segment that is begun now.
  package var fresh: Key {
    let taken = Set(drafts.map(\.key.number))
    return Key(number: (1...).first { !taken.contains($0) } ?? 1)
  }

  /// Keeps `text` under `key`; nil forgets what was kept.
  package mutating func keep(_ text: String?, as key: Key) {
    drafts.removeAll { $0.key == key }
    if let text { drafts.append(Draft(key, text: text)) }
  }

  /// Goes on under `newKey` with what was kept under `key`, in place of what was kept there.
  mutating func move(_ key: Key, to newKey: Key) {
    guard key != newKey, let index = drafts.firstIndex(where: { $0.key == key }) else { return }
    drafts[index].key = newKey
    let moved = drafts[index]
    drafts.removeAll { $0.key == newKey && $0 != moved }
  }

  /// Keeps what is edited under `key`, with what is muted in it.
  mutating func keep(_ builder: Builder, as key: Key) {
    let (text, muted) = builder.whole
    drafts.removeAll { $0.key == key }
    drafts.append(Draft(key, text: text, muted: muted))
  }
}
