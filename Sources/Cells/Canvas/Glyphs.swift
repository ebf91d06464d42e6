/// The characters that frames, bars and charts are made of, in UTF-8 or in ASCII.
package struct Glyphs: Hashable, Sendable {
  /// True where only ASCII may be drawn: the locale is not UTF-8, or the user asked for it.
  package let isASCII: Bool

  private init(isASCII: Bool) { self.isASCII = isASCII }

  package static let unicode = Glyphs(isASCII: false)
  package static let ascii = Glyphs(isASCII: true)

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
  private static let plain = Frame("++++-|+++++")

  package var frame: Frame { isASCII ? Self.plain : Self.thin }
  /// Parts of a cell filled from the left, one eighth to the whole.
  package var eighthsAcross: [Cluster] { isASCII ? Self.hashes : Self.across }
  /// Parts of a cell filled from the bottom, one eighth to the whole.
  package var eighthsUp: [Cluster] { isASCII ? Self.rises : Self.up }
  /// The fills of stacked bars and heat maps, fullest first.
  package var fills: [Cluster] { isASCII ? Self.plainFills : Self.shadeFills }
  /// What a partial period is filled with.
  package var hatch: Cluster { isASCII ? Self.wave : Self.shade }
  /// What an unknown value is drawn as in a chart: not a zero.
  package var absent: Cluster { isASCII ? Self.colon : Self.dots }
  /// What lies behind a bar, to the end of its scale.
  package var track: Cluster { isASCII ? Self.point : Self.dashes }
  package var ellipsis: String { isASCII ? "~" : "…" }
  package var dash: String { isASCII ? "-" : "–" }

  private static let (wave, shade) = (Cluster("~"), Cluster("▒"))
  private static let (colon, dots) = (Cluster(":"), Cluster("┊"))
  private static let (point, dashes) = (Cluster("."), Cluster("┈"))
  private static let across = Array(Clusters("▏▎▍▌▋▊▉█"))
  private static let up = Array(Clusters("▁▂▃▄▅▆▇█"))
  private static let hashes = Array(Clusters(">>>>>>>#"))
  private static let rises = Array(Clusters("__..--=#"))
  private static let shadeFills = Array(Clusters("█▓▒░▚▞"))
  private static let plainFills = Array(Clusters("#=+.ox"))

  /// What an ASCII terminal gets for `cluster`: a look-alike, or `?`.
  package func harmless(_ cluster: Cluster) -> Cluster {
    guard isASCII, !cluster.isASCII else { return cluster }
    if let alike = Self.alike[cluster] { return alike }
    // Latin letters with marks lose their marks.
    let lower = cluster.text.unicodeScalars.first.map { Self.letter(below: $0) }
    return lower ?? Cluster("?")
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

  private static let alike: [Cluster: Cluster] = {
    let pairs: [(String, String)] = [
      ("…", "~"), ("–", "-"), ("—", "-"), ("−", "-"), ("›", ">"), ("‹", "<"), ("·", "."),
      ("×", "x"), ("≈", "~"), ("≥", ">"), ("≤", "<"), ("▸", ">"), ("▾", "v"), ("●", "*"),
      ("○", "o"), ("◐", "o"), ("✓", "v"), ("✗", "x"), ("✔", "v"), ("✘", "x"), ("→", ">"),
      ("←", "<"), ("↑", "^"), ("↓", "v"), ("▲", "^"), ("▼", "v"), ("│", "|"), ("─", "-"),
      ("├", "+"), ("└", "`"), ("█", "#"), ("“", "\""), ("”", "\""), ("‘", "'"), ("’", "'"),
      ("\u{A0}", " "), ("±", "+"), ("∅", "0"), ("⚠", "!"), ("†", "+"), ("∩", "&"), ("∪", "|"),
      ("ß", "s"), ("æ", "a"), ("ø", "o"), ("ł", "l"), ("Ø", "O"), ("Æ", "A"), ("€", "E"),
    ]
    return Dictionary(
      pairs.map { (Cluster($0.0), Cluster($0.1)) }, uniquingKeysWith: { first, _ in first })
  }()
}
