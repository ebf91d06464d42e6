/// The characters that frames, bars and charts are made of: all of Unicode, those that the fonts of
/// the Linux console have, or ASCII.
package struct Glyphs: Hashable, Sendable {
  private enum Repertoire { case unicode, console, ascii }

  private let repertoire: Repertoire

  private init(_ repertoire: Repertoire) { self.repertoire = repertoire }

  package static let unicode = Glyphs(.unicode)
  /// A console's fonts have 256 or 512 signs: whole and half blocks, but neither eighths nor braille.
  package static let console = Glyphs(.console)
  package static let ascii = Glyphs(.ascii)

  /// True where only ASCII may be drawn: the locale is not UTF-8, or the user asked for it.
  package var isASCII: Bool { repertoire == .ascii }
  /// True where fonts have no finer signs than halves of a cell.
  package var isCoarse: Bool { repertoire != .unicode }

  /// In a few words, for those who look after the terminal.
  package var name: String { choice("UTF-8", "those of a console's font", "ASCII") }

  private func choice<Value>(_ unicode: Value, _ console: Value, _ ascii: Value) -> Value {
    switch repertoire {
    case .unicode: unicode
    case .console: console
    case .ascii: ascii
    }
  }

  /// The pieces of a frame: four corners, two lines, four tees and a crossing.
  package struct Frame: Hashable, Sendable {
    package let topLeft, topRight, bottomLeft, bottomRight: Cluster
    package let horizontal, vertical: Cluster
    package let teeLeft, teeRight, teeTop, teeBottom, cross: Cluster

    fileprivate init(_ pieces: String) {
      let all = Array(Clusters(pieces))
      let piece = { (index: Int) in index < all.count ? all[index] : Cluster.space }
      (topLeft, topRight, bottomLeft, bottomRight) = (piece(0), piece(1), piece(2), piece(3))
      (horizontal, vertical) = (piece(4), piece(5))
      (teeLeft, teeRight, teeTop, teeBottom) = (piece(6), piece(7), piece(8), piece(9))
      cross = piece(10)
    }
  }

  private static let thin = Frame("╭╮╰╯─│├┤┬┴┼")
  private static let square = Frame("┌┐└┘─│├┤┬┴┼")
  private static let plain = Frame("++++-|+++++")

  package var frame: Frame { choice(Self.thin, Self.square, Self.plain) }
  /// A whole cell of a bar, which leaves the edges of its row free, so that bars one above the other
  /// stay apart; and half a cell.
  package var barWhole: Cluster { choice(Self.block, Self.block, Self.hash) }
  package var barHalf: Cluster { choice(Self.smallBlock, Self.dot, Self.dash) }
  /// What lies behind a bar, to the end of its scale.
  package var barTrack: Cluster { choice(Self.dot, Self.dot, Self.point) }
  /// Parts of a cell filled from the bottom, one eighth to the whole.
  package var eighthsUp: [Cluster] { choice(Self.up, Self.halvesUp, Self.rises) }
  /// What the parts of stacked bars are made of, fullest first.
  package var fills: [Cluster] { choice(Self.blockFills, Self.shadeFills, Self.plainFills) }
  /// The classes of a heat map where no colour tells them, emptiest first.
  package var shades: [Cluster] { choice(Self.tones, Self.tones, Self.plainTones) }
  /// What a partial period is filled with.
  package var hatch: Cluster { choice(Self.shade, Self.shade, Self.wave) }
  /// What an unknown value is drawn as in a chart: not a zero.
  package var absent: Cluster { choice(Self.dots, Self.colon, Self.colon) }
  /// What the lines of a chart's grid are made of.
  package var track: Cluster { choice(Self.dashes, Self.dot, Self.point) }
  package var ellipsis: String { choice("…", "~", "~") }
  package var dash: String { choice("–", "-", "-") }

  private static let (wave, shade) = (Cluster("~"), Cluster("▒"))
  private static let (colon, dots) = (Cluster(":"), Cluster("┊"))
  private static let (point, dashes) = (Cluster("."), Cluster("┈"))
  private static let (block, smallBlock, dot) = (Cluster("■"), Cluster("▪"), Cluster("·"))
  private static let (hash, dash) = (Cluster("#"), Cluster("-"))
  private static let up = Array(Clusters("▁▂▃▄▅▆▇█"))
  private static let halvesUp = Array(Clusters("__▄▄▄▄██"))
  private static let rises = Array(Clusters("__..--=#"))
  private static let blockFills = Array(Clusters("■□▪·◆◇"))
  private static let shadeFills = Array(Clusters("█▓▒░▄▀"))
  private static let plainFills = Array(Clusters("#=+.ox"))
  private static let tones = Array(Clusters(" ░▒▓█"))
  private static let plainTones = Array(Clusters(" :=*#"))

  /// What a terminal gets for `cluster` that may not have it: a look-alike of the same meaning, or
  /// `?`.
  package func harmless(_ cluster: Cluster) -> Cluster {
    guard repertoire != .unicode, !cluster.isASCII else { return cluster }
    let first = cluster.text.unicodeScalars.first
    if repertoire == .console {
      if let alike = Self.consoleAlike[cluster] { return alike }
      // Letters are the business of whoever loaded the font.
      if Self.consoleSigns.contains(cluster) || first.map({ Self.isLetter($0) }) == true {
        return cluster
      }
    }
    if let alike = Self.alike[cluster] { return alike }
    // Latin letters with marks lose their marks.
    return first.map { Self.letter(below: $0) } ?? Cluster("?")
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x530 && scalar.properties.isAlphabetic
  }

  private static let spellings: [Character: String] = ["≤": "<=", "≥": ">="]

  /// Texts in which signs that take two characters in ASCII are spelled with both: `≤ 30` as `<=30`,
  /// which is as wide.
  package func spelled(_ runs: [Run]) -> [Run] {
    let signs = Self.spellings
    guard isASCII, runs.contains(where: { $0.text.contains { signs[$0] != nil } }) else {
      return runs
    }
    var isAfterSign = false
    return runs.map { run in
      var spelled = run
      spelled.text = ""
      for character in run.text {
        // The space after the sign makes room for its second character.
        if !isAfterSign || character != " " {
          spelled.text += signs[character] ?? String(character)
        }
        isAfterSign = signs[character] != nil
      }
      return spelled
    }
  }

  /// The letter that a precomposed Latin letter starts from, by its Unicode name.
  private static func letter(below scalar: Unicode.Scalar) -> Cluster {
    guard (0xC0...0x24F).contains(scalar.value), let name = scalar.properties.name else {
      return Cluster("?")
    }
    let words = name.split(separator: " ")
    guard words.count >= 4, words[0] == "LATIN", words[2] == "LETTER", words[3].utf8.count == 1
    else { return Cluster("?") }
    return Cluster(words[1] == "SMALL" ? words[3].lowercased() : String(words[3]))
  }

  /// What nearly every font of a console has: the signs of the first PC.
  private static let consoleSigns = Set(
    Clusters("░▒▓█▀▄▌▐■│┤┐└┴┬├─┼┘┌▲▼►◄↑↓→←•·±≥≤≈°²√"))

  private static let consoleAlike = pairs([
    ("▸", "►"), ("▾", "▼"), ("●", "•"), ("✓", "√"), ("◉", "•"), ("▣", "■"), ("┃", "█"),
    ("▪", "·"), ("□", "▒"), ("◆", "■"), ("▁", "_"), ("▂", "_"), ("▃", "▄"), ("▅", "▄"), ("▆", "▄"),
    ("▇", "█"), ("▞", ","), ("╭", "┌"), ("╮", "┐"), ("╰", "└"), ("╯", "┘"), ("×", "x"),
  ])

  private static func pairs(_ pairs: [(String, String)]) -> [Cluster: Cluster] {
    Dictionary(
      pairs.map { (Cluster($0.0), Cluster($0.1)) }, uniquingKeysWith: { first, _ in first })
  }

  /// What says the same in ASCII; only data may have signs that are not here.
  private static let alike = pairs([
    ("…", "~"), ("–", "-"), ("—", "-"), ("−", "-"), ("›", ">"), ("‹", "<"), ("·", "."),
    ("×", "x"), ("≈", "~"), ("≥", ">"), ("≤", "<"), ("▸", ">"), ("▾", "v"), ("►", ">"), ("◄", "<"),
    ("●", "*"), ("•", "*"), ("○", "o"), ("◉", "@"), ("◐", "o"), ("▣", "#"), ("◆", "*"), ("◇", "o"),
    ("✓", "+"), ("✗", "x"), ("✔", "+"), ("✘", "x"), ("√", "+"),
    ("→", ">"), ("←", "<"), ("↑", "^"), ("↓", "v"), ("▲", "^"), ("▼", "v"),
    ("│", "|"), ("┃", "#"), ("─", "-"), ("━", "="), ("┊", ":"), ("┈", "."), ("├", "+"), ("┤", "+"),
    ("└", "`"), ("╭", "+"), ("╮", "+"), ("╰", "+"), ("╯", "+"), ("┌", "+"), ("┐", "+"), ("┘", "+"),
    ("┬", "+"), ("┴", "+"), ("┼", "+"),
    ("█", "#"), ("■", "#"), ("□", "="), ("▪", "-"), ("▓", "#"), ("▒", "="), ("░", ":"),
    ("▀", "\""), ("▄", "_"), ("▌", "|"), ("▐", "|"), ("▏", "|"), ("▞", ","),
    ("▁", "_"), ("▂", "_"), ("▃", "."), ("▅", "-"), ("▆", "-"), ("▇", "="),
    ("“", "\""), ("”", "\""), ("„", "\""), ("‘", "'"), ("’", "'"), ("\u{A0}", " "),
    ("\u{202F}", " "),
    ("±", "+"), ("∅", "0"), ("⚠", "!"), ("†", "+"), ("∩", "&"), ("∪", "|"), ("°", "o"), ("²", "2"),
    ("ß", "s"), ("æ", "a"), ("ø", "o"), ("ł", "l"), ("Ø", "O"), ("Æ", "A"), ("€", "E"),
  ])
}
