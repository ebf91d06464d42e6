package import Basis

/// The way from a document to one of its values, such as `context.traits.email` or `items[0].sku`.
package struct JSONPath: Sendable, Hashable, CustomStringConvertible {
  package enum Step: Sendable, Hashable {
    case key(String)
    case element(Int)
  }

  package let steps: [Step]

  package init(_ steps: [Step]) { self.steps = steps }

  /// Reads keys separated by dots, each followed by any number of `[n]`; a backslash before a dot,
  /// a bracket or a backslash takes it as part of the key.
  package init(parsing text: String) throws(Fault) {
    var reader = JSONPathReader(text)
    steps = try reader.steps()
  }

  package var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let key):
        if !text.isEmpty { text += "." }
        for character in key {
          if "\\.[]".contains(character) { text += "\\" }
          text.append(character)
        }
      case .element(let index): text += "[\(index)]"
      }
    }
    return text
  }
}

/// Reads the text of a path once, from left to right.
private struct JSONPathReader {
  private let text: String
  private let characters: [Character]
  private var position = 0

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  mutating func steps() throws(Fault) -> [JSONPath.Step] {
    var steps: [JSONPath.Step] = []
    while true {
      let key = try key()
      if !key.isEmpty {
        steps.append(.key(key))
      } else if !(steps.isEmpty && next == "[") {
        throw fault("a key is missing")
      }
      while next == "[" { steps.append(try element()) }
      guard position < characters.count else { return steps }
      guard next == "." else { throw fault("a dot was expected") }
      position += 1
    }
  }

  private var next: Character? { position < characters.count ? characters[position] : nil }

  private mutating func key() throws(Fault) -> String {
    var key = ""
    while let character = next, character != ".", character != "[" {
      position += 1
      guard character == "\\" else {
        key.append(character)
        continue
      }
      guard let escaped = next else { throw fault("nothing follows the backslash") }
      key.append(escaped)
      position += 1
    }
    return key
  }

  private mutating func element() throws(Fault) -> JSONPath.Step {
    position += 1
    var digits = ""
    while let character = next, character != "]" {
      digits.append(character)
      position += 1
    }
    guard next == "]", let index = UInt32(digits) else {
      throw fault("a number in brackets was expected, such as [0]")
    }
    position += 1
    return .element(Int(index))
  }

  private func fault(_ reason: String) -> Fault {
    Fault(
      .badMapping, "path \"\(text)\"", reason: reason,
      remedy: "Write keys with dots between them, such as properties.products[0].sku",
      place: Fault.Place(column: position + 1))
  }
}
