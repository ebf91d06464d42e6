internal import Basis

/// A theme file as it was written: strings and lists of strings under section names.
///
/// This is the strict part of TOML that themes need: `[section]`, bare or quoted keys, basic
/// strings, lists of them over any number of lines, comments. What is not understood becomes a
/// warning with its line and is left out.
struct ThemeText: Sendable {
  struct Entry: Hashable, Sendable {
    let section: String
    let key: String
    let values: [String]
    let isList: Bool
    let line: Int
  }

  private(set) var entries: [Entry] = []
  private(set) var warnings: [ThemeWarning] = []

  init(_ text: String) {
    var section = ""
    var waiting: (key: String, text: String, line: Int)?
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let number = index + 1
      let content = Self.withoutComment(line).trimmed
      if var open = waiting {
        open.text += " " + content
        waiting = open
        if content.last == "]" {
          add(open.key, open.text, section, open.line)
          waiting = nil
        }
        continue
      }
      guard !content.isEmpty else { continue }
      if content.first == "[" {
        guard content.last == "]", content.dropFirst().dropLast().allSatisfy(Self.isBare) else {
          warn("this section name cannot be read", number)
          continue
        }
        section = String(content.dropFirst().dropLast())
        continue
      }
      guard let (key, value) = Self.pair(content) else {
        warn("expected `key = \"value\"`", number)
        continue
      }
      if value.first == "[", value.last != "]" {
        waiting = (key, value, number)
      } else {
        add(key, value, section, number)
      }
    }
    if let waiting { warn("the list of `\(waiting.key)` is never closed", waiting.line) }
  }

  private mutating func warn(_ text: String, _ line: Int) {
    warnings.append(ThemeWarning(line: line, text: text))
  }

  private mutating func add(_ key: String, _ value: String, _ section: String, _ line: Int) {
    let isList = value.first == "["
    let inside = isList ? value.dropFirst().dropLast().trimmed : value
    guard let values = Self.strings(inside), isList || values.count == 1 else {
      warn("`\(key)` must be a string in double quotes or a list of them", line)
      return
    }
    if entries.contains(where: { $0.section == section && $0.key == key }) {
      warn("`\(key)` is written twice; the later one counts", line)
      entries.removeAll { $0.section == section && $0.key == key }
    }
    entries.append(
      Entry(section: section, key: key, values: values, isList: isList, line: line))
  }

  /// Reads `"a", "b",`; nil when anything else stands there.
  private static func strings(_ text: String) -> [String]? {
    var (values, rest) = ([String](), text[...])
    while !rest.isEmpty {
      guard let (value, after) = quoted(rest) else { return nil }
      values.append(value)
      rest = after.trimmed[...]
      guard !rest.isEmpty else { break }
      guard rest.first == "," else { return nil }
      rest = rest.dropFirst().trimmed[...]
    }
    return values
  }

  private static func quoted(_ text: Substring) -> (String, Substring)? {
    guard text.first == "\"" else { return nil }
    var value = ""
    var isEscaped = false
    var index = text.index(after: text.startIndex)
    while index < text.endIndex {
      let character = text[index]
      index = text.index(after: index)
      if isEscaped {
        guard character == "\"" || character == "\\" else { return nil }
        value.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        return (value, text[index...])
      } else {
        value.append(character)
      }
    }
    return nil
  }

  private static func pair(_ line: String) -> (String, String)? {
    if line.first == "\"" {
      guard let (key, rest) = quoted(line[...]) else { return nil }
      let after = rest.trimmed
      guard after.first == "=" else { return nil }
      return (key, after.dropFirst().trimmed)
    }
    guard let equals = line.firstIndex(of: "=") else { return nil }
    let key = line[..<equals].trimmed
    guard !key.isEmpty, key.allSatisfy(isBare) else { return nil }
    return (key, line[line.index(after: equals)...].trimmed)
  }

  private static func isBare(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
  }

  private static func withoutComment(_ line: Substring) -> Substring {
    var (isQuoted, isEscaped) = (false, false)
    for index in line.indices {
      let character = line[index]
      if isEscaped {
        isEscaped = false
      } else if character == "\\", isQuoted {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      } else if character == "#", !isQuoted {
        return line[..<index]
      }
    }
    return line
  }
}

/// Something in a theme file that was left out, and where.
package struct ThemeWarning: Hashable, Sendable, CustomStringConvertible {
  package let line: Int
  package let text: String

  package var description: String { "line \(line): \(text)" }
}
