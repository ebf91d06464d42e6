import Basis

extension Seeded {
  /// Draws a text of up to `longest` characters from `alphabet`.
  package mutating func text(of alphabet: String, upTo longest: Int) -> String {
    let characters = Array(alphabet)
    return String((0..<below(longest + 1)).map { _ in pick(characters) })
  }
}
