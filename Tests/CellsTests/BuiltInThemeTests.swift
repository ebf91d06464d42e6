import Cells
import Glibc
import Testing

@Suite("Shipped themes") struct BuiltInThemeTests {
  static let names = BuiltInThemes.names
  /// Themes that leave colours to the terminal's owner: there is nothing to measure.
  static let measured = names.filter { $0 != "mono" && $0 != "sixteen" }

  @Test("at least eight ship and all are read without a warning")
  func warnings() throws {
    #expect(Self.names.count >= 8)
    for name in Self.names {
      let theme = try #require(BuiltInThemes.theme(name))
      #expect(theme.name == name)
      #expect(theme.warnings == [], "\(name)")
    }
  }

  @Test("the program holds exactly the files in Themes")
  func embedded() throws {
    let folder = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Themes/"
    for name in Self.names {
      let file = try #require(fopen(folder + name + ".toml", "r"))
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 65536)
      bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
      #expect(BuiltInThemes.text(of: name) == String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test("every role resolves at every depth to what that depth can show", arguments: names)
  func depths(name: String) throws {
    let theme = try #require(BuiltInThemes.theme(name))
    for role in Role.allCases {
      for depth in ColourDepth.allCases {
        let style = theme.resolve(role, depth)
        for colour in [style.foreground, style.background] {
          switch (depth, colour) {
          case (_, .standard), (.direct, _), (.indexed, .indexed), (.indexed, .ansi): break
          case (.sixteen, .ansi(let number)): #expect(number < 16)
          case (.eight, .ansi(let number)): #expect(number < 8, "\(role)")
          default: Issue.record("\(name) \(role) \(depth) \(colour)")
          }
        }
      }
    }
  }

  static let textRoles: [Role] = [
    .text, .textMuted, .textStrong, .textFaint, .title, .header, .figure, .chrome, .chromeTab,
    .key, .link, .match, .ok, .warn, .error, .info, .stale, .consentGranted, .consentDenied,
    .consentUnknown, .deltaUp, .deltaDown, .axis, .field,
  ]

  @Test(
    "texts stand out from what is behind them by 4.5 to 1", arguments: measured,
    [ColourDepth.direct, .indexed])
  func contrast(name: String, depth: ColourDepth) throws {
    let theme = try #require(BuiltInThemes.theme(name))
    for role in Self.textRoles {
      let ratio = contrast(theme, Ink(role), depth)
      #expect(ratio >= 4.5, "\(role.name) \(ratio)")
      let stands: [Role] = [.textFaint, .stale, .header, .axis, .chromeTab]
      if stands.contains(role) { continue }
      for ground in [Role.selection, .dialog] {
        let ratio = contrast(theme, Ink(role, ground: ground), depth)
        #expect(ratio >= 4.5, "\(role.name) on \(ground.name) \(ratio)")
      }
    }
    for role in [Role.borderFocus, .bar] + (0..<6).map({ Role.series($0) }) {
      let ratio = contrast(theme, Ink(role), depth)
      #expect(ratio >= 3, "\(role.name) \(ratio)")
    }
    for index in 0..<5 {
      let ratio = contrast(theme, Ink(.heat(index)), depth)
      #expect(ratio >= 4.5, "heat \(index + 1) \(ratio)")
    }
  }

  @Test(
    "drawings are seen on the selected row, in every theme at every depth", arguments: names,
    ColourDepth.allCases)
  func selectedDrawings(name: String, depth: ColourDepth) throws {
    let theme = try #require(BuiltInThemes.theme(name))
    let drawn: [Role] =
      [.bar, .deltaUp, .deltaDown, .consentGranted, .consentDenied, .consentUnknown, .ok, .warn]
      + (0..<6).map { .series($0) }
    for ground in [Role.selection, .selectionBlur] {
      for role in drawn {
        let style = theme.resolve(Ink(role, ground: ground), depth)
        // A reversed row swaps both colours for everything on it, and without colours signs are left.
        guard depth != .none, !style.emphasis.contains(.reverse) else { continue }
        // A ground without a colour of its own changes nothing.
        if style.background == theme.resolve(.text, depth).background { continue }
        let ratio = contrast(theme, Ink(role, ground: ground), depth)
        #expect(ratio >= 3, "\(role.name) on \(ground.name) \(style) \(ratio)")
      }
    }
  }

  @Test("heat classes are told by their colours or by signs")
  func heat() throws {
    let mono = try #require(BuiltInThemes.theme("mono"))
    for depth in ColourDepth.allCases { #expect(!mono.tellsHeat(depth)) }
    for name in Self.names where name != "mono" {
      let theme = try #require(BuiltInThemes.theme(name))
      #expect(theme.tellsHeat(.direct), "\(name)")
      #expect(!theme.tellsHeat(.none), "\(name)")
    }
    for glyphs in [Glyphs.unicode, .console, .ascii] {
      let shades = (0..<5).map { index in
        glyphs.shade(of: Cell(.space, Ink(.heat(index))), between: nil, and: nil)
      }
      #expect(Set(shades).count == 5)
    }
  }

  @Test("series stay apart for every kind of sight", arguments: measured)
  func sight(name: String) throws {
    let theme = try #require(BuiltInThemes.theme(name))
    let series = (0..<6).compactMap { index in
      value(theme.resolve(.series(index), .direct).foreground)
    }
    #expect(series.count == 6)
    for (kind, matrix) in Self.sights {
      let seen = series.map { simulated($0, matrix) }
      for first in 0..<6 {
        for second in 0..<first {
          let distance = seen[first].distance(to: seen[second])
          #expect(
            distance >= 15 * 15, "\(kind) \(second + 1) \(first + 1) \(distance.squareRoot())")
        }
      }
    }
  }

  @Test("heat classes grow steadily lighter or darker", arguments: measured)
  func ramp(name: String) throws {
    let theme = try #require(BuiltInThemes.theme(name))
    let lightness = (0..<5).compactMap { index in
      value(theme.resolve(.heat(index), .direct).background).map { Lab($0).lightness }
    }
    let steps = zip(lightness, lightness.dropFirst()).map { $1 - $0 }
    #expect(steps.count == 4)
    #expect(steps.allSatisfy { $0 > 5 } || steps.allSatisfy { $0 < -5 }, "\(lightness)")
  }

  @Test("without colours nothing has a colour and a selection is still seen")
  func colourless() throws {
    for name in Self.names {
      let theme = try #require(BuiltInThemes.theme(name))
      #expect(theme.resolve(.error, .none) == Style(.standard, [.bold, .underline]))
      #expect(theme.resolve(Ink(.text, ground: .selection), .none).emphasis == .reverse)
    }
  }

  /// Full dichromacy in linear RGB; rows of the matrices sum to 1.
  private static let sights: [(String, [[Double]])] = [
    ("full sight", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "deuteranopia",
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    ),
    (
      "tritanopia",
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    ),
  ]

  private func simulated(_ colour: RGB, _ matrix: [[Double]]) -> Lab {
    let linear = [RGB.linear(colour.red), RGB.linear(colour.green), RGB.linear(colour.blue)]
    let seen = matrix.map { row in
      min(1, max(0, row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2]))
    }
    return Lab(red: seen[0], green: seen[1], blue: seen[2])
  }

  private func value(_ colour: Colour) -> RGB? {
    switch colour {
    case .standard: nil
    case .ansi(let number): RGB.ansi[Int(number)]
    case .indexed(let number): RGB.indexed(number)
    case .rgb(let value): value
    }
  }

  /// A terminal's own ground is taken to be no lighter than #242424, its text light grey.
  private func contrast(_ theme: Theme, _ ink: Ink, _ depth: ColourDepth) -> Double {
    let style = theme.resolve(ink, depth)
    let ground = value(style.background) ?? RGB(0x24, 0x24, 0x24)
    let text = value(style.foreground) ?? RGB(0xD0, 0xD0, 0xD0)
    return text.contrast(with: ground)
  }
}
