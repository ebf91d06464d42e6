package import Cells

/// A terminal small enough to trust: it understands what the painter may send, and nothing else.
package struct ModelTerminal {
  package struct Spot: Hashable {
    package var text = " "
    package var style = Style()
  }

  package let size: Size
  package var spots: [[Spot]]
  package var column = 0
  package var row = 0
  package var style = Style()
  package var isCursorVisible = true
  package var isSynchronised = false
  /// The private modes that are on, by number: 1049 is the second screen, 1006 the mouse.
  package var modes: Set<String> = []
  /// What it was sent and did not understand.
  package var unknown: [String] = []

  package init(_ size: Size) {
    self.size = size
    spots = Array(repeating: Array(repeating: Spot(), count: size.columns), count: size.rows)
  }

  package mutating func feed(_ bytes: [UInt8]) {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\r": column = 0
      case "\n": row += 1
      case "\u{1B}":
        if index < scalars.count, scalars[index] == "]" || scalars[index] == "P" {
          skipText(scalars, &index)
          continue
        }
        guard index < scalars.count, scalars[index] == "[" else {
          // Keypad modes and the like, which change nothing that is seen.
          if index < scalars.count, "=>78".unicodeScalars.contains(scalars[index]) {
            index += 1
          } else {
            unknown.append("esc")
          }
          continue
        }
        var body = ""
        index += 1
        while index < scalars.count, !(0x40...0x7E).contains(scalars[index].value) {
          body.unicodeScalars.append(scalars[index])
          index += 1
        }
        if index < scalars.count { control(body, scalars[index]) }
        index += 1
      default: write(scalar)
      }
    }
  }

  /// Passes over a title, a colour or another text for the terminal, which ends in BEL or ESC \\.
  private func skipText(_ scalars: [Unicode.Scalar], _ index: inout Int) {
    while index < scalars.count, scalars[index] != "\u{07}" {
      if scalars[index] == "\u{1B}", index + 1 < scalars.count, scalars[index + 1] == "\\" {
        index += 1
        break
      }
      index += 1
    }
    index += 1
  }

  /// The rows as text, without the spaces at their ends.
  package var text: String {
    spots.map { row in
      var line = row.map(\.text).joined()
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    let width = TextWidth.of(scalar)
    guard row < size.rows else {
      unknown.append("below the screen")
      return
    }
    if width == 0 {
      let place = max(0, min(column, size.columns) - 1)
      let base = place > 0 && spots[row][place].text.isEmpty ? place - 1 : place
      spots[row][base].text.unicodeScalars.append(scalar)
      return
    }
    guard column + width <= size.columns else {
      unknown.append("beyond the line")
      return
    }
    spots[row][column] = Spot(text: String(scalar), style: style)
    if width == 2 { spots[row][column + 1] = Spot(text: "", style: style) }
    column += width
  }

  private mutating func control(_ body: String, _ final: Unicode.Scalar) {
    let numbers = body.split(separator: ";").map { Int($0) ?? 0 }
    switch (final, body) {
    case ("H", _):
      row = (numbers.first ?? 1) - 1
      column = (numbers.count > 1 ? numbers[1] : 1) - 1
    case ("C", _): column += numbers.first ?? 1
    case ("J", "2"):
      for row in 0..<size.rows { erase(row, from: 0) }
    case ("K", ""): erase(row, from: column)
    case ("h", "?25"), ("l", "?25"): isCursorVisible = final == "h"
    case ("h", "?2026"), ("l", "?2026"): isSynchronised = final == "h"
    case ("h", _) where body.hasPrefix("?"): modes.insert(String(body.dropFirst()))
    case ("l", _) where body.hasPrefix("?"): modes.remove(String(body.dropFirst()))
    case ("m", _) where body.hasPrefix(">"), ("u", _), ("p", _), ("t", _), ("r", _): break
    case ("m", _): render(numbers)
    default: unknown.append(body + String(final))
    }
  }

  private mutating func erase(_ row: Int, from start: Int) {
    // What was drawn for a larger screen may come just after it was made smaller.
    guard spots.indices.contains(row) else { return unknown.append("below the screen") }
    for column in start..<max(start, size.columns) {
      spots[row][column] = Spot(text: " ", style: Style(on: style.background))
    }
  }

  private mutating func render(_ numbers: [Int]) {
    var rest = numbers.isEmpty ? [0] : numbers
    while let code = rest.first {
      rest.removeFirst()
      switch code {
      case 0: style = Style()
      case 1: style.emphasis.insert(.bold)
      case 2: style.emphasis.insert(.dim)
      case 3: style.emphasis.insert(.italic)
      case 4: style.emphasis.insert(.underline)
      case 7: style.emphasis.insert(.reverse)
      case 9: style.emphasis.insert(.strike)
      case 39: style.foreground = .standard
      case 49: style.background = .standard
      case 30...37: style.foreground = .ansi(UInt8(code - 30))
      case 90...97: style.foreground = .ansi(UInt8(code - 82))
      case 40...47: style.background = .ansi(UInt8(code - 40))
      case 100...107: style.background = .ansi(UInt8(code - 92))
      case 38, 48:
        let colour = extended(&rest)
        if code == 38 { style.foreground = colour } else { style.background = colour }
      default: unknown.append("m\(code)")
      }
    }
  }

  private mutating func extended(_ rest: inout [Int]) -> Colour {
    if rest.first == 5, rest.count >= 2 {
      defer { rest.removeFirst(2) }
      return .indexed(UInt8(rest[1]))
    }
    guard rest.first == 2, rest.count >= 4 else {
      unknown.append("colour")
      return .standard
    }
    defer { rest.removeFirst(4) }
    return .rgb(RGB(UInt8(rest[1]), UInt8(rest[2]), UInt8(rest[3])))
  }
}
