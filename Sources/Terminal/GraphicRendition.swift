package import Cells

/// The sequences that set colours and attributes, written as short as they can be.
package enum GraphicRendition {
  /// Adds the bytes that lead from one style to another; nil means that nothing is certain.
  package static func change(from old: Style?, to new: Style, into bytes: inout [UInt8]) {
    var codes: [String] = []
    // Attributes cannot be taken away one by one on every terminal: start over.
    let startsOver = old.map { !$0.emphasis.isSubset(of: new.emphasis) } ?? true
    if startsOver { codes.append("0") }
    let base = startsOver ? Style() : old ?? Style()
    for (part, code) in attributes
    where new.emphasis.contains(part) && !base.emphasis.contains(part) { codes.append(code) }
    if new.foreground != base.foreground {
      codes.append(colour(new.foreground, low: 30, bright: 90))
    }
    if new.background != base.background {
      codes.append(colour(new.background, low: 40, bright: 100))
    }
    guard !codes.isEmpty else { return }
    let sequence = "\u{1B}[" + (codes == ["0"] ? "" : codes.joined(separator: ";")) + "m"
    bytes.append(contentsOf: sequence.utf8)
  }

  private static let attributes: [(Emphasis, String)] = [
    (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"), (.strike, "9"),
  ]

  private static func colour(_ colour: Colour, low: Int, bright: Int) -> String {
    switch colour {
    case .standard: "\(low + 9)"
    case .ansi(let number) where number < 8: "\(low + Int(number))"
    case .ansi(let number): "\(bright + Int(number & 7))"
    case .indexed(let number): "\(low + 8);5;\(number)"
    case .rgb(let value): "\(low + 8);2;\(value.red);\(value.green);\(value.blue)"
    }
  }
}
