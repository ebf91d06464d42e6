import Basis
import Formats
import Requests

/// Models as lines to read and as JSON.
enum ModelLines {
  static func checks(_ checks: [ModelCheck]) -> [String] {
    var table = TextTable([
      ("before training", .left), ("there are", .right), ("needed", .right), ("", .left),
    ])
    for check in checks {
      table.add([
        check.name, grouped(check.found), grouped(check.needed),
        check.passes ? "✓" : "✗ \(check.reason)",
      ])
    }
    return table.lines
  }

  static func verdict(_ test: ModelCard.Test) -> String {
    "AUC \(thousandths(test.area)) (95 % interval \(thousandths(test.low)) to "
      + "\(thousandths(test.high))) on \(grouped(test.examples + test.others)) people "
      + "that it had not seen."
  }

  static func list(_ models: [ModelCard], _ zone: Zone) -> [String] {
    var table = TextTable([
      ("name", .left), ("kind", .left), ("AUC", .right), ("version", .right), ("trained", .left),
      ("tells", .left),
    ])
    for model in models {
      table.add([
        model.name, model.kind.rawValue, thousandths(model.test.area), String(model.version),
        zone.iso8601(model.trainedAt), goal(model),
      ])
    }
    return table.lines
  }

  static func card(_ card: ModelCard, traits: Int, _ zone: Zone) -> [String] {
    var lines = [
      "\(card.name), version \(card.version): \(goal(card))",
      "told from: \(card.base)",
      "made by \(card.kind.rawValue), for \(card.purpose), of each \(card.lens.rawValue); trained "
        + "\(zone.iso8601(card.trainedAt)) as of \(zone.iso8601(card.asOf))",
      "learned from \(counted(card.examples, "example")) and \(counted(card.others, "other"))",
    ]
    if card.isStale {
      lines.append("the data has changed since: scores follow the data, weights stay as learned")
    }
    if card.erasedSince > 0 {
      lines.append(
        "\(grouped(card.erasedSince)) erased since, who may have been learned from: train it again")
    }
    if !card.users.isEmpty { lines.append("asked by \(card.users.joined(separator: ", "))") }
    lines += ["", verdict(card.test)]
    if let loss = card.test.logLoss {
      lines.append(
        "Log loss \(thousandths(loss)), of the base rate alone \(thousandths(card.test.baseLogLoss))."
      )
    }
    lines += [""] + bands(card.test) + [""] + self.traits(card, traits)
    if !card.telling.isEmpty {
      lines += ["", "set aside, for each alone tells the answer:"] + card.telling.map { "  \($0)" }
    }
    return lines
  }

  private static func goal(_ card: ModelCard) -> String {
    switch card.goal {
    case .likeness(let seed): "who is like \(seed)"
    case .foresight(let target, let horizon):
      "who will, within \(Durations.text(Int(horizon))), be in: \(target)"
    }
  }

  /// How the people held out fared, from the highest scores down.
  private static func bands(_ test: ModelCard.Test) -> [String] {
    let hasChances = test.bands.contains { $0.expected != nil }
    var table = TextTable(
      [
        ("people", .left), ("score from", .right), ("people", .right), ("examples", .right),
        ("share", .right), ("lift", .right),
      ] + (hasChances ? [("foreseen", .right)] : []))
    let all = max(1, test.examples + test.others)
    var seen = 0
    for band in test.bands {
      let start = seen
      seen += band.people
      let share = Double(band.examples) / Double(max(1, band.people))
      table.add(
        [
          "\(percent(Double(start) / Double(all))) to \(percent(Double(seen) / Double(all)))",
          thousandths(band.lowestScore), grouped(band.people), grouped(band.examples),
          percent(share), decimal(share / max(test.baseRate, 1e-12)),
        ]
          + (hasChances
            ? [band.expected.map { percent($0 / Double(max(1, band.people))) } ?? "–"] : []))
    }
    return table.lines
  }

  private static func traits(_ card: ModelCard, _ count: Int) -> [String] {
    var table = TextTable([
      ("weight", .right), ("examples", .right), ("others", .right), ("trait", .left),
    ])
    for trait in card.traits.prefix(max(0, count)) {
      table.add([
        signed(trait.weight), percent(trait.shareOfExamples), percent(trait.shareOfOthers),
        trait.condition,
      ])
    }
    let left = card.traits.count - max(0, count)
    return table.lines + (left > 0 ? ["and \(left) more"] : [])
  }

