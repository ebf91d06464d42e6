import Basis
import Engine
import Formats

/// Probabilistic linkage, and resolution as a command.
enum LinkageCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "identity resolve", "resolve identities anew; with --probabilistic also by what sources say",
      options: [
        CommandSpec.flag("probabilistic", "link people by comparing their attributes"),
        CommandSpec.option("config", "FILE", "what is compared, and how: linkage.toml"),
        CommandSpec.option(
          "records", "FILE", "link the records of a CSV file, not the workspace's"),
        CommandSpec.option("id", "COLUMN", "the file's column that names a record"),
        CommandSpec.option("truth", "COLUMN", "the file's column that says whose a record is"),
        CommandSpec.option("out", "FILE", "write the file's scored pairs here"),
        CommandSpec.option("waterfall", "N", "show the weights of N pairs near the threshold"),
        CommandSpec.flag("dry-run", "only say how many pairs each blocking rule makes"),
        CommandSpec.flag("forget", "drop the links of the last probabilistic run"),
      ],
      discussion: """
        Certain links need no command: every answer is resolved from the links there are. A
        probabilistic run (Fellegi–Sunter, parameters learnt by expectation–maximisation) compares
        what each source says of each person, and keeps the pairs above the threshold as links with
        a confidence, in the place of those of the run before. They join only under the lenses that
        identity.toml names: probable_lenses = ["person"]. A link goes away with a batch that it
        rests on. docs/identity.md describes linkage.toml.

        With --records a file is linked and the workspace is left alone; a column `source` says
        which records may not meet under scope = "between_sources" and one_to_one.
        """,
      examples: [
        "parterre identity resolve",
        "parterre identity resolve --probabilistic --config linkage.toml",
        "parterre identity resolve --probabilistic --config l.toml --records people.csv --id rec_id "
          + "--out pairs.csv",
      ], run: resolve)
  ]

  private static func resolve(_ line: Invocation) throws(Fault) -> ExitStatus {
    if line.has("forget") {
      let count = try QuestionDesk(path: line.globals.workspace).forgetProbableLinks(
        now: SystemClock.now())
      if line.globals.isJSON {
        try line.answer(.object([("forgotten", .count(count))]))
      } else {
        Output.line("Forgot \(counted(count, "probable link")).")
      }
      return .done
    }
    guard line.has("probabilistic") else { return try certain(line) }
    var request = LinkageRequest(
      configuration: try IdentityCommands.needed("config", "FILE", line))
    request.idColumn = line.value("id")
    request.truthColumn = line.value("truth")
    request.out = line.value("out")
    request.waterfalls = max(0, try line.integer("waterfall") ?? 0)
    let isTrial = line.has("dry-run")
    let isJSON = line.globals.isJSON
    let asked = try line.globals.terms()
    let planned = { (plan: LinkagePlan) -> Bool in
      if !isJSON {
        print(plan)
      } else if isTrial {
        line.answer(.object(json(plan)), under: asked)
      }
      return !isTrial
    }
    let report: LinkageReport?
    if let records = line.value("records") {
      report = try QuestionDesk.linkRecords(request, in: records, planned: planned)
    } else {
      try refuse(["id", "truth", "out"], line)
      report = try QuestionDesk(path: line.globals.workspace).linkPeople(
        request, now: SystemClock.now(), planned: planned)
    }
    guard let report else { return .done }
    if isJSON {
      try line.answer(.object(json(report)))
    } else {
      print(report)
    }
    return .done
  }

  /// Options that say something about a file's columns mean nothing for the workspace.
  private static func refuse(_ options: [String], _ line: Invocation) throws(Fault) {
    for option in options where line.has(option) {
      throw Fault(
        .usage, "--\(option)", reason: "it needs --records",
        remedy: "Give a file of records, or leave it out")
    }
  }

  private static func certain(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let started = SystemClock.nanoseconds()
    let figures = try QuestionDesk(path: line.globals.workspace).identityFigures(terms: terms)
    let seconds = Double(SystemClock.nanoseconds() - started) / 1e9
    let held = figures.held.reduce(0) { $0 + $1.links }
    if line.globals.isJSON {
      try line.answer(
        .object(
          [
            ("count", .count(figures.profiles)), ("identifiers", .count(figures.identifiers)),
            ("links", .count(figures.links)), ("held_links", .count(held)),
            ("proposals", .count(figures.proposals)), ("seconds", .number(seconds)),
          ]), terms)
      return .done
    }
    Output.line(
      "Resolved \(counted(figures.identifiers, "identifier")) and \(counted(figures.links, "link")) "
        + "into \(counted(figures.profiles, "profile")); \(counted(held, "link")) held, "
        + "\(counted(figures.proposals, "proposal")) to split.")
    return .done
  }

  // MARK: As text

  private static func print(_ plan: LinkagePlan) {
    Output.line(
      "\(counted(plan.records, "record")); \(counted(Int(plan.allPairs), "pair")) unless blocked")
    Output.line()
    var table = TextTable([("blocking rule", .left), ("pairs", .right), ("new", .right)])
    for rule in plan.rules {
      table.add([rule.text, grouped(rule.pairs), rule.added.map(grouped) ?? "–"])
    }
    table.add(["to compare", "", grouped(plan.compared)])
    table.lines.forEach { Output.line($0) }
  }

  private static func print(_ report: LinkageReport) {
    Output.line()
    var runs = TextTable([
      ("trained under", .left), ("pairs", .right), ("rounds", .right), ("comparisons", .left),
    ])
    for run in report.runs {
      runs.add([
        run.rule, grouped(run.pairs), grouped(run.iterations),
        run.comparisons.joined(separator: ", "),
      ])
    }
    runs.lines.forEach { Output.line($0) }
    Output.line()
    var levels = TextTable([
      ("comparison", .left), ("level", .left), ("m", .right), ("u", .right), ("weight", .right),
    ])
    var last = ""
    for level in report.levels {
      levels.add([
        level.comparison == last ? "" : level.comparison, level.label,
        IdentityPages.share(level.m), level.u < 0.0001 ? "< 0.0001" : IdentityPages.share(level.u),
        signed(level.weight),
      ])
      last = level.comparison
    }
    levels.lines.forEach { Output.line($0) }
    Output.line()
    var thresholds = TextTable([
      ("probability", .right), ("pairs", .right), ("clusters", .right), ("", .left),
    ])
    for step in report.thresholds {
      thresholds.add([
        IdentityPages.share(step.probability), grouped(step.pairs), grouped(step.clusters),
        step.probability == report.threshold ? "← the threshold" : "",
      ])
    }
    thresholds.lines.forEach { Output.line($0) }
    for waterfall in report.waterfalls { print(waterfall) }
    Output.line()
    if let links = report.links {
      Output.line("Kept \(counted(links, "link")) between different people.")
    } else {
      let clusters = counted(report.clusters, "cluster")
      Output.line("\(clusters)\(report.isOneToOne ? ", one to one" : "").")
    }
    if let score = report.score { IdentityPages.print(score) }
  }

  private static func print(_ waterfall: LinkageReport.Waterfall) {
    Output.line()
    Output.line("\(waterfall.a)  ~  \(waterfall.b)")
    var table = TextTable([
      ("  weights", .left), ("level", .left), ("weight", .right), ("rarity", .right),
      ("sum", .right),
    ])
    var sum = 0.0
    for bar in waterfall.bars {
      sum += bar.weight + bar.frequencyWeight
      table.add([
        "  " + bar.comparison, bar.level, signed(bar.weight),
        bar.frequencyWeight == 0 ? "" : signed(bar.frequencyWeight), signed(sum),
      ])
    }
    table.lines.forEach { Output.line($0) }
    Output.line("  probability \(IdentityPages.share(waterfall.probability))")
  }

  /// A weight with its sign and two decimals.
  private static func signed(_ weight: Double) -> String {
    let hundredths = Int((abs(weight) * 100).rounded())
    let digits = hundredths % 100
    let sign = hundredths == 0 ? "" : weight < 0 ? "−" : "+"
    return "\(sign)\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits)"
  }

  // MARK: As JSON

  private static func json(_ plan: LinkagePlan) -> IdentityPages.Entries {
    [
      ("records", .count(plan.records)), ("all_pairs", .number(plan.allPairs)),
      ("to_compare", .count(plan.compared)),
      (
        "blocking",
        .array(
          plan.rules.map {
            .object([
              ("rule", .string($0.text)), ("pairs", .count($0.pairs)),
              ("new", $0.added.map { JSON.count($0) } ?? .null),
            ])
          })
      ),
    ]
  }

  private static func json(_ report: LinkageReport) -> IdentityPages.Entries {
    let levels = report.levels.map { level in
      JSON.object([
        ("comparison", .string(level.comparison)), ("level", .string(level.label)),
        ("m", .number(level.m)), ("u", .number(level.u)), ("weight", .number(level.weight)),
      ])
    }
    let runs = report.runs.map { run in
      JSON.object([
        ("rule", .string(run.rule)), ("pairs", .count(run.pairs)),
        ("iterations", .count(run.iterations)),
        ("comparisons", .array(run.comparisons.map { .string($0) })),
      ])
    }
    let thresholds = report.thresholds.map { step in
      JSON.object([
        ("probability", .number(step.probability)), ("pairs", .count(step.pairs)),
        ("clusters", .count(step.clusters)),
      ])
    }
    return json(report.plan) + [
      ("lambda", .number(report.lambda)), ("training", .array(runs)),
      ("levels", .array(levels)), ("thresholds", .array(thresholds)),
      ("threshold", .number(report.threshold)), ("one_to_one", .boolean(report.isOneToOne)),
      ("pairs", .count(report.pairs)), ("clusters", .count(report.clusters)),
      ("links", report.links.map { JSON.count($0) } ?? .null),
      ("waterfalls", .array(report.waterfalls.map(json))),
      ("score", report.score.map { .object(IdentityPages.json($0)) } ?? .null),
      ("seconds", .number(report.seconds)),
    ]
  }

  private static func json(_ waterfall: LinkageReport.Waterfall) -> JSON {
    .object([
      ("a", .string(waterfall.a)), ("b", .string(waterfall.b)),
      ("weight", .number(waterfall.weight)), ("probability", .number(waterfall.probability)),
      (
        "bars",
        .array(
          waterfall.bars.map {
            .object([
              ("comparison", .string($0.comparison)), ("level", .string($0.level)),
              ("weight", .number($0.weight)), ("frequency_weight", .number($0.frequencyWeight)),
            ])
          })
      ),
    ])
  }
}
