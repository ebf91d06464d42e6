internal import Basis
internal import Formats
internal import Normalise

/// What the values of one column have shown so far, in memory that does not grow with the feed.
struct ColumnProfile: Sendable {
  let name: String
  /// What the name says it is.
  let role: ColumnRole?
  private(set) var seen = 0
  private(set) var filled = 0
  private(set) var shapes: [ValueShape: Int] = [:]
  /// The first line with each shape.
  private(set) var shapeLines: [ValueShape: Int] = [:]
  private(set) var counter = DistinctCounter()
  /// The values by how often they come, while there are few.
  private(set) var values: [String: Int] = [:]
  private(set) var hasFewValues = true
  private(set) var decimals = DecimalEvidence()
  private(set) var leadingZeros = 0
  private(set) var upperCaseIDs = 0
  /// Whether a value is, or mentions, an e-mail address.
  private(set) var hasAddresses = false
  private(set) var least: Double?
  private(set) var most: Double?
  private(set) var times = TimeProfile()
  private(set) var clocks = ClockProfile()
  /// What is odd about values, and the first line of each kind.
  private(set) var oddities: [Oddity: Finding] = [:]
  /// How often a byte divides the words of a value, for lists.
  private(set) var dividers: [UInt8: Int] = [:]

  struct Finding: Sendable {
    var line: Int
    var count: Int
  }

  enum Oddity: Hashable, Sendable {
    case placeholder
    case control
    case mojibake
    /// An identifier that stands for nobody, or is none.
    case identifier(String)
    case future
  }

  private static let fewValues = 60
  private let rules: IdentifierRules?
  private let namespace: IdentifierNamespace?
  private let now: Timestamp

  init(_ name: String, role: ColumnRole?, now: Timestamp) {
    (self.name, self.role, self.now) = (name, role, now)
    if case .identifier(let word) = role {
      namespace = IdentifierNamespace(word)
      // Numbers without a country code are judged when a mapping says whose they are.
      rules = IdentifierRules(defaultRegion: "DE")
    } else {
      (namespace, rules) = (nil, nil)
    }
  }

  /// The shape of nine in ten values; nil where they differ.
  var shape: ValueShape? {
    guard
      let (shape, count) = shapes.max(by: {
        ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue)
      })
    else { return nil }
    if count * 10 >= filled * 9 { return shape }
    // Whole numbers among decimal ones are numbers too.
    let numbers = (shapes[.integer] ?? 0) + (shapes[.number] ?? 0)
    return numbers * 10 >= filled * 9 ? .number : nil
  }

  var isUnique: Bool { counter.repeats.value == 0 && filled > 1 }

  /// Takes a row in which the column has no value.
  mutating func addEmpty() { seen += 1 }

  /// Takes a value without white space around it.
  mutating func add(_ text: Span<UInt8>, line: Int) {
    seen += 1
    guard text.count > 0 else { return }
    if isPlaceholder(text) {
      note(.placeholder, line)
      return
    }
    filled += 1
    counter.add(Hash64.of(text))
    let shape = ValueShape.of(text)
    shapes[shape, default: 0] += 1
    if shapeLines[shape] == nil { shapeLines[shape] = line }
    switch shape {
    case .integer, .number:
      if shape == .number { decimals.add(text) }
      if text[0] == 48, text.count > 1, shape == .integer { leadingZeros += 1 }
      if let number = try? NumberText.double(text) {
        least = min(least ?? number, number)
        most = max(most ?? number, number)
      }
      if role?.isTime == true { addTime(text, line) }
    case .date: addTime(text, line)
    case .uuid: if text[0] >= 65, text[0] <= 70 { upperCaseIDs += 1 }
    case .text:
      look(text, line)
      clocks.add(text)
    case .email: hasAddresses = true
    case .boolean, .phone, .digest, .url, .list, .address, .consent: break
    }
    judge(text, line)
    keep(text)
  }

  /// Decides on the format of times once the feed is over.
  mutating func settle(_ now: Timestamp) { times.settle(now) }

  private mutating func addTime(_ text: Span<UInt8>, _ line: Int) {
    if times.add(text, now: now) { note(.future, line) }
  }

  private func isPlaceholder(_ text: Span<UInt8>) -> Bool {
    guard text.count <= 16, text.count > 1 || text[0] == UInt8(ascii: "-") else { return false }
    let words = [
      "null", "none", "n/a", "na", "nan", "undefined", "unknown", "(null)", "(none)", "(not set)",
      "#n/a", "-", "nil", "unbekannt", "inconnu", "desconocido",
    ]
    let word = String(decoding: Self.bytes(text), as: UTF8.self).lowercased()
    return words.contains(word)
  }

  private mutating func look(_ text: Span<UInt8>, _ line: Int) {
    for index in 0..<text.count {
      let byte = text[index]
      if byte < 32 || byte == 127 { return note(.control, line) }
      if byte == UInt8(ascii: "@"), index > 0, text[index - 1] > 32, index + 1 < text.count,
        text[index + 1] > 32
      {
        hasAddresses = true
      }
      // `Ã¼` where `ü` was meant: UTF-8 that was read as Latin-1 and written again.
      if byte == 0xC3, index + 3 < text.count, text[index + 1] == 0x83, text[index + 2] == 0xC2 {
        return note(.mojibake, line)
      }
      if [UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: ",")].contains(byte) {
        dividers[byte, default: 0] += 1
      }
    }
  }

  private mutating func judge(_ text: Span<UInt8>, _ line: Int) {
    guard let rules, let namespace else { return }
    var canonical: [UInt8] = []
    switch rules.canonicalise(text, as: namespace, into: &canonical) {
    case .usable: break
    case .bad(let kind): note(.identifier(kind.rawValue), line)
    case .invalid(let problem): note(.identifier(problem.rawValue), line)
    }
  }

  private mutating func keep(_ text: Span<UInt8>) {
    guard hasFewValues else { return }
    let value = String(decoding: Self.bytes(text), as: UTF8.self)
    values[value, default: 0] += 1
    if values.count > Self.fewValues || text.count > 80 { (hasFewValues, values) = (false, [:]) }
  }

  private mutating func note(_ oddity: Oddity, _ line: Int) {
    oddities[oddity, default: Finding(line: line, count: 0)].count += 1
  }

  private static func bytes(_ text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for index in 0..<text.count { bytes.append(text[index]) }
    return bytes
  }
}
