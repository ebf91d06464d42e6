package import Basis
internal import Columns
package import Requests
internal import Segments

/// Which touches earned the conversions, by several models side by side.
package struct AttributionReport: Report {
  package let name = "attribution"
  package let title = "Attribution"
  package let about =
    "Which channels, campaigns or sources earned the conversions, by several models side by side."
  package let parameters: [ReportKind.Parameter] =
    [
      ReportKind.Parameter(
        name: "conversion", placeholder: "EVENT",
        about: "what is earned, such as purchase or “purchase where revenue > 50”")
    ] + ReportKind.Parameter.period() + [
      ReportKind.Parameter(
        name: "model", value: "last,first,linear,decay,position,markov,shapley",
        placeholder: "MODEL,…",
        about: "of \(AttributionModel.allCases.map(\.rawValue).joined(separator: ", "))"),
      .by("channel", about: "what is credited: channel or a field of the touches"),
      ReportKind.Parameter(
        name: "lookback", value: "30d", placeholder: "DURATION",
        about: "how long before a conversion touches count"),
      ReportKind.Parameter(
        name: "click-window", placeholder: "DURATION",
        about: "the same for clicks and visits (as --lookback)"),
      ReportKind.Parameter(
        name: "view-window", value: "1d", placeholder: "DURATION",
        about: "the same for views, which count where there is no click; 0d: never"),
      ReportKind.Parameter(
        name: "half-life", value: "7d", placeholder: "DURATION",
        about: "decay: the time in which a touch loses half of its weight"),
      ReportKind.Parameter(
        name: "position-shares", value: "40,40", placeholder: "FIRST,LAST",
        about: "position: what the first and the last touch get, in percent"),
      ReportKind.Parameter(
        name: "markov-order", value: "1", choices: ["1", "2", "3"], placeholder: "N",
        about: "markov: how many touches the next step depends on"),
      ReportKind.Parameter(
        name: "measure", value: "conversions", choices: ["conversions", "revenue"],
        placeholder: "WHAT", about: "what several models are compared by"),
      ReportKind.Parameter(
        name: "value", placeholder: "FIELD", about: "the field of the conversion that it is worth"),
      ReportKind.Parameter(
        name: "click", placeholder: "EVENT,…", about: "the events that are clicks or visits"),
      ReportKind.Parameter(
        name: "view", placeholder: "EVENT,…", about: "the events that are views"),
      ReportKind.Parameter(
        name: "visit", value: "30m", placeholder: "DURATION",
        about: "a pause that ends a visit; 0m: every event is a touch"),
      ReportKind.Parameter(
        name: "show", value: "models", choices: ["models", "paths"], placeholder: "WHAT",
        about: "what the models credit, or the paths of touches before the conversions"),
      ReportKind.Parameter(name: "top", value: "20", placeholder: "N", about: "so many paths"),
      ReportKind.Parameter(
        name: "decimals", value: "1", placeholder: "N", about: "decimals of shared conversions"),
      ReportKind.Parameter(
        name: "paths", placeholder: "FILE",
        about: "a CSV of paths instead of the workspace's events: path, conversions, value, nulls"),
      .compare, .segment, .split,
    ]

  package init() {}

  package func run(_ context: ReportContext, _ settings: ReportSettings) throws(Fault)
    -> ReportTable
  {
    let terms = try AttributionTerms(settings)
    if let file = settings.text("paths") {
      for name in ["from", "to", "compare", "segment", "split"] where settings.text(name) != nil {
        throw Fault(
          .usage, "--\(name)", reason: "a file of paths tells neither of times nor of people",
          remedy: "Leave out --\(name), or --paths")
      }
      return try run(context, terms, settings, paths: try context.data.paths(in: file), file: file)
    }
    guard let conversion = try AttributionEvents.conversion(settings, context.planner) else {
      return table(
        context, columns: AttributionTable.columns(terms, nil, terms.models.map(\.title)),
        rows: [], notes: ["No source has sent orders; name the event with --conversion."])
    }
    let field = settings.text("value") ?? "revenue"
    let (events, rows) = try context.planner.events(
      of: conversion, fields: [field] + ReportMoney.currencyFields)
    let touches = try AttributionEvents(settings, conversion.event.text, context)
    let money = try ReportMoney(field: field, of: events, context)
    try money.check(settings.text("value"), event: conversion.event.text)
    let walk = TouchPaths(
      touches: try touches.source(visitGap: terms.visitGap, context), conversions: events,
      conversionRows: rows, value: money.value, clickWindow: terms.clickWindow,
      viewWindow: terms.viewWindow, period: context.seconds,
      needsNulls: !terms.showsPaths && terms.models.contains(where: \.needsNulls))
    let sink = walk.walk(
      over: context.unitCount, context.people,
      from: AttributionSink(
        tally: CreditTally(terms.models, directs: touches.keys.directs, rules: terms.rules),
        paths: walk.needsNulls || terms.showsPaths ? PathList(names: touches.keys.names) : nil),
      merge: { $0.merge($1) })
    if terms.showsPaths, let paths = sink.paths {
      let list = ConversionPaths(paths, sink.tally, worth: money.isKnown ? money.kind : nil)
      return answer(context, list, top: terms.top, notes: touches.notes(terms) + money.notes)
    }
    let result = AttributionResult(
      terms.models, names: touches.keys.names, tally: sink.tally, paths: sink.paths,
      order: terms.order)
    let converted = Segment.did(
      [conversion.event.text], in: context.period.window, where: conversion.filter)
    return answer(
      context, terms, result, money.isKnown ? money.kind : nil, total: context.text([converted]),
      notes: touches.notes(terms) + terms.notes(result) + money.notes)
  }

  /// The same over paths that a file lists.
  private func run(
    _ context: ReportContext, _ terms: AttributionTerms, _ settings: ReportSettings,
    paths: PathList, file: String
  ) throws(Fault) -> ReportTable {
    guard !terms.models.contains(.decay) || settings.text("model") != Self.usualModels else {
      // The usual models without the one that a file of paths cannot tell.
      var fewer = terms
      fewer.models.removeAll { $0 == .decay }
      return try run(context, fewer, settings, paths: paths, file: file)
    }
    guard !terms.models.contains(.decay) else {
      throw Fault(
        .usage, "--model decay", reason: "a file of paths does not say when the touches were",
        remedy: "Leave decay out")
    }
    let directs = KeySpace(names: paths.names).directs
    var tally = CreditTally(terms.models, directs: directs, rules: terms.rules)
    let none: [UInt32] = []
    for path in 0..<paths.count where paths.conversions[path] > 0 {
      tally.add(
        paths.steps.span.extracting(paths.range(of: path)), ages: none.span,
        conversions: paths.conversions[path], value: paths.values[path])
    }
    let hasValue = paths.values.contains { $0 != 0 }
    let notes = ["Paths of \(FileSystem.name(of: file)): \(paths.count) rows."]
    if terms.showsPaths {
      let list = ConversionPaths(paths, tally, worth: hasValue ? .number(decimals: 2) : nil)
      return answer(context, list, top: terms.top, notes: notes)
    }
    let result = AttributionResult(
      terms.models, names: paths.names, tally: tally,
      paths: terms.models.contains(where: \.needsNulls) ? paths : nil, order: terms.order)
    return answer(
      context, terms, result, hasValue ? .number(decimals: 2) : nil, total: nil,
      notes: notes + terms.notes(result))
  }

  private static let usualModels = AttributionReport().parameters.first { $0.name == "model" }?
    .value

  private func answer(
    _ context: ReportContext, _ list: ConversionPaths, top: Int, notes: [String]
  ) -> ReportTable {
    let rows = list.rows(top: top)
    let first = rows.prefix(min(10, list.count))
    return table(
      context, columns: list.columns, rows: rows,
      axis: first.indices.map { "\($0 + 1)" },
      series: [
        ReportTable.Series(
          name: "Conversions",
          values: first.map {
            if case .integer(let number) = $0.cells[1] { Double(number) } else { nil }
          })
      ], notes: notes)
  }

  private func answer(
    _ context: ReportContext, _ terms: AttributionTerms, _ result: AttributionResult,
    _ worth: ReportTable.Column.Kind?, total: String?, notes: [String]
  ) -> ReportTable {
    let layout = AttributionTable(terms, result, worth: worth)
    return table(
      context,
      columns: AttributionTable.columns(
        terms, worth, result.credits.map { $0.isExact ? $0.model.title : "\($0.model.title) ≈" }),
      rows: layout.rows(total: total), axis: layout.axis, series: layout.series, notes: notes)
  }
}
