import Basis
import Engine
import Formats
import Requests

/// Models: who is like a segment, and who will do something.
enum ModelCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "model train", "learn who is like a segment, or who will do something", operands: "NAME",
      count: 1...1,
      options: [
        CommandSpec.option("seed", "SEGMENT", "the examples of a look-alike"),
        CommandSpec.option("target", "EXPR", "what shall be foreseen"),
        CommandSpec.option("horizon", "30d", "how far ahead (30d)"),
        CommandSpec.option("base", "SEGMENT", "those whom the examples are told from (everyone)"),
        CommandSpec.option(
          "kind", "KIND", "how it is made (weights for --seed, logistic for --target)",
          choices: ModelKind.allCases.map(\.rawValue)),
        CommandSpec.option(
          "purpose", "NAME", "only people who granted it are learned from (personalised_ads)"),
        CommandSpec.option(
          "without", "FACT", "leave out an attribute, event, event.field or source",
          isRepeatable: true),
        CommandSpec.option("draw", "N", "draw the groups of people anew (1)"),
      ],
      discussion: """
        With --seed the model tells how like the segment's people somebody is; with --target how likely
        something is within the horizon: it learns from what was known one horizon ago and from what
        happened since. What there must be is shown first. The model is tested on people whom it has
        not seen, and refused where it does no better than the base rate. Its score stands in segments
        as score(NAME) >= 0.8 or top 5 % by score(NAME).
        """,
      examples: [
        "parterre model train like_buyers --seed @Buyers --base 'country in (DE, AT)'",
        "parterre model train will_buy --target 'did purchase in last 30 days' --horizon 30d",
      ], run: train),
    CommandSpec(
      "model list", "list the models", examples: ["parterre model list --json"],
      run: list),
    CommandSpec(
      "model show", "show what a model is made of and how well it does", operands: "NAME",
      count: 1...1,
      options: [CommandSpec.option("traits", "N", "so many of the heaviest traits (20)")],
      examples: ["parterre model show like_buyers --traits 50"],
      run: show),
    CommandSpec(
      "model explain", "show what makes somebody's score", operands: "NAME NS:VALUE",
      count: 2...2, examples: ["parterre model explain will_buy email:someone@example.com"],
      run: explain),
    CommandSpec(
      "model reach", "show how many people a model reaches, and how surely", operands: "NAME",
      count: 1...1, examples: ["parterre model reach like_buyers"],
      run: reach),
    CommandSpec(
      "model remove", "remove a model that no segment asks", operands: "NAME", count: 1...1,
      examples: ["parterre model remove like_buyers"],
      run: { (line) throws(Fault) in
        try SegmentCommands.desk(line).removeModel(line.operands[0], now: SystemClock.now())
        return .done
      }),
  ]

  // MARK: Training

  private static func train(_ line: Invocation) throws(Fault) -> ExitStatus {
    let request = try request(line)
    let terms = try line.globals.terms()
    let isJSON = line.globals.isJSON
    let card: ModelCard
    do {
      defer { Output.endProgress() }
      var watched = terms
      watched.progress = { done, all in
        Output.progress("looking at trait \(done) of \(all ?? done)")
        return true
      }
      card = try SegmentCommands.desk(line).train(request, terms: watched) { checks in
        Output.endProgress()
        if !isJSON { ModelLines.checks(checks).forEach { Output.line($0) } }
      }
    }
    if isJSON {
      try line.answer(.object(ModelLines.json(card)), terms)
    } else {
      Output.line()
      Output.line("Trained \(card.name), version \(card.version): \(ModelLines.verdict(card.test))")
      Output.line("`parterre model show \(card.name)` tells what it is made of.")
    }
    return .done
  }

  private static func request(_ line: Invocation) throws(Fault) -> ModelRequest {
    let goal: ModelGoal
    switch (line.value("seed"), line.value("target")) {
    case (let seed?, nil):
      guard !line.has("horizon") else {
        throw Fault(
          .usage, "--horizon", reason: "a look-alike foresees nothing",
          remedy: "Give --target instead of --seed, or leave --horizon out")
      }
      goal = .likeness(seed: seed)
    case (nil, let target?):
      let horizon = try Durations.seconds(line.value("horizon") ?? "30d")
      guard horizon > 0 else {
        throw Fault(
          .usage, "--horizon", reason: "it lies in the future", remedy: "Give it as in 30d")
      }
      goal = .foresight(target: target, horizon: horizon)
    case (nil, nil), (.some, .some):
      throw Fault(
        .usage, "model train", reason: "it takes one of --seed and --target",
        remedy: "Give --seed @SEGMENT for a look-alike, or --target EXPR for a foresight")
    }
    let draw = try line.integer("draw") ?? 1
    return ModelRequest(
      name: line.operands[0], goal: goal, base: line.value("base"),
      kind: line.value("kind").flatMap { ModelKind(rawValue: $0) },
      purpose: line.value("purpose") ?? "personalised_ads", excluded: line.all("without"),
      draw: UInt64(bitPattern: Int64(draw)))
  }

  // MARK: Looking

  private static func list(_ line: Invocation) throws(Fault) -> ExitStatus {
    let models = try SegmentCommands.desk(line).models()
    if line.globals.isJSON {
      try line.answer(.object([("models", .array(models.map { .object(ModelLines.json($0)) }))]))
    } else if models.isEmpty {
      Output.line("There are no models; `parterre model train` makes one.")
    } else {
      ModelLines.list(models, try line.globals.zone()).forEach { Output.line($0) }
    }
    return .done
  }

  private static func show(_ line: Invocation) throws(Fault) -> ExitStatus {
    let card = try SegmentCommands.desk(line).modelCard(line.operands[0])
    if line.globals.isJSON {
      try line.answer(.object(ModelLines.json(card)))
    } else {
      let traits = try line.integer("traits") ?? 20
      ModelLines.card(card, traits: traits, try line.globals.zone()).forEach { Output.line($0) }
    }
    return .done
  }

  private static func explain(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let answer = try SegmentCommands.desk(line).explain(
      line.operands[0], try SegmentInsightCommands.personReference(line.operands[1]),
      terms: terms)
    if line.globals.isJSON {
      try line.answer(.object(ModelLines.json(answer)), terms)
    } else {
      ModelLines.explanation(answer).forEach { Output.line($0) }
    }
    return .done
  }

  private static func reach(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let answer = try SegmentCommands.desk(line).modelReach(line.operands[0], terms: terms)
    if line.globals.isJSON {
      try line.answer(.object(ModelLines.json(answer)), terms)
    } else {
      ModelLines.reach(answer).forEach { Output.line($0) }
    }
    return .done
  }
}
