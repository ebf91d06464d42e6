extension Canvas {
  /// The grid as text, one line a row, without the spaces at line ends.
  package var text: String {
    (0..<gridSize.rows).map { row in
      var bytes: [UInt8] = []
      for cell in gridRow(row) { cell.cluster.append(to: &bytes) }
      while bytes.last == 0x20 { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    }.joined(separator: "\n")
  }

  /// The grid as letters that stand for inks, followed by what each letter means.
  ///
  /// Tests compare it beside `text`, so that a change of colour shows as a change of text.
  package var inkText: String {
    var letters: [Ink: Character] = [.plain: "."]
    var legend: [String] = []
    var unused =
      Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789").reversed()
      as [Character]
    let rows = (0..<gridSize.rows).map { row in
      var line = ""
      for cell in gridRow(row) {
        if letters[cell.ink] == nil {
          let letter = unused.popLast() ?? "?"
          letters[cell.ink] = letter
          legend.append("\(letter) \(cell.ink)")
        }
        line.append(letters[cell.ink] ?? "?")
      }
      while line.last == "." { line.removeLast() }
      return line
    }
    return (rows + legend).joined(separator: "\n")
  }
}

extension Ink: CustomStringConvertible {
  package var description: String {
    var text = role.name
    if let ground { text += " on " + ground.name }
    let names: [(Emphasis, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"),
      (.reverse, "reverse"), (.strike, "strike"),
    ]
    for (part, name) in names where emphasis.contains(part) { text += " +" + name }
    return text
  }
}
