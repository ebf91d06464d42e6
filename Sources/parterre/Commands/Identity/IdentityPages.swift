import Basis
import Engine
import Formats
import Requests

/// How the answers of the identity commands are written, for people and as JSON.
enum IdentityPages {
  typealias Entries = [(key: String, value: JSON)]

  // MARK: Figures

  static func json(_ figures: IdentityFigures) -> Entries {
    [
      ("count", .count(figures.profiles)), ("identifiers", .count(figures.identifiers)),
      ("largest", .count(figures.largest)), ("links", .count(figures.links)),
      ("attaching_links", .count(figures.attachingLinks)),
      ("ignored_links", .count(figures.ignoredLinks)),
      ("bad_identifiers", .count(figures.badIdentifiers)),
      (
        "sizes",
        .array(
          figures.sizes.map { size in
            .object([
              ("from", .count(size.from)), ("to", size.to == .max ? .null : .count(size.to)),
              ("profiles", .count(size.profiles)),
            ])
          })
      ),
      (
        "namespaces",
        .array(
          figures.namespaces.map { one in
            .object([
              ("namespace", .string(one.name)), ("identifiers", .count(one.identifiers)),
              ("profiles", .count(one.profiles)), ("alone", .count(one.alone)),
              ("shared", .count(one.shared)),
            ])
          })
      ),
      (
        "merges",
        .array(
          figures.merges.map { merge in
            .object([
              ("first", .string(merge.first)), ("second", .string(merge.second)),
              ("count", .count(merge.count)),
            ])
          })
      ),
      (
        "held",
        .array(
          figures.held.map {
            .object([("reason", .string($0.reason)), ("links", .count($0.links))])
          })
      ),
      ("proposals", .count(figures.proposals)), ("decisions", .count(figures.decisions)),
      ("probable_links", .count(figures.probableLinks)),
      ("probable_lenses", .array(figures.probableLenses.map { .string($0.rawValue) })),
      ("rules", .string(figures.hasRulesFile ? "identity.toml" : "standard")),
      ("notes", .array(figures.notes.map { JSON.string($0) })),
    ]
  }

  static func print(_ figures: IdentityFigures, _ lens: Lens) {
    var head = TextTable([("identity", .left), ("", .right)])
    head.add(["identifiers", grouped(figures.identifiers)])
    head.add(["profiles (\(lens.rawValue))", grouped(figures.profiles)])
    head.add(["largest profile", grouped(figures.largest)])
    head.add(["links", grouped(figures.links)])
    head.add(["  that count for nothing", grouped(figures.ignoredLinks)])
    for held in figures.held { head.add(["  held: \(held.reason)", grouped(held.links)]) }
    if figures.badIdentifiers > 0 {
      head.add(["named in bad_identifiers.toml", grouped(figures.badIdentifiers)])
    }
    head.add(["split proposals", grouped(figures.proposals)])
    head.add(["decisions", grouped(figures.decisions)])
    let lenses = figures.probableLenses.map(\.rawValue).joined(separator: ", ")
    head.add([
      "probable links (\(lenses.isEmpty ? "no lens uses them" : lenses))",
      grouped(figures.probableLinks),
    ])
    head.lines.forEach { Output.line($0) }
    Output.line("rules: \(figures.hasRulesFile ? "identity.toml" : "those of a new workspace")")
    for note in figures.notes { Output.line("note: \(note)") }
    Output.line()
    var namespaces = TextTable([
      ("namespace", .left), ("identifiers", .right), ("profiles", .right), ("alone", .right),
      ("shared", .right),
    ])
    for one in figures.namespaces {
      namespaces.add([
        one.name, grouped(one.identifiers), grouped(one.profiles), grouped(one.alone),
        grouped(one.shared),
      ])
    }
    namespaces.lines.forEach { Output.line($0) }
    Output.line()
    var sizes = TextTable([("identifiers a profile", .left), ("profiles", .right), ("", .left)])
    let most = figures.sizes.map(\.profiles).max() ?? 1
    for size in figures.sizes {
      let range =
        size.to == .max
        ? "\(grouped(size.from)) and more"
        : size.from == size.to ? grouped(size.from) : "\(grouped(size.from))–\(grouped(size.to))"
      let length = max(1, size.profiles * 30 / max(1, most))
      sizes.add([range, grouped(size.profiles), String(repeating: "▇", count: length)])
    }
    sizes.lines.forEach { Output.line($0) }
    guard !figures.merges.isEmpty else { return }
    Output.line()
    var merges = TextTable([("merges by links between", .left), ("", .left), ("merges", .right)])
    for merge in figures.merges { merges.add([merge.first, merge.second, grouped(merge.count)]) }
    merges.lines.forEach { Output.line($0) }
  }

