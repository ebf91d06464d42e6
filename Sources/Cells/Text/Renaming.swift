/// Names that are drawn as other ones wherever they stand as whole words.
///
/// For a screen that others look at: what is drawn changes, what is meant does not.
package struct Renaming: Hashable, Sendable {
  private struct Pair: Hashable {
    let name: [Character]
    let replacement: String
  }

  /// By the first word of the name, longest name first.
  private var pairs: [String: [Pair]] = [:]

  package init(_ names: some Sequence<(name: String, replacement: String)>) {
    for (name, replacement) in names where !name.isEmpty {
      let name = Array(name)
      pairs[Self.key(name, at: 0), default: []].append(Pair(name: name, replacement: replacement))
    }
    for key in pairs.keys { pairs[key]?.sort { $0.name.count > $1.name.count } }
  }

  package var isEmpty: Bool { pairs.isEmpty }

  /// The text with every name replaced; costs grow with the text, not with the number of names.
  package func applied(to text: String) -> String {
    guard !pairs.isEmpty else { return text }
    let characters = Array(text)
    var (result, place) = ("", 0)
    while place < characters.count {
      let isStart = place == 0 || !Self.isWord(characters[place - 1])
      if isStart, let pair = match(characters, at: place) {
        result += pair.replacement
        place += pair.name.count
      } else {
        result.append(characters[place])
        place += 1
      }
    }
    return result
  }

  private func match(_ text: [Character], at place: Int) -> Pair? {
    pairs[Self.key(text, at: place)]?.first { pair in
      let end = place + pair.name.count
      guard end <= text.count, text[place..<end].elementsEqual(pair.name) else { return false }
      return end == text.count || !Self.isWord(text[end]) || !Self.isWord(text[end - 1])
    }
  }

  private static func key(_ text: [Character], at place: Int) -> String {
    let word = text[place...].prefix { isWord($0) }
    return word.isEmpty ? String(text[place]) : String(word)
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
