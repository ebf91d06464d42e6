package import Basis
internal import Formats

extension IdentityRules {
  /// Reads the rules of a workspace, `identity.toml`; every problem in it is told at once.
  ///
  /// What the text leaves out is as in a new workspace, so that an empty text changes nothing.
  package static func parse(_ text: String, file: String) throws(Fault) -> IdentityRules {
    let document = try TOMLDocument.parse(text, file: file)
    let reader = TOMLReader(document, "the identity rules", code: .badConfiguration)
    var rules = standard
    rules.strongFrom = reader.integer("strong_from", in: 0...100) ?? rules.strongFrom
    rules.suspiciousSize =
      reader.integer("suspicious_size", in: 2...1_000_000) ?? rules.suspiciousSize
    if let names = reader.strings("probable_lenses") {
      rules.probableLenses = reader.words(names, of: Lens.self, at: "probable_lenses")
    }
    rules.ignoredSources = Set(reader.strings("ignored_sources") ?? [])
    if let namespaces = reader.table("namespace") {
      for name in namespaces.keys {
        guard let table = namespaces.table(name) else { continue }
        rules.namespaces[name] = Namespace(table, over: rules.rule(for: name))
      }
    }
    if let table = reader.table("others") {
      rules.others = Namespace(table, over: rules.others)
    }
    if let table = reader.table("household") { rules.household.read(table) }
    if let table = reader.table("session") { rules.session.read(table) }
    reader.refuseOthers()
    try reader.problems.raise()
    return rules
  }
}

extension IdentityRules.Namespace {
  /// Reads one namespace's rule; `base` has what the table leaves out, and all of it where the
  /// table is switched off.
  fileprivate init(_ reader: TOMLReader, over base: Self) {
    var own = base
    own.strength = reader.integer("strength", in: 0...100) ?? base.strength
    own.priority = reader.integer("priority", in: 0...100) ?? base.priority
    own.sharedAbove = reader.integer("shared_above", in: 1...1_000_000) ?? base.sharedAbove
    own.joins = reader.boolean("joins") ?? base.joins
    own.isDevice = reader.boolean("device") ?? base.isDevice
    if let text = reader.word("limit") {
      do throws(Fault) {
        own.limit = try IdentityRules.Limit(text: text)
      } catch {
        reader.problem("limit", error.reason, error.remedy)
      }
    }
    let isOff = reader.isBoolean("off") && reader.boolean("off") == true
    if !reader.isBoolean("off"), let names = reader.strings("off") {
      own.off = reader.words(names, of: IdentityRules.Part.self, at: "off")
    }
    reader.refuseOthers()
    self = isOff ? base : own
  }
}

extension IdentityRules.Household {
  fileprivate mutating func read(_ reader: TOMLReader) {
    largest = reader.integer("largest", in: 2...1_000) ?? largest
    networkDays = reader.integer("network_days", in: 1...10_000) ?? networkDays
    addressDays = reader.integer("address_days", in: 1...10_000) ?? addressDays
    attribute = reader.string("attribute") ?? attribute
    addresses = reader.strings("addresses").map { Set($0) } ?? addresses
    networks = reader.strings("networks").map { Set($0) } ?? networks
    reader.refuseOthers()
  }
}

extension SessionSetting {
  fileprivate mutating func read(_ reader: TOMLReader) {
    if let word = reader.string("rule") {
      if let kind = Kind(rawValue: word) {
        self.kind = kind
      } else {
        let names = Kind.allCases.map(\.rawValue)
        let nearest = NearestName.to(word, among: names).map { "Did you mean \($0)? " } ?? ""
        reader.problem(
          "rule", "“\(word)” is no rule of sessions",
          nearest + "Write one of \(names.joined(separator: ", "))")
      }
    }
    gap = reader.seconds("gap", atMost: 7 * 86_400) ?? gap
    longest = reader.seconds("longest", atMost: 30 * 86_400)
    reader.refuseOthers()
  }
}

extension TOMLReader {
  /// A length of time such as 30m as seconds.
  fileprivate func seconds(_ key: String, atMost most: UInt32) -> UInt32? {
    guard let text = string(key) else { return nil }
    let units: [Character: UInt32] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    if let unit = text.last.flatMap({ units[$0] }), let number = UInt32(text.dropLast()),
      (1...most / unit).contains(number)
    {
      return number * unit
    }
    problem(
      key, "“\(text)” is not a length of time up to \(most / 86_400) days",
      "Write it as in 30m, 90s or 4h")
    return nil
  }

  /// A whole number within bounds.
  fileprivate func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let number = integer(key) else { return nil }
    if range.contains(number) { return number }
    problem(
      key, "\(number) is not from \(range.lowerBound) to \(range.upperBound)",
      "Write a whole number within these bounds")
    return nil
  }

  /// A list of known words as a set.
  fileprivate func words<Word: RawRepresentable & CaseIterable & Hashable>(
    _ texts: [String], of type: Word.Type, at key: String
  ) -> Set<Word> where Word.RawValue == String {
    var words: Set<Word> = []
    for text in texts {
      if let word = Word(rawValue: text) {
        words.insert(word)
        continue
      }
      let names = type.allCases.map(\.rawValue)
      let nearest = NearestName.to(text, among: names).map { "Did you mean \($0)? " } ?? ""
      problem(
        key, "“\(text)” is not a value of \(key)",
        nearest + "Write some of \(names.joined(separator: ", "))")
    }
    return words
  }
}
