package import Basis

// What a linkage's configuration says in words, as values: the texts of `linkage.toml`.

extension ColumnPart {
  /// Reads `surname`, `surname/3` (its first three letters), `email/user`, `email/domain`,
  /// `postcode/sector`, `postcode/district`, `postcode/area` or `born/year`.
  package init(text: String) throws(Fault) {
    guard let slash = text.lastIndex(of: "/") else {
      self.init(text)
      return
    }
    let column = String(text[..<slash])
    let name = String(text[text.index(after: slash)...])
    guard !column.isEmpty, let part = Part(text: name) else {
      let nearest = NearestName.to(name, among: Part.named.map(\.name))
      throw Fault(
        .badConfiguration, "linkage", reason: "\(text) names no part of a column",
        remedy: nearest.map { "Did you mean \(column)/\($0)?" }
          ?? "Write a column, or a column with /3, /user, /domain, /sector, /district, /area or /year"
      )
    }
    self.init(column, part)
  }
}

extension ColumnPart {
  /// The part as it is written, such as `surname/3`.
  package var text: String {
    switch part {
    case .whole: return column
    case .first(let count): return "\(column)/\(count)"
    case .emailUser, .emailDomain, .postcodeSector, .postcodeDistrict, .postcodeArea, .year:
      return "\(column)/\(Part.named.first { $0.part == part }?.name ?? "")"
    }
  }
}

extension ColumnPart.Part {
  fileprivate static let named: [(name: String, part: Self)] = [
    ("user", .emailUser), ("domain", .emailDomain), ("sector", .postcodeSector),
    ("district", .postcodeDistrict), ("area", .postcodeArea), ("year", .year),
  ]

  fileprivate init?(text: String) {
    if let named = Self.named.first(where: { $0.name == text }) {
      self = named.part
    } else if let count = Int(text), count > 0 {
      self = .first(count)
    } else {
      return nil
    }
  }
}

extension BlockingRule {
  /// The rule as it is written: all that two records must agree on.
  package var text: String { parts.map(\.text).joined(separator: ", ") }

  /// Reads the parts of a rule, all of which must agree.
  package init(texts: [String]) throws(Fault) {
    guard !texts.isEmpty else {
      throw Fault(
        .badConfiguration, "linkage", reason: "a blocking rule names no column",
        remedy: "Name the columns that two records must agree on")
    }
    self.init(try texts.map { text throws(Fault) in try ColumnPart(text: text) })
  }
}

extension Comparison {
  /// The kinds of comparison that a configuration can ask for.
  package enum Kind: String, Sendable, CaseIterable {
    case exact
    case name
    case fullName = "full_name"
    case email
    case date
    case postcode
    case jaroWinkler = "jaro_winkler"
    case levenshtein
    case damerau
    case number
    case share
    case overlap
    case jaccard
  }

  /// Makes a comparison of a kind over columns, with thresholds from the most to the least alike.
  ///
  /// Kinds with levels of their own take no thresholds; `full_name` takes the first and the last
  /// name's columns.
  package init(
    kind text: String, columns: [String], thresholds: [Double] = [],
    frequencyWeight: Double? = nil
  ) throws(Fault) {
    guard let kind = Kind(rawValue: text) else {
      let nearest = NearestName.to(text, among: Kind.allCases.map(\.rawValue))
      throw Fault(
        .badConfiguration, "linkage", reason: "there is no comparison called \(text)",
        remedy: nearest.map { "Did you mean \($0)?" }
          ?? "Write one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let wanted = kind == .fullName ? 2 : 1
    guard columns.count == wanted else {
      throw Fault(
        .badConfiguration, "linkage",
        reason: "a comparison of kind \(text) names \(columns.count) columns",
        remedy: "Name \(wanted)")
    }
    guard thresholds.count < Self.mostLevels, thresholds.allSatisfy({ $0.isFinite && $0 >= 0 })
    else {
      throw Fault(
        .badConfiguration, "linkage", reason: "the thresholds of \(columns[0]) are no distances",
        remedy: "Write up to \(Self.mostLevels - 1) numbers from 0 on")
    }
    self = Self.made(kind, columns, thresholds)
    if let frequencyWeight { levels[0].frequencyWeight = min(max(frequencyWeight, 0), 1) }
  }

  private static func made(
    _ kind: Kind, _ columns: [String], _ thresholds: [Double]
  ) -> Comparison {
    let column = columns[0]
    let part = ColumnPart(column)
    let limits = thresholds.map { Int(min($0, 1_000_000)) }
    func levels(_ make: (Double) -> Level) -> Comparison {
      Comparison(column, [Level("exact", .exact(part))] + thresholds.map(make))
    }
    switch kind {
    case .exact: return exact(column)
    case .name: return name(column)
    case .fullName: return fullName(first: column, last: columns[1])
    case .email: return email(column)
    case .date:
      if thresholds.isEmpty { return dateOfBirth(column) }
      return levels { Level("within \($0) days", .days(part, atMost: $0)) }
    case .postcode: return postcode(column)
    case .jaroWinkler:
      return thresholds.isEmpty ? jaroWinkler(column) : jaroWinkler(column, thresholds)
    case .levenshtein: return limits.isEmpty ? levenshtein(column) : levenshtein(column, limits)
    case .damerau:
      return Comparison(
        column,
        [Level("exact", .exact(part))]
          + (limits.isEmpty ? [1, 2] : limits).map {
            Level("edits or swaps ≤ \($0)", .damerau(part, atMost: $0))
          })
    case .number: return number(column, thresholds)
    case .share: return levels { Level("within \($0 * 100) %", .share(part, atMost: $0)) }
    case .overlap: return limits.isEmpty ? overlap(column) : overlap(column, limits)
    case .jaccard:
      let shares = thresholds.isEmpty ? [0.9, 0.7] : thresholds
      return Comparison(
        column, shares.map { Level("share in common ≥ \($0)", .jaccard(part, atLeast: $0)) })
    }
  }
}

extension IdentityRules.Limit {
  /// Reads `5` or `5 per 30d`, a number within so many days or weeks.
  package init(text: String) throws(Fault) {
    let words = text.split(separator: " ")
    if let count = words.first.flatMap({ Int($0) }), count > 0 {
      if words.count == 1 {
        self.init(count)
        return
      }
      if words.count == 3, words[1] == "per", let days = Self.days(words[2]) {
        self.init(count, days: days)
        return
      }
    }
    throw Fault(
      .badConfiguration, "identity rules", reason: "\(text) is no limit",
      remedy: "Write a number such as 5, or 5 per 30d")
  }

  private static func days(_ text: Substring) -> Int? {
    guard let unit = text.last, let number = Int(text.dropLast()), (1...10_000).contains(number)
    else { return nil }
    switch unit {
    case "d": return number
    case "w": return number * 7
    default: return nil
    }
  }
}
