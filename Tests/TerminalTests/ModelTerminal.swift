import Cells

/// A terminal small enough to trust: it understands what the painter may send, and nothing else.
struct ModelTerminal {
  struct Spot: Hashable {
    var text = " "
    var style = Style()
  }

  let size: Size
  var spots: [[Spot]]
  var column = 0
  var row = 0
  var style = Style()
  var isCursorVisible = true
  var isSynchronised = false
  /// What it was sent and did not understand.
  var unknown: [String] = []

  init(_ size: Size) {
    self.size = size
    spots = Array(repeating: Array(repeating: Spot(), count: size.columns), count: size.rows)
  }

  mutating func feed(_ bytes: [UInt8]) {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\r": column = 0
      case "\n": row += 1
      case "\u{1B}":
        guard index < scalars.count, scalars[index] == "[" else {
          unknown.append("esc")
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
    case ("m", _): render(numbers)
    default: unknown.append(body + String(final))
    }
  }

  private mutating func erase(_ row: Int, from start: Int) {
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
