internal import Basis

/// A theme that is being read: everything by name, nothing resolved yet.
struct ThemeDraft: Sendable {
  /// A colour as it was written for the three depths.
  struct Shade: Hashable, Sendable {
    var direct: Colour
    var indexed: Colour
    var sixteen: Colour
  }

  /// A role's look as it was written, colours still by name.
  private struct Written: Hashable, Sendable {
    var foreground: String?
    var background: String?
    var emphasis: Emphasis = []
  }

  var name = "unnamed"
  var mode = Theme.Mode.dark
  var warnings: [ThemeWarning] = []
  private var palette: [String: Shade] = [:]
  /// A role's look at true colours, 256 and 16; fewer when they are the same.
  private var roles: [String: [Written]] = [:]
  private var series: [String] = []
  private var ramp: [String] = []

  /// Takes in one entry; says what is wrong with it, nil when nothing is.
  mutating func take(_ entry: ThemeText.Entry) -> String? {
    switch (entry.section, entry.key) {
    case ("", "name"): name = entry.values.first ?? name
    case ("", "inherits"): break
    case ("", "mode"):
      guard let mode = entry.values.first.flatMap({ Theme.Mode(rawValue: $0) }) else {
        return "the mode is `dark` or `light`"
      }
      self.mode = mode
    case ("palette", let key): return takeColour(key, entry)
    case ("roles", let key): return takeRole(key, entry)
    case ("charts", "series"): return takeColours(entry, least: 1) { $0.series = $1 }
    case ("charts", "ramp"): return takeColours(entry, least: 2) { $0.ramp = $1 }
    case ("", _), ("charts", _): return "`\(entry.key)` is not a setting of themes"
    default: return "there is no section `\(entry.section)`"
    }
    return nil
  }

  private mutating func takeColour(_ key: String, _ entry: ThemeText.Entry) -> String? {
    guard !entry.isList, let text = entry.values.first else { return "a colour is one string" }
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map {
      $0.trimmed
    }
    guard parts.count <= 3, let direct = Self.colour(parts[0]) else {
      return "`\(text)` is not a colour: write `#rrggbb | 0-255 | name`"
    }
    let middle = parts.count == 3 && !parts[1].isEmpty ? Self.colour(parts[1]) : nil
    if parts.count == 3, !parts[1].isEmpty, middle == nil {
      return "`\(parts[1])` is not one of the 256 colours"
    }
    let last = parts.count > 1 ? Self.colour(parts[parts.count - 1]) : nil
    palette[key] = Shade(
      direct: direct, indexed: middle.map(Self.toIndexed) ?? Self.toIndexed(direct),
      sixteen: Self.toSixteen(last ?? direct))
    if case .rgb = direct, last == nil {
      return "`\(key)` has no colour for sixteen-colour terminals; the likest one is taken"
    }
    return nil
  }

  private mutating func takeRole(_ key: String, _ entry: ThemeText.Entry) -> String? {
    guard Self.roleNames.contains(key) else { return "there is no role `\(key)`" }
    guard !entry.isList, let text = entry.values.first else { return "a role is one string" }
    var written: [Written] = []
    for part in text.split(separator: "|", omittingEmptySubsequences: false).prefix(3) {
      switch writtenLook(part) {
      case .success(let look): written.append(look)
      case .failure(let problem): return problem.text
      }
    }
    roles[key] = written
    return nil
  }

  private struct Problem: Error { let text: String }

  private func writtenLook(_ text: Substring) -> Result<Written, Problem> {
    var look = Written()
    var isGround = false
    for word in text.split(whereSeparator: \.isWhitespace) {
      if word == "on" {
        isGround = true
      } else if word.first == "+" {
        guard let part = Self.attributes[String(word.dropFirst())] else {
          return .failure(Problem(text: "`\(word)` is not an attribute"))
        }
        look.emphasis.formUnion(part)
      } else {
        let name = String(word)
        guard palette[name] != nil || Self.colour(name) != nil else {
          return .failure(Problem(text: "there is no colour `\(name)`"))
        }
        if isGround { look.background = name } else { look.foreground = name }
      }
    }
    return .success(look)
  }

  private mutating func takeColours(
    _ entry: ThemeText.Entry, least: Int, _ store: (inout ThemeDraft, [String]) -> Void
  ) -> String? {
    guard entry.isList, entry.values.count >= least else {
      return "`\(entry.key)` is a list of at least \(least) colours"
    }
    for name in entry.values where palette[name] == nil && Self.colour(name) == nil {
      return "there is no colour `\(name)`"
    }
    store(&self, entry.values)
    return nil
  }

  /// How a role looks at a depth with colours, by its own name or the longest prefix of it.
  func look(_ role: Role, _ depth: ColourDepth) -> Theme.Look {
    if let index = Self.index(of: role, from: .series1, count: Role.seriesCount) {
      return seriesLook(index, depth)
    }
    if let index = Self.index(of: role, from: .heat1, count: Role.heatCount) {
      return heatLook(index, depth)
    }
    guard let written = written(role.name), let first = written.first else { return Theme.Look() }
    let chosen =
      switch depth {
      case .none, .direct: first
      case .indexed: written.count == 3 ? written[1] : first
      case .eight, .sixteen: written[written.count - 1]
      }
    var look = Theme.Look(
      foreground: chosen.foreground.flatMap { colour(named: $0, depth) },
      background: chosen.background.flatMap { colour(named: $0, depth) },
      emphasis: chosen.emphasis)
    soften(&look, depth)
    return look
  }

