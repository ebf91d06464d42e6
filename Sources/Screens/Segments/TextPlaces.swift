internal import Cells

/// Between bytes of a text, as the engine counts, and lines and characters, as the editor does.
enum TextPlaces {
  static func place(ofByte byte: Int, in text: String) -> TextEditor.Place {
    var (line, character, used) = (0, 0, 0)
    for letter in text {
      guard used < byte else { break }
      used += letter.utf8.count
      if letter.isNewline { (line, character) = (line + 1, 0) } else { character += 1 }
    }
    return TextEditor.Place(line: line, character: character)
  }

  /// The stretches of lines that a range of bytes covers; at least one character long.
  static func mistakes(_ range: Range<Int>, in text: String) -> [TextEditor.Mistake] {
    let from = place(ofByte: range.lowerBound, in: text)
    let to = place(ofByte: range.upperBound, in: text)
    guard from.line == to.line else {
      return [TextEditor.Mistake(line: from.line, characters: from.character..<Int.max)]
    }
    let end = max(to.character, from.character + 1)
    return [TextEditor.Mistake(line: from.line, characters: from.character..<end)]
  }

  /// The pieces of a text with the tokens they belong to, in order; nil for what lies between.
  static func pieces<Kind>(
    of text: String, tokens: [(range: Range<Int>, kind: Kind)]
  ) -> [(text: String, kind: Kind?)] {
    let bytes = Array(text.utf8)
    var pieces: [(text: String, kind: Kind?)] = []
    var used = 0
    for token in tokens {
      let range = token.range.clamped(to: 0..<bytes.count)
      guard range.lowerBound >= used, !range.isEmpty else { continue }
      if range.lowerBound > used {
        pieces.append((String(decoding: bytes[used..<range.lowerBound], as: UTF8.self), nil))
      }
      pieces.append((String(decoding: bytes[range], as: UTF8.self), token.kind))
      used = range.upperBound
    }
    if used < bytes.count {
      pieces.append((String(decoding: bytes[used...], as: UTF8.self), nil))
    }
    return pieces
  }
}

extension TextEditor {
  /// The cursor's place in bytes of UTF-8.
  var offset: Int {
    let before = (0..<cursor.line).reduce(0) { $0 + line($1).utf8.count + 1 }
    return before + line(cursor.line).prefix(cursor.character).utf8.count
  }
}
