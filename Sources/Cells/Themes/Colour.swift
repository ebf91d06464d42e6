/// A colour as one terminal depth can show it.
package enum Colour: Hashable, Sendable {
  /// Whatever the terminal uses when nothing is said.
  case standard
  /// One of the sixteen named colours, black to bright white.
  case ansi(UInt8)
  /// One of the 256 colours of an extended palette; from 16 on their values are fixed.
  case indexed(UInt8)
  case rgb(RGB)

  /// What it usually looks like; nil where only the terminal knows.
  package var usualValue: RGB? {
    switch self {
    case .standard: nil
    case .ansi(let number): RGB.ansi[Int(number & 15)]
    case .indexed(let number): RGB.indexed(number)
    case .rgb(let value): value
    }
  }
}

/// How many colours a terminal has.
package enum ColourDepth: Int, Hashable, Comparable, Sendable, CaseIterable {
  case none, eight, sixteen, indexed, direct

  package static func < (a: ColourDepth, b: ColourDepth) -> Bool { a.rawValue < b.rawValue }
}

/// How a cell looks at one depth.
package struct Style: Hashable, Sendable {
  package var foreground: Colour
  package var background: Colour
  package var emphasis: Emphasis

  package init(
    _ foreground: Colour = .standard, on background: Colour = .standard, _ emphasis: Emphasis = []
  ) {
    (self.foreground, self.background, self.emphasis) = (foreground, background, emphasis)
  }
}

/// A colour in eight bits a channel of sRGB.
package struct RGB: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// Reads `#rrggbb`; nil for anything else.
  package init?(hex: some StringProtocol) {
    guard hex.utf8.count == 7, hex.hasPrefix("#"), let value = UInt32(hex.dropFirst(), radix: 16)
    else { return nil }
    self.init(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
  }

  /// The usual values of the sixteen named colours, for contrast and for likeness only.
  package static let ansi: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238),
    RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0),
    RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
    RGB(255, 255, 255),
  ]

  /// The value of one of the 256 colours.
  package static func indexed(_ index: UInt8) -> RGB {
    switch index {
    case 0..<16: return ansi[Int(index)]
    case 16..<232:
      let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
      let cube = Int(index) - 16
      return RGB(steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
    default:
      let grey = 8 + 10 * (index - 232)
      return RGB(grey, grey, grey)
    }
  }

  /// The likest of the 240 fixed colours, by distance in CIELAB.
  package var nearestIndexed: UInt8 {
    let lab = Lab(self)
    let found = (UInt8(16)...255).min {
      lab.distance(to: Self.indexedLab[Int($0)]) < lab.distance(to: Self.indexedLab[Int($1)])
    }
    return found ?? 16
  }

  /// The likest of the sixteen named colours.
  package var nearestANSI: UInt8 {
    let lab = Lab(self)
    let found = (UInt8(0)..<16).min {
      lab.distance(to: Self.indexedLab[Int($0)]) < lab.distance(to: Self.indexedLab[Int($1)])
    }
    return found ?? 7
  }

  private static let indexedLab: [Lab] = (UInt8(0)...255).map { Lab(RGB.indexed($0)) }

  /// Relative luminance as WCAG defines it, from 0 to 1.
  package var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  /// The WCAG contrast ratio, from 1 to 21.
  package func contrast(with other: RGB) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// A colour on the way to `other`, mixed channel by channel.
  package func mixed(with other: RGB, share: Double) -> RGB {
    let channel = { (a: UInt8, b: UInt8) in
      UInt8(min(255, max(0, (Double(a) + (Double(b) - Double(a)) * share).nearestInt)))
    }
    return RGB(channel(red, other.red), channel(green, other.green), channel(blue, other.blue))
  }

  /// A channel without its gamma, from 0 to 1.
  package static func linear(_ channel: UInt8) -> Double { linearTable[Int(channel)] }

  private static let linearTable: [Double] = (0...255).map { channel in
    let value = Double(channel) / 255
    guard value > 0.04045 else { return value / 12.92 }
    let base = (value + 0.055) / 1.055
    // base to the power of 2.4, by its square and the fifth root of its square.
    return base * base * root(of: base * base, 5)
  }

  /// The root of a number from 0 to 1 and a little beyond, by Newton's method.
  static func root(of value: Double, _ degree: Int) -> Double {
    guard value > 0 else { return 0 }
    let order = Double(degree)
    var guess = 1.0
    for _ in 0..<60 {
      var power = 1.0
      for _ in 1..<degree { power *= guess }
      let next = ((order - 1) * guess + value / power) / order
      if (next - guess).magnitude < 1e-12 { return next }
      guess = next
    }
    return guess
  }
}

/// A colour in CIELAB under D65, where distance is roughly what an eye sees.
package struct Lab: Hashable, Sendable {
  package let lightness: Double
  package let a: Double
  package let b: Double

  package init(_ colour: RGB) {
    self.init(
      red: RGB.linear(colour.red), green: RGB.linear(colour.green), blue: RGB.linear(colour.blue))
  }

  /// Takes channels without gamma, from 0 to 1.
  package init(red: Double, green: Double, blue: Double) {
    let bend = { (t: Double) in t > 0.008856 ? RGB.root(of: t, 3) : 7.787 * t + 16.0 / 116 }
    let x = bend((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    let y = bend(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    let z = bend((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    (lightness, a, b) = (116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  /// The square of the distance, which orders like the distance.
  package func distance(to other: Lab) -> Double {
    let (l, a, b) = (lightness - other.lightness, a - other.a, b - other.b)
    return l * l + a * a + b * b
  }
}

extension RGB {
  /// Whether dark text reads well on it.
  package var isLight: Bool {
    let (red, green, blue) = (Double(red), Double(green), Double(blue))
    return 0.299 * red + 0.587 * green + 0.114 * blue > 140
  }
}
