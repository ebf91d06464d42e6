import Basis
import Engine
import Formats
import Requests

/// Understanding segments: who they are, what they share, how they change, why somebody is in one.
enum SegmentInsightCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "why", "show why somebody is in a segment, or why not", operands: "EXPR NS:VALUE",
      count: 1...2, options: [SegmentCommands.file],
      discussion: """
        Every condition is shown with whether it holds and the fact that decides it, such as the
        event. Somebody is named by an identifier, as email:someone@example.com, or as profile:NUMBER.
        Conditions that make the answer what it is are marked with an arrow.
        """,
      examples: ["parterre why @Buyers email:someone@example.com"], run: why),
    CommandSpec(
      "overlap", "count what segments share", operands: "@A @B …", count: 2...100,
      options: [CommandSpec.option("top", "N", "so many of the exact intersections (20)")],
      discussion: """
        Each is the name of a saved segment or a segment's text. First comes how many people each two
        share, on the diagonal how many each has; then the pairs, with the share of each, Jaccard's
        index (both by either) and lift (how many times as many as by chance); then, of up to 16
        segments, who is in exactly some of them, the largest groups first.
        """,
      examples: ["parterre overlap @Buyers @Dach 'consent(email)'"], run: OverlapLines.run),
    CommandSpec(
      "facets", "show who they are, against everyone", operands: "EXPR [FACET…]",
      count: 1...50,
      options: [
        CommandSpec.option("top", "N", "so many values each (10; 3 of all)"),
        CommandSpec.flag("largest", "the values that most of them have first"),
      ],
      discussion: """
        A facet is an attribute, a field of an event as store_purchase.category, a field that several
        events have as campaign, or one of: events, sources, identifiers, consent. Without one all of them
        are looked at. Facets and values come first that tell the segment apart from everyone the most.
        """,
      examples: ["parterre facets @Buyers", "parterre facets @Buyers country campaign --top 5"],
      run: facets),
    CommandSpec(
      "segment trend", "show the size of a segment on each of the last days", operands: "NAME",
      count: 1...1, options: [CommandSpec.option("days", "N", "how many days (30)")],
      examples: ["parterre segment trend Buyers --days 90"],
      run: trend),
    CommandSpec(
      "segment changes", "show who entered and who left between two times", operands: "NAME",
      count: 1...1,
      options: [
        CommandSpec.option("from", "TIME", "the earlier instant or day (7 days before the later)"),
        CommandSpec.option("to", "TIME", "the later one (now, or --as-of)"),
        CommandSpec.option(
          "list", "WHO", "list who moved",
          choices: QuestionDesk.Movement.allCases.map(\.rawValue)),
      ] + MemberLines.options,
      discussion: """
        Events and consent are seen as they stood at each of the two; attributes and identifiers have
        no history and count as they are now. Instead of NAME a segment's text may stand.
        """,
      examples: ["parterre segment changes Buyers --from 2026-11-01 --list left --ids email"],
      run: changes),
    CommandSpec(
      "segment redundant", "find segments that are empty, equal, or contained in another",
      examples: ["parterre segment redundant --json"],
      run: redundant),
    CommandSpec(
      "segment sql", "print the SQL that asks the same of plain tables", operands: "EXPR",
      count: 0...1, options: [SegmentCommands.file],
      discussion: """
        `parterre sql` finds the same people by it, but for attributes that are personal data: its
        tables are without them.
        """,
      examples: ["parterre segment sql 'country = DE and did purchase'"],
      run: sql),
  ]

  private static func sql(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let query = try SegmentCommands.desk(line).sql(
      try SegmentCommands.expression(line), terms: terms)
    if line.globals.isJSON {
      try line.answer(.object([("sql", .string(query))]), terms)
    } else {
      Output.line(query)
    }
    return .done
  }

  // MARK: Why

  private static func why(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    // With a file the one operand is the person.
    let text = try SegmentCommands.expression(line, operand: line.has("file") ? 1 : 0)
    guard let person = line.operands.last, line.has("file") || line.operands.count == 2 else {
      throw Fault(
        .usage, "why", reason: "nobody is named",
        remedy: "Name somebody by an identifier, such as email:someone@example.com")
    }
    let answer = try SegmentCommands.desk(line).why(
      text, try personReference(person), terms: terms)
    if line.globals.isJSON {
      let nodes = answer.nodes.map { node in
        JSON.object([
          ("text", .string(node.text)), ("depth", .count(node.depth)),
          ("holds", .boolean(node.holds)),
          ("because", .string(node.because)), ("decides", .boolean(node.decides)),
        ])
      }
      try line.answer(
        .object(
          [("member", .boolean(answer.isMember)), ("nodes", .array(nodes))]), terms)
      return .done
    }
    Output.line(answer.isMember ? "In the segment." : "Not in the segment.")
    var table = TextTable([("", .left), ("", .left), ("condition", .left), ("because", .left)])
    for node in answer.nodes {
      table.add([
        node.decides ? "→" : "", node.holds ? "✓" : "✗",
        String(repeating: "  ", count: node.depth) + node.text, node.because,
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  static func personReference(_ text: String) throws(Fault) -> PersonReference {
    guard let colon = text.firstIndex(of: ":") else {
      return .identifier(namespace: "", value: text)
    }
    let (namespace, value) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
    guard namespace == "profile" else { return .identifier(namespace: namespace, value: value) }
    guard let number = UInt32(value) else {
      throw Fault(
        .usage, "profile", reason: "what follows is not the number of a profile",
        remedy: "Write it as profile:17")
    }
    return .profile(ProfileID(number))
  }

  // MARK: Facets

  private static func facets(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let names = Array(line.operands.dropFirst())
    let answer = try SegmentCommands.desk(line).facets(
      FacetRequest(
        segment: .text(line.operands[0]), attributes: names,
        top: try line.integer("top") ?? (names.isEmpty ? 3 : 10), isBySize: line.has("largest")),
      terms: terms)
    if line.globals.isJSON {
      try line.answer(.object([("facets", .array(answer.map(json)))]), terms)
      return .done
    }
    var table = TextTable([
      ("facet", .left), ("value", .left), ("people", .right), ("share", .right),
      ("of everyone", .right), ("lift", .right),
    ])
    for facet in answer {
      for (index, value) in facet.values.enumerated() {
        table.add([
          index == 0 ? facet.attribute : "", value.name, grouped(value.count),
          percent(value.share), percent(value.shareOfEveryone), value.lift.map(decimal) ?? "–",
        ])
      }
    }
    if answer.allSatisfy(\.values.isEmpty) {
      Output.line("No value is known of anybody.")
    } else {
      table.lines.forEach { Output.line($0) }
    }
    return .done
  }

  private static func json(_ facet: Facet) -> JSON {
    .object([
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
              ("condition", .string(value.condition)),
            ])
          })
      ),
    ])
  }

  // MARK: Over time

  private static func trend(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let days = try line.integer("days") ?? 30
    guard (1...3_660).contains(days) else {
      throw Fault(
        .usage, "--days", reason: "\(days) is not between 1 and 3,660", remedy: "Give fewer days")
    }
    let points = try SegmentCommands.desk(line).trend(
      line.operands[0], days: days, terms: terms)
    if line.globals.isJSON {
      let days = points.map { point in
        JSON.object([
          ("day", .string(point.day.iso8601)),
          ("count", point.count.map { JSON.count($0) } ?? .null),
        ])
      }
      try line.answer(.object([("trend", .array(days))]), terms)
      return .done
    }
    var table = TextTable([("day", .left), ("people", .right), ("change", .right)])
    var before: Int?
    for point in points {
      let change = point.count.flatMap { now in before.map { now - $0 } }
      table.add([
        point.day.iso8601, point.count.map(grouped) ?? "–",
        change.map { $0 == 0 ? "" : signed($0) } ?? "",
      ])
      before = point.count
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func changes(_ line: Invocation) throws(Fault) -> ExitStatus {
    var terms = try line.globals.terms()
    let later = try line.instant("to") ?? terms.asOf
    let earlier = try line.instant("from") ?? later.advanced(by: -7 * 86_400)
    terms.asOf = later
    let movement = try line.movement()
    let list = try MemberLines.list(line)
    let answer = try SegmentCommands.desk(line).changes(
      line.operands[0], from: earlier, to: later, list: movement == nil ? nil : list,
      of: movement ?? .entered, terms: terms)
    let change = answer.change
    if line.globals.isJSON {
      var document: [(key: String, value: JSON)] = [
        ("from", .string(earlier.iso8601)), ("to", .string(later.iso8601)),
        ("before", .count(change.before)), ("after", .count(change.after)),
        ("entered", .count(change.entered)), ("left", .count(change.left)),
        ("stayed", .count(change.stayed)),
      ]
      if movement != nil {
        document.append(("members", .array(answer.members.map(MemberLines.json))))
      }
      try line.answer(.object(document), terms)
      return .done
    }
    let zone = try line.globals.zone()
    for text in ChangeLines.lines(change, zone.iso8601(earlier), zone.iso8601(later)) {
      Output.line(text)
    }
    if let movement {
      Output.line()
      MemberLines.show(
        answer.members, of: movement == .entered ? change.entered : change.left, list)
    }
    return .done
  }

  // MARK: Redundancy

  private static func redundant(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let found = try SegmentCommands.desk(line).redundancy(terms: terms)
    if line.globals.isJSON {
      func texts(_ names: [String]) -> JSON { .array(names.map { JSON.string($0) }) }
      let contained = found.contained.map { pair in
        JSON.object([("inner", .string(pair.inner)), ("outer", .string(pair.outer))])
      }
      try line.answer(
        .object(
          [
            ("empty", texts(found.empty)), ("equal", .array(found.equal.map(texts))),
            ("contained", .array(contained)), ("unreadable", texts(found.unreadable)),
          ]), terms)
      return .done
    }
    var table = TextTable([("what", .left), ("segments", .left)])
    for name in found.unreadable { table.add(["has no answer any more", name]) }
    for name in found.empty { table.add(["holds nobody", name]) }
    for names in found.equal { table.add(["hold the same", names.joined(separator: " = ")]) }
    for pair in found.contained { table.add(["lies within", "\(pair.inner) ⊂ \(pair.outer)"]) }
    if found.unreadable.isEmpty, found.empty.isEmpty, found.equal.isEmpty, found.contained.isEmpty {
      Output.line("Every segment says something of its own.")
    } else {
      table.lines.forEach { Output.line($0) }
    }
    return .done
  }
}

extension Invocation {
  fileprivate func instant(_ option: String) throws(Fault) -> Timestamp? {
    guard let text = value(option) else { return nil }
    return try Instants.instant(text, of: option, in: try globals.zone())
  }

  fileprivate func movement() throws(Fault) -> QuestionDesk.Movement? {
    guard let text = value("list") else { return nil }
    guard let movement = QuestionDesk.Movement(rawValue: text) else {
      throw Fault(
        .usage, "--list", reason: "“\(text)” is neither entered nor left",
        remedy: "Write --list entered or --list left")
    }
    return movement
  }
}