  static func explanation(_ answer: ModelExplanation) -> [String] {
    guard let score = answer.score else {
      return ["No score: the purpose of the model is not granted."]
    }
    var table = TextTable([("weight", .right), ("trait", .left)])
    if answer.startWeight != 0 { table.add([signed(answer.startWeight), "(everybody)"]) }
    for reason in answer.reasons where reason.holds {
      table.add([signed(reason.weight), reason.condition])
    }
    return [
      "Score \(thousandths(score)), higher than \(percent(answer.rank)) of those who have one.", "",
    ] + table.lines
  }

  static func reach(_ answer: ModelReach) -> [String] {
    var table = TextTable([
      ("score from", .right), ("people now", .right), ("of those with a score", .right),
      ("precision", .right), ("lift", .right), ("of all examples", .right),
    ])
    for step in answer.steps {
      table.add([
        step.score, grouped(step.people),
        percent(Double(step.people) / Double(max(1, answer.scored))), percent(step.precision),
        decimal(step.lift), percent(step.recall),
      ])
    }
    return table.lines + [
      "",
      "\(grouped(answer.scored)) of \(grouped(answer.population)) have a score; precision, lift and "
        + "share of examples are of people held out from the training.",
    ]
  }

  // MARK: Numbers

  private static func thousandths(_ value: Double) -> String {
    let whole = Int((value.magnitude * 1_000).rounded())
    return (value < 0 && whole > 0 ? "−" : "") + "\(whole / 1_000).\(padded(whole % 1_000, 3))"
  }

  private static func signed(_ value: Double) -> String {
    value < 0 ? thousandths(value) : "+" + thousandths(value)
  }

  // MARK: JSON

  static func json(_ card: ModelCard) -> [(key: String, value: JSON)] {
    let goal: [(key: String, value: JSON)] =
      switch card.goal {
      case .likeness(let seed): [("seed", .string(seed))]
      case .foresight(let target, let horizon):
        [("target", .string(target)), ("horizon_seconds", .count(Int(horizon)))]
      }
    return [("name", .string(card.name)), ("version", .count(card.version))] + goal + [
      ("base", .string(card.base)), ("kind", .string(card.kind.rawValue)),
      ("purpose", .string(card.purpose)), ("trained_lens", .string(card.lens.rawValue)),
      ("trained_at", .string(card.trainedAt.iso8601)),
      ("trained_as_of", .string(card.asOf.iso8601)), ("stale", .boolean(card.isStale)),
      ("erased_since", .count(card.erasedSince)), ("examples", .count(card.examples)),
      ("others", .count(card.others)), ("start_weight", .number(card.startWeight)),
      ("traits", .array(card.traits.map(json))), ("test", json(card.test)),
      ("set_aside", .array(card.telling.map { .string($0) })),
      ("asked_by", .array(card.users.map { .string($0) })),
    ]
  }

  private static func json(_ trait: ModelCard.Trait) -> JSON {
    .object([
      ("condition", .string(trait.condition)), ("weight", .number(trait.weight)),
      ("share_of_examples", .number(trait.shareOfExamples)),
      ("share_of_others", .number(trait.shareOfOthers)),
    ])
  }

  private static func json(_ test: ModelCard.Test) -> JSON {
    .object([
      ("examples", .count(test.examples)), ("others", .count(test.others)),
      ("auc", .number(test.area)), ("auc_low", .number(test.low)),
      ("auc_high", .number(test.high)), ("log_loss", test.logLoss.map { .number($0) } ?? .null),
      ("base_log_loss", .number(test.baseLogLoss)),
      (
        "bands",
        .array(
          test.bands.map { band in
            .object([
              ("lowest_score", .number(band.lowestScore)), ("people", .count(band.people)),
              ("examples", .count(band.examples)),
              ("expected", band.expected.map { .number($0) } ?? .null),
            ])
          })
      ),
    ])
  }

  static func json(_ answer: ModelExplanation) -> [(key: String, value: JSON)] {
    let reasons = answer.reasons.map { reason in
      JSON.object([
        ("condition", .string(reason.condition)), ("weight", .number(reason.weight)),
        ("holds", .boolean(reason.holds)),
      ])
    }
    return [
      ("score", answer.score.map { .number($0) } ?? .null), ("rank", .number(answer.rank)),
      ("start_weight", .number(answer.startWeight)), ("reasons", .array(reasons)),
    ]
  }

  static func json(_ answer: ModelReach) -> [(key: String, value: JSON)] {
    let steps = answer.steps.map { step in
      JSON.object([
        ("score", .string(step.score)), ("count", .count(step.people)),
        ("precision", .number(step.precision)), ("lift", .number(step.lift)),
        ("recall", .number(step.recall)),
      ])
    }
    return [
      ("steps", .array(steps)), ("scored", .count(answer.scored)),
      ("population", .count(answer.population)),
    ]
  }
}
