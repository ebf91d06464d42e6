package import Basis
internal import Formats

extension LinkageSettings {
  /// Reads `linkage.toml`; every problem in it is told at once.
  package static func parse(_ text: String, file: String) throws(Fault) -> LinkageSettings {
    let document = try TOMLDocument.parse(text, file: file)
    let reader = TOMLReader(document, "a linkage", code: .badConfiguration)
    var settings = LinkageSettings(
      comparisons: reader.tables("comparison").compactMap { Comparison($0) },
      blocking: reader.rules("blocking"))
    settings.training = reader.rules("training")
    settings.certain = reader.rules("certain")
    settings.certainRecall = reader.share("recall") ?? settings.certainRecall
    settings.lambda = reader.share("lambda")
    settings.threshold = reader.share("threshold") ?? settings.threshold
    settings.leastWeight = reader.number("least_weight") ?? settings.leastWeight
    settings.scope = reader.choice("scope", of: Scope.self) ?? settings.scope
    settings.isOneToOne = reader.boolean("one_to_one") ?? settings.isOneToOne
    settings.randomPairs = reader.count("random_pairs") ?? settings.randomPairs
    settings.trainingPairs = reader.count("training_pairs") ?? settings.trainingPairs
    if let seed = reader.integer("seed") { settings.seed = UInt64(bitPattern: Int64(seed)) }
    reader.require("comparison", "[[comparison]]\nkind = \"name\"\ncolumns = [\"surname\"]")
    reader.require("blocking", "[[blocking]]\ncolumns = [\"surname\", \"postcode\"]")
    reader.refuseOthers()
    try reader.problems.raise()
    return settings
  }

  /// Every column that comparisons or rules speak of, whole, each once.
  package var columns: [String] {
    let rules = blocking + training + certain
    let blocked = rules.flatMap { $0.parts.map(\.column) }
    return Set(comparisons.flatMap(\.columns) + blocked).sorted()
  }
}

extension Comparison {
  fileprivate init?(_ reader: TOMLReader) {
    let kind = reader.string("kind") ?? "exact"
    let columns = reader.strings("columns") ?? []
    let thresholds = reader.numbers("thresholds") ?? []
    let frequencyWeight = reader.number("frequency_weight")
    let rarest = reader.share("rarest")
    let name = reader.string("name")
    let known = (m: reader.numbers("m") ?? [], u: reader.numbers("u") ?? [])
    reader.refuseOthers()
    do throws(Fault) {
      try self.init(
        kind: kind, columns: columns, thresholds: thresholds, frequencyWeight: frequencyWeight)
    } catch {
      reader.problem(
        reader.has("kind") ? "kind" : "columns", error.reason, error.remedy)
      return nil
    }
    if let name { self.name = name }
    if let rarest { self.rarest = rarest }
    for (key, values) in [("m", known.m), ("u", known.u)] where !values.isEmpty {
      guard values.count == levels.count, values.allSatisfy({ $0 > 0 && $0 < 1 }) else {
        reader.problem(
          key, "\(key) has \(values.count) values for \(levels.count) levels, or one is no share",
          "Write a share between 0 and 1 for each level, the most alike first")
        return nil
      }
      for (level, value) in values.enumerated() {
        if key == "m" { levels[level].m = value } else { levels[level].u = value }
      }
    }
  }
}

extension TOMLReader {
  /// A list of blocking rules, each a table with `columns`.
  fileprivate func rules(_ key: String) -> [BlockingRule] {
    tables(key).compactMap { table in
      let columns = table.strings("columns") ?? []
      table.refuseOthers()
      do throws(Fault) {
        return try BlockingRule(texts: columns)
      } catch {
        table.problem("columns", error.reason, error.remedy)
        return nil
      }
    }
  }

  /// A number above 0 and below or at 1.
  fileprivate func share(_ key: String) -> Double? {
    guard let number = number(key) else { return nil }
    if number > 0, number <= 1 { return number }
    problem(key, "\(number) is no share", "Write a number above 0 and up to 1")
    return nil
  }

  fileprivate func count(_ key: String) -> Int? {
    guard let number = integer(key) else { return nil }
    if (1...1_000_000_000).contains(number) { return number }
    problem(key, "\(number) is no number of pairs", "Write a whole number from 1 on")
    return nil
  }

  fileprivate func require(_ key: String, _ example: String) {
    guard !has(key) else { return }
    problem(key, "there is no [[\(key)]]", "Write one, such as \(example)")
  }
}