  private func written(_ name: String) -> [Written]? {
    var name = name[...]
    while true {
      if let found = roles[String(name)] { return found }
      guard let dot = name.lastIndex(of: ".") else { return nil }
      name = name[..<dot]
    }
  }

  private func seriesLook(_ index: Int, _ depth: ColourDepth) -> Theme.Look {
    guard !series.isEmpty else { return Theme.Look() }
    var look = Theme.Look(foreground: colour(named: series[index % series.count], depth))
    soften(&look, depth)
    return look
  }

  private func heatLook(_ index: Int, _ depth: ColourDepth) -> Theme.Look {
    guard ramp.count >= 2 else { return Theme.Look() }
    let place = Double(index) / Double(Role.heatCount - 1) * Double(ramp.count - 1)
    let (low, share) = (place.floorInt, place - Double(place.floorInt))
    var ground = colour(named: ramp[min(low, ramp.count - 1)], depth) ?? .standard
    if share > 0, let mixed = mixed(ramp[low], ramp[min(low + 1, ramp.count - 1)], share) {
      ground = Self.colour(mixed, depth)
    }
    guard let value = Self.value(of: ground) else {
      return Theme.Look(emphasis: index >= 3 ? .reverse : [])
    }
    let (black, white) = (RGB(0, 0, 0), RGB(255, 255, 255))
    let takesBlack = value.contrast(with: black) >= value.contrast(with: white)
    let onGround: Colour =
      depth >= .indexed
      ? Self.colour(takesBlack ? black : white, depth)
      : takesBlack ? .ansi(0) : .ansi(depth == .eight ? 7 : 15)
    if case .ansi(let number) = ground, depth == .eight { ground = .ansi(number & 7) }
    return Theme.Look(foreground: onGround, background: ground)
  }

  private func mixed(_ a: String, _ b: String, _ share: Double) -> RGB? {
    guard let first = colour(named: a, .direct).flatMap(Self.value),
      let second = colour(named: b, .direct).flatMap(Self.value)
    else { return nil }
    return first.mixed(with: second, share: share)
  }

  private func colour(named name: String, _ depth: ColourDepth) -> Colour? {
    guard let shade = palette[name] ?? Self.colour(name).map(Self.shade) else { return nil }
    return switch depth {
    case .none: nil
    case .eight, .sixteen: shade.sixteen
    case .indexed: shade.indexed
    case .direct: shade.direct
    }
  }

  /// Eight colours have no bright ones: bold stands for bright, dim for bright black.
  private func soften(_ look: inout Theme.Look, _ depth: ColourDepth) {
    guard depth == .eight else { return }
    if case .ansi(8) = look.foreground {
      (look.foreground, look.emphasis) = (.standard, look.emphasis.union(.dim))
    } else if case .ansi(let number) = look.foreground, number > 8 {
      (look.foreground, look.emphasis) = (.ansi(number - 8), look.emphasis.union(.bold))
    }
    if case .ansi(let number) = look.background, number >= 8 {
      look.background = .ansi(number - 8)
    }
  }
}

extension ThemeDraft {
  private static let roleNames: Set<String> = {
    var names: Set<String> = []
    for role in Role.allCases where !role.name.hasPrefix("series") && !role.name.hasPrefix("heat") {
      names.insert(role.name)
      // A family may be named as a whole: `consent`, `delta`.
      if let dot = role.name.firstIndex(of: ".") { names.insert(String(role.name[..<dot])) }
    }
    return names
  }()

  private static let attributes: [String: Emphasis] = [
    "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
    "strike": .strike,
  ]

  private static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
  ]

  /// Reads `#rrggbb`, `0`…`255`, `green`, `bright-green` or `default`.
  static func colour(_ text: String) -> Colour? {
    if text == "default" { return .standard }
    if let value = RGB(hex: text) { return .rgb(value) }
    if let number = UInt8(text) { return number < 16 ? .ansi(number) : .indexed(number) }
    if let index = ansiNames.firstIndex(of: text) { return .ansi(UInt8(index)) }
    if text.hasPrefix("bright-"), let index = ansiNames.firstIndex(of: String(text.dropFirst(7))) {
      return .ansi(UInt8(index + 8))
    }
    return nil
  }

  static func shade(_ colour: Colour) -> Shade {
    Shade(direct: colour, indexed: toIndexed(colour), sixteen: toSixteen(colour))
  }

  static func toIndexed(_ colour: Colour) -> Colour {
    if case .rgb(let value) = colour { return .indexed(value.nearestIndexed) }
    return colour
  }

  static func toSixteen(_ colour: Colour) -> Colour {
    switch colour {
    case .rgb(let value): .ansi(value.nearestANSI)
    case .indexed(let number): .ansi(RGB.indexed(number).nearestANSI)
    case .ansi, .standard: colour
    }
  }

  static func colour(_ value: RGB, _ depth: ColourDepth) -> Colour {
    switch depth {
    case .none: .standard
    case .eight: .ansi(value.nearestANSI & 7)
    case .sixteen: .ansi(value.nearestANSI)
    case .indexed: .indexed(value.nearestIndexed)
    case .direct: .rgb(value)
    }
  }

  static func value(of colour: Colour) -> RGB? {
    switch colour {
    case .standard: nil
    case .ansi(let number): RGB.ansi[Int(number & 15)]
    case .indexed(let number): RGB.indexed(number)
    case .rgb(let value): value
    }
  }

  private static func index(of role: Role, from first: Role, count: Int) -> Int? {
    let index = Int(role.rawValue) - Int(first.rawValue)
    return index >= 0 && index < count ? index : nil
  }
}