  // MARK: Explanations

  static func json(_ answer: IdentityExplanation) -> Entries {
    [
      ("same", .boolean(answer.isOne)), ("a", .string(answer.a)), ("b", .string(answer.b)),
      ("reason", .string(answer.reason)),
      (
        "chain",
        .array(
          answer.chain.map { step in
            .object([
              ("from", .string(step.from)), ("to", .string(step.to)),
              ("evidence", .string(step.evidence)), ("source", .optional(step.source)),
              ("batch", step.batch.map { JSON.integer($0) } ?? .null),
              ("file", .optional(step.file)), ("time", .optional(step.time?.iso8601)),
              ("strength", .count(step.strength)), ("sightings", .count(step.sightings)),
              ("confidence", step.confidence.map { JSON.number($0) } ?? .null),
              ("obstacle", .optional(step.obstacle)),
            ])
          })
      ),
    ]
  }

  static func print(_ answer: IdentityExplanation, _ zone: Zone) {
    Output.line("\(answer.isOne ? "One" : "Not one"): \(answer.reason).")
    guard !answer.chain.isEmpty else { return }
    Output.line()
    Output.line("  \(answer.chain[0].from)")
    for step in answer.chain {
      var parts = [step.evidence]
      if let source = step.source { parts.append(source) }
      if let batch = step.batch { parts.append("batch \(batch)") }
      if let file = step.file { parts.append(FileSystem.name(of: file)) }
      if let time = step.time { parts.append(zone.iso8601(time)) }
      if let confidence = step.confidence { parts.append("confidence \(share(confidence))") }
      parts.append("strength \(step.strength)")
      if step.sightings > 1 { parts.append("\(grouped(step.sightings)) batches say so") }
      Output.line("    │ \(parts.joined(separator: " · "))")
      if let obstacle = step.obstacle { Output.line("    ✗ \(obstacle)") }
      Output.line("  \(step.to)")
    }
  }

  // MARK: Proposals and scores

  static func json(_ proposal: ProposedSplit) -> JSON {
    .object([
      ("number", .count(Int(proposal.number))), ("identifiers", .count(proposal.size)),
      ("parts", .array(proposal.parts.map { .count($0) })),
      ("bridge", .array([.string(proposal.first), .string(proposal.second)])),
      ("evidence", .string(proposal.evidence)), ("strength", .count(proposal.strength)),
      ("would_join", .count(proposal.smallerSide)), ("held_pairs", .count(proposal.heldPairs)),
      ("hub", .string(proposal.hub)), ("hub_neighbours", .count(proposal.hubNeighbours)),
    ])
  }

  /// The sizes of a held group's parts; of many the largest stand for all.
  static func parts(_ sizes: [Int]) -> String {
    sizes.prefix(3).map(grouped).joined(separator: " + ")
      + (sizes.count > 3 ? " + \(grouped(sizes.count - 3)) more" : "")
  }

  static func json(_ score: IdentityScore) -> Entries {
    [
      ("true_positives", .count(score.truePositives)),
      ("false_positives", .count(score.falsePositives)),
      ("false_negatives", .count(score.falseNegatives)),
      ("precision", .number(score.precision)), ("recall", .number(score.recall)),
      ("f1", .number(score.f1)),
    ]
  }

  static func print(_ score: IdentityScore) {
    Output.line("pairs found      \(grouped(score.truePositives + score.falsePositives))")
    Output.line("  wrong          \(grouped(score.falsePositives))")
    Output.line("pairs missed     \(grouped(score.falseNegatives))")
    Output.line("precision        \(share(score.precision))")
    Output.line("recall           \(share(score.recall))")
    Output.line("F1               \(share(score.f1))")
  }

  /// A number from 0 to 1 with four decimals.
  static func share(_ number: Double) -> String {
    let parts = Int((number * 10_000).rounded())
    let digits = String(parts % 10_000)
    return "\(parts / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
