import Basis
import Engine
import Formats
import Requests

/// Counting and keeping segments.
enum SegmentCommands {
  private static let file = CommandSpec.option(
    "file", "FILE", "read the segment from a file (also -f)")

  static let all: [CommandSpec] = [
    CommandSpec(
      "count", "count a segment exactly", operands: "EXPR", count: 0...1,
      options: [
        file, CommandSpec.flag("each", "also count every condition of the tree"),
        CommandSpec.option(
          "waterfall", "DESTINATION", "show how many of them a destination may be given"),
      ],
      examples: [
        "parterre count 'country = DE and did purchase in last 30 days'",
        "parterre count @Buyers --each",
      ], run: count),
    CommandSpec(
      "members", "list the members of a segment", operands: "EXPR", count: 0...1,
      options: [
        file, CommandSpec.option("limit", "N", "at most so many (20; with --json all)"),
        CommandSpec.option("ids", "NAMESPACE,…", "their identifiers of these kinds"),
        CommandSpec.option("attributes", "NAME,…", "their values of these attributes"),
        CommandSpec.flag("reveal", "show identifiers unmasked; this is written to the audit log"),
      ], run: members),
    CommandSpec(
      "segment save", "save a segment as the next version of a name", operands: "NAME EXPR",
      count: 1...2, options: [file, CommandSpec.option("note", "TEXT", "why it changed")], run: save
    ),
    CommandSpec("segment list", "list the saved segments", run: list),
    CommandSpec(
      "segment trend", "show the size of a segment on each of the last days", operands: "NAME",
      count: 1...1, options: [CommandSpec.option("days", "N", "how many days (30)")], run: trend),
    CommandSpec(
      "segment sql", "print the SQL that asks the same of plain tables", operands: "EXPR",
      count: 0...1, options: [file],
      run: { (line) throws(Fault) in
        Output.line(
          try QuestionDesk(path: line.globals.workspace).sql(
            try expression(line), terms: try line.globals.terms()))
        return .done
      }),
    CommandSpec(
      "overlap", "count what saved segments share, pair by pair", operands: "@A @B …",
      count: 2...100, run: overlap),
    CommandSpec(
      "facets", "show who they are, against everyone", operands: "EXPR ATTRIBUTE…",
      count: 1...50, options: [CommandSpec.option("top", "N", "so many values each (10)")],
      run: facets),
    CommandSpec("segment show", "show a saved segment", operands: "NAME", count: 1...1, run: show),
    CommandSpec(
      "segment history", "list the versions of a segment", operands: "NAME", count: 1...1,
      run: history),
    CommandSpec(
      "segment rename", "rename a segment and follow it through others", operands: "NAME NEW-NAME",
      count: 2...2,
      run: { (line) throws(Fault) in
        try QuestionDesk(path: line.globals.workspace).renameSegment(
          line.operands[0], to: line.operands[1], now: SystemClock.now())
        return .done
      }),
    CommandSpec(
      "segment remove", "remove a segment that no other refers to", operands: "NAME",
      count: 1...1,
      run: { (line) throws(Fault) in
        try QuestionDesk(path: line.globals.workspace).removeSegment(
          line.operands[0], now: SystemClock.now())
        return .done
      }),
  ]

  /// The segment's text: the operand, or the file's contents.
  static func expression(_ line: Invocation, operand: Int = 0) throws(Fault) -> String {
    if let file = line.value("file") { return try FileSystem.readText(file) }
    guard line.operands.indices.contains(operand) else {
      throw Fault(
        .usage, "parterre", reason: "there is no segment",
        remedy: "Give it in quotes, as @NAME, or with -f FILE")
    }
    return line.operands[operand]
  }

  private static func waterfall(
    _ line: Invocation, _ destination: String, _ terms: QuestionDesk.Terms
  ) throws(Fault) -> ExitStatus {
    let answer = try QuestionDesk(path: line.globals.workspace).waterfall(
      DeliveryOrder(try expression(line), to: destination), terms: terms)
    guard line.globals.isJSON else {
      DeliveryText.waterfall(answer).forEach { Output.line($0) }
      return .done
    }
    Output.json(
      .object(
        [
          ("count", .count(answer.steps.first?.remaining ?? 0)),
          ("destination", .string(destination)), ("deliverable", .count(answer.delivered)),
          ("minimum", .count(answer.minimumSize)),
          ("waterfall", ExportCommands.waterfall(answer)),
        ] + line.globals.stamp(terms)))
    return .done
  }

