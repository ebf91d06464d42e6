import Cells
import Glibc
import Support
import Testing

@Suite("Signs for terminals that have fewer") struct GlyphTests {
  @Test("every sign that the program draws has a counterpart in ASCII and on a console")
  func counterparts() throws {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    var signs: [Unicode.Scalar: String] = [:]
    for folder in ["Cells", "Screens"] {
      for file in swiftFiles(below: root + "/Sources/" + folder) {
        for scalar in drawn(by: try text(of: file)) { signs[scalar] = file }
      }
    }
    #expect(signs.count > 60)
    // Quarters of cells and braille are only drawn where a font has them.
    let fine: [ClosedRange<UInt32>] = [0x2596...0x259F, 0x2800...0x28FF]
    for (sign, file) in signs where !fine.contains(where: { $0.contains(sign.value) }) {
      let cluster = Cluster(String(sign))
      for glyphs in [Glyphs.ascii, .console] {
        let shown = glyphs.harmless(cluster)
        #expect(shown != Cluster("?"), "\(sign) of \(file)")
        #expect(shown.width == cluster.width)
      }
      #expect(Glyphs.ascii.harmless(cluster).isASCII)
    }
  }

  @Test(
    "a counterpart means the same",
    arguments: [
      ("•••", "***"), ("✓ on time", "+ on time"), ("✗ refused", "x refused"),
      ("Ends ≤ 30 d", "Ends <=30 d"), ("≥ 2 times", ">=2 times"), ("≤5", "<=5"),
      ("“a”, ‘b’", "\"a\", 'b'"), ("−3 … ×2", "-3 ~ x2"), ("Müller", "Muller"),
    ])
  func meaning(text: String, ascii: String) {
    var canvas = Canvas(Size(20, 1), glyphs: .ascii)
    canvas.put(text, row: 0)
    #expect(canvas.text == ascii)
  }

  @Test("a sign of two characters takes the room of the space behind it, in whatever run that is")
  func widths() {
    var canvas = Canvas(Size(6, 1), glyphs: .ascii)
    canvas.put([Run("≥", .textMuted), Run(" ", .text), Run("1,000")], at: .zero)
    #expect(canvas.text == ">=1,0~")
    canvas = Canvas(Size(7, 1), glyphs: .ascii)
    canvas.put([Run("≥", .textMuted), Run(" ", .text), Run("1,000")], at: .zero)
    #expect(canvas.text == ">=1,000")
  }

  @Test("a line chart on a console has neither braille nor quarters of cells")
  func console() {
    var canvas = Canvas(Size(40, 10), glyphs: .console)
    LineChart([ChartSeries("a", [1, 4, 2, 8]), ChartSeries("b", [8, 3, 3, 1])])
      .draw(into: &canvas, in: canvas.bounds)
    let signs = Set(canvas.text.unicodeScalars.filter { $0.value > 0x7F })
    #expect(!signs.isEmpty)
    #expect(signs.isSubset(of: Set("█▀▄■▲•─│└┘┌·".unicodeScalars)), "\(signs)")
  }

  // MARK: What the sources draw

  private func swiftFiles(below folder: String) -> [String] {
    guard let entries = opendir(folder) else { return [] }
    defer { closedir(entries) }
    var files: [String] = []
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = folder + "/" + name
      if name.hasSuffix(".swift") { files.append(path) } else { files += swiftFiles(below: path) }
    }
    return files
  }

  private func text(of path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What is not ASCII in a source and no comment: signs stand in literals alone.
  private func drawn(by source: String) -> Set<Unicode.Scalar> {
    var found: Set<Unicode.Scalar> = []
    for line in source.split(separator: "\n") {
      var isInString = false
      var before: Character = " "
      for character in line {
        if character == "\"", before != "\\" { isInString.toggle() }
        if !isInString, character == "/", before == "/" { break }
        found.formUnion(character.unicodeScalars.filter { $0.value > 0x7F })
        before = character
      }
    }
    return found
  }
}