  private static func count(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    if let name = line.value("waterfall") { return try waterfall(line, name, terms) }
    let answer = try QuestionDesk(path: line.globals.workspace).count(
      try expression(line), each: line.has("each"), terms: terms)
    if line.globals.isJSON {
      var document = [("count", JSON.count(answer.total.count))]
      document += [("population", .count(answer.total.population))] + line.globals.stamp(terms)
      document.append(("segment", .string(answer.text)))
      if line.has("each") { document.append(("nodes", .array(answer.nodes.map(json)))) }
      Output.json(.object(document))
      return .done
    }
    guard line.has("each") else {
      Output.line(grouped(answer.total.count))
      return .done
    }
    var table = TextTable([
      ("condition", .left), ("alone", .right), ("running", .right), ("without it", .right),
    ])
    for node in answer.nodes {
      table.add([
        String(repeating: "  ", count: node.depth) + node.text, grouped(node.own),
        node.running.map(grouped) ?? "–", node.without.map(grouped) ?? "–",
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func json(_ node: NodeCount) -> JSON {
    .object([
      ("text", .string(node.text)), ("depth", .count(node.depth)), ("own", .count(node.own)),
      ("running", node.running.map { JSON.count($0) } ?? .null),
      ("without", node.without.map { JSON.count($0) } ?? .null),
    ])
  }

  private static func members(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let namespaces = line.value("ids").map { $0.split(separator: ",").map(String.init) } ?? []
    let attributes =
      line.value("attributes").map { $0.split(separator: ",").map(String.init) } ?? []
    let limit = try line.integer("limit") ?? (line.globals.isJSON ? .max : 20)
    let answer = try QuestionDesk(path: line.globals.workspace).members(
      of: try expression(line), limit: limit, namespaces: namespaces, attributes: attributes,
      reveal: line.has("reveal"), terms: terms)
    if line.globals.isJSON {
      for member in answer.members { Output.json(json(member)) }
      return .done
    }
    var table = TextTable(
      [("profile", .right)] + namespaces.map { ($0, .left) } + attributes.map { ($0, .left) })
    for member in answer.members {
      table.add(
        [String(member.profile)] + member.identifiers.map { $0.values.joined(separator: ", ") }
          + member.attributes.map { $0.value.map(text) ?? "–" })
    }
    table.lines.forEach { Output.line($0) }
    if answer.total > answer.members.count {
      Output.line("… and \(grouped(answer.total - answer.members.count)) more")
    }
    return .done
  }

  private static func json(_ member: QuestionDesk.Member) -> JSON {
    var entries: [(key: String, value: JSON)] = [("profile", .integer(Int64(member.profile)))]
    for (namespace, values) in member.identifiers {
      let value: JSON =
        values.count == 1 ? .string(values[0]) : .array(values.map { JSON.string($0) })
      entries.append((namespace, values.isEmpty ? .null : value))
    }
    for (name, value) in member.attributes {
      switch value {
      case nil: entries.append((name, .null))
      case .number(let number): entries.append((name, .number(number)))
      case .integer(let number): entries.append((name, .integer(number)))
      case .boolean(let flag): entries.append((name, .boolean(flag)))
      case .list(let texts): entries.append((name, .array(texts.map { JSON.string($0) })))
      case .some(let other): entries.append((name, .string(text(other))))
      }
    }
    return .object(entries)
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): JSON.number(number).text
    case .integer(let number): String(number)
    case .boolean(let flag): flag ? "yes" : "no"
    case .date(let date): date.iso8601
    case .time(let time): time.iso8601
    case .list(let texts): texts.joined(separator: ", ")
    case .money(let money): "\(money.minorUnits) \(money.currency)"
    }
  }

  private static func save(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let saved = try QuestionDesk(path: line.globals.workspace).save(
      SaveRequest(
        name: line.operands[0], text: try expression(line, operand: 1),
        note: line.value("note") ?? "", basedOn: nil), terms: terms)
    if line.globals.isJSON {
      Output.json(json(saved))
    } else {
      Output.line("Saved \(saved.name) as version \(saved.version): \(grouped(saved.size ?? 0)).")
    }
    return .done
  }

  private static func list(_ line: Invocation) throws(Fault) -> ExitStatus {
    let segments = try QuestionDesk(path: line.globals.workspace).segments()
    if line.globals.isJSON {
      Output.json(.object([("segments", .array(segments.map(json)))]))
      return .done
    }
    var table = TextTable([
      ("name", .left), ("version", .right), ("size when saved", .right), ("saved", .left),
      ("segment", .left),
    ])
    for segment in segments {
      table.add([
        segment.name, String(segment.version), segment.size.map(grouped) ?? "–",
        segment.savedAt.iso8601, segment.text,
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func json(_ segment: SavedSegment) -> JSON {
    .object([
      ("name", .string(segment.name)), ("version", .count(segment.version)),
      ("text", .string(segment.text)), ("note", .string(segment.note)),
      ("saved_at", .string(segment.savedAt.iso8601)),
      ("size", segment.size.map { JSON.count($0) } ?? .null),
    ])
  }

  private static func trend(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let points = try QuestionDesk(path: line.globals.workspace).trend(
      "@\"\(line.operands[0])\"", days: try line.integer("days") ?? 30, terms: terms)
    if line.globals.isJSON {
      let days = points.map { point in
        JSON.object([
          ("day", .string(point.day.iso8601)),
          ("count", point.count.map { JSON.count($0) } ?? .null),
        ])
      }
      Output.json(.object([("trend", .array(days))] + line.globals.stamp(terms)))
      return .done
    }
    for point in points {
      Output.line("\(point.day.iso8601)  \(point.count.map(grouped) ?? "–")")
    }
    return .done
  }

  private static func overlap(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let names = line.operands.map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 }
    let answer = try QuestionDesk(path: line.globals.workspace).overlap(names, terms: terms)
    if line.globals.isJSON {
      let matrix = answer.shared.map { JSON.array($0.map { JSON.count($0) }) }
      Output.json(
        .object(
          [
            ("segments", .array(names.map { JSON.string($0) })), ("shared", .array(matrix)),
            ("population", .count(answer.population)),
          ] + line.globals.stamp(terms)))
      return .done
    }
    var table = TextTable([
      ("a", .left), ("b", .left), ("both", .right), ("of a", .right), ("of b", .right),
      ("lift", .right),
    ])
    for a in names.indices {
      for b in names.indices where b > a {
        let (both, inA, inB) = (answer.shared[a][b], answer.shared[a][a], answer.shared[b][b])
        let chance = Double(inA) * Double(inB)
        let lift = chance == 0 ? "–" : decimal(Double(both) * Double(answer.population) / chance)
        table.add([names[a], names[b], grouped(both), share(both, inA), share(both, inB), lift])
      }
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func facets(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let answer = try QuestionDesk(path: line.globals.workspace).facets(
      FacetRequest(
        segment: .text(line.operands[0]), attributes: Array(line.operands.dropFirst()),
        top: try line.integer("top") ?? 10), terms: terms)
    if line.globals.isJSON {
      let all = answer.map { facet in
        JSON.object([
          ("attribute", .string(facet.attribute)),
          (
            "values",
            .array(
              facet.values.map { value in
                .object([
                  ("value", .string(value.name)), ("count", .count(value.count)),
                  ("share", .number(value.share)),
                  ("share_of_everyone", .number(value.shareOfEveryone)),
                  ("lift", value.lift.map { JSON.number($0) } ?? .null),
                ])
              })
          ),
        ])
      }
      Output.json(.object([("facets", .array(all))] + line.globals.stamp(terms)))
      return .done
    }
    var table = TextTable([
      ("attribute", .left), ("value", .left), ("people", .right), ("share", .right),
      ("of everyone", .right), ("lift", .right),
    ])
    for facet in answer {
      for value in facet.values {
        table.add([
          facet.attribute, value.name, grouped(value.count), decimal(value.share * 100) + " %",
          decimal(value.shareOfEveryone * 100) + " %", value.lift.map(decimal) ?? "–",
        ])
      }
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func share(_ part: Int, _ whole: Int) -> String {
    whole == 0 ? "–" : decimal(Double(part) * 100 / Double(whole)) + " %"
  }

  /// A number with one decimal.
  private static func decimal(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func show(_ line: Invocation) throws(Fault) -> ExitStatus {
    let versions = try QuestionDesk(path: line.globals.workspace).versions(of: line.operands[0])
    if line.globals.isJSON {
      Output.json(versions.first.map { json($0, line.operands[0]) } ?? .null)
    } else if let newest = versions.first {
      Output.line(newest.text)
    }
    return .done
  }

  private static func history(_ line: Invocation) throws(Fault) -> ExitStatus {
    let versions = try QuestionDesk(path: line.globals.workspace).versions(of: line.operands[0])
    if line.globals.isJSON {
      Output.json(.object([("versions", .array(versions.map { json($0, line.operands[0]) }))]))
      return .done
    }
    var table = TextTable([
      ("version", .right), ("saved", .left), ("size", .right), ("note", .left), ("segment", .left),
    ])
    for version in versions {
      table.add([
        String(version.number), version.savedAt.iso8601, version.size.map(grouped) ?? "–",
        version.note, version.text,
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func json(_ version: SegmentVersion, _ name: String) -> JSON {
    .object([
      ("name", .string(name)), ("version", .count(version.number)),
      ("text", .string(version.text)), ("note", .string(version.note)),
      ("saved_at", .string(version.savedAt.iso8601)),
      ("size", version.size.map { JSON.count($0) } ?? .null),
    ])
  }
}
