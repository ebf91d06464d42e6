import Basis
import Engine
import Formats
import Requests

/// Counting segments and listing who is in them.
enum SegmentCommands {
  static let file = CommandSpec.option(
    "file", "FILE", "read the segment from a file, or from standard input with - (also -f)")

  static let all: [CommandSpec] =
    [
      CommandSpec(
        "count", "count a segment exactly", operands: "EXPR", count: 0...1,
        options: [
          file, CommandSpec.flag("each", "also count every condition of the tree"),
          CommandSpec.option(
            "waterfall", "DESTINATION", "show how many of them a destination may be given"),
          CommandSpec.option(
            "holdout", "PERCENT", "with --waterfall: keep back this share, as `export` does"),
          CommandSpec.flag("gains", "also show which single change would let most people in"),
        ],
        discussion: """
          With --each every condition has three figures: how many it holds alone, how many its group
          holds up to it, and how many the whole would hold without it. With --gains every condition
          is left out, and every number in it moved a step: one time, half or twice the amount, the
          rank or the time. What lets more people in is listed.
          """,
        examples: [
          "parterre count 'country = DE and did purchase in last 30 days'",
          "parterre count @Buyers --each --gains",
        ], run: count),
      CommandSpec(
        "members", "list the members of a segment", operands: "EXPR", count: 0...1,
        options: [file] + MemberLines.options,
        examples: [
          "parterre members @Buyers --attributes country,city --limit 50",
          "parterre --json members 'did purchase in last 7 days' --ids crm_id",
        ],
        run: members),
    ] + SegmentInsightCommands.all + SegmentLibraryCommands.all + SegmentFileCommands.all

  /// The segment's text: the operand, or the file's contents.
  static func expression(_ line: Invocation, operand: Int = 0) throws(Fault) -> String {
    let isGiven = line.operands.indices.contains(operand)
    switch (line.value("file"), isGiven) {
    case (nil, true): return line.operands[operand]
    case (nil, false):
      throw Fault(
        .usage, "parterre", reason: "there is no segment",
        remedy: "Give it in quotes, as @NAME, or with -f FILE")
    case (.some, true):
      throw Fault(
        .usage, "--file", reason: "a segment stands on the command line as well",
        remedy: "Give one of the two")
    case (let file?, false):
      return try FileSystem.readText(file == "-" ? "/dev/stdin" : file).withoutByteOrderMark
    }
  }

  static func desk(_ line: Invocation) -> QuestionDesk {
    QuestionDesk(path: line.globals.workspace)
  }

  private static func waterfall(
    _ line: Invocation, _ destination: String, _ terms: QuestionDesk.Terms
  ) throws(Fault) -> ExitStatus {
    var order = DeliveryOrder(try expression(line), to: destination)
    order.heldOut = try line.integer("holdout")
    let answer = try desk(line).waterfall(order, terms: terms)
    guard line.globals.isJSON else {
      DeliveryText.waterfall(answer).forEach { Output.line($0) }
      return .done
    }
    try line.answer(
      .object(
        [
          ("count", .count(answer.steps.first?.remaining ?? 0)),
          ("destination", .string(destination)), ("deliverable", .count(answer.delivered)),
          ("minimum", .count(answer.minimumSize)),
          ("waterfall", ExportCommands.waterfall(answer)),
        ]), terms)
    return .done
  }

  private static func count(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    if let name = line.value("waterfall") { return try waterfall(line, name, terms) }
    guard !line.has("holdout") else {
      throw Fault(
        .usage, "--holdout", reason: "nobody is kept back from a count",
        remedy: "Add --waterfall DESTINATION")
    }
    let (desk, text) = (desk(line), try expression(line))
    let answer = try desk.count(text, each: line.has("each"), terms: terms)
    let gains = line.has("gains") ? try desk.gains(text, terms: terms) : []
    if line.globals.isJSON {
      var document = [("count", JSON.count(answer.total.count))]
      document.append(("population", .count(answer.total.population)))
      document.append(("segment", .string(answer.text)))
      document.append(("tree", SegmentTrees.json(of: answer.text)))
      if line.has("each") { document.append(("nodes", .array(answer.nodes.map(json)))) }
      if line.has("gains") { document.append(("gains", .array(gains.map(json)))) }
      try line.answer(.object(document), terms)
      return .done
    }
    if line.has("each") {
      show(answer.nodes)
    } else {
      Output.line(grouped(answer.total.count))
    }
    if line.has("gains") { show(gains) }
    return .done
  }

  private static func show(_ nodes: [NodeCount]) {
    var table = TextTable([
      ("condition", .left), ("alone", .right), ("running", .right), ("without it", .right),
    ])
    for node in nodes {
      table.add([
        String(repeating: "  ", count: node.depth) + node.text, grouped(node.own),
        node.running.map(grouped) ?? "–", node.without.map(grouped) ?? "–",
      ])
    }
    table.lines.forEach { Output.line($0) }
  }

  private static func show(_ gains: [SegmentGain]) {
    guard !gains.isEmpty else {
      Output.line("\nNone of the changes that were tried lets more people in.")
      return
    }
    var table = TextTable([("gained", .right), ("total", .right), ("change", .left)])
    for gain in gains {
      table.add([
        "+" + grouped(gain.gained), grouped(gain.total),
        gain.replacement.map { "\(gain.condition)  →  \($0)" } ?? "without \(gain.condition)",
      ])
    }
    Output.line()
    table.lines.forEach { Output.line($0) }
  }

  private static func json(_ node: NodeCount) -> JSON {
    .object([
      ("text", .string(node.text)), ("depth", .count(node.depth)), ("own", .count(node.own)),
      ("running", node.running.map { JSON.count($0) } ?? .null),
      ("without", node.without.map { JSON.count($0) } ?? .null),
    ])
  }

  private static func json(_ gain: SegmentGain) -> JSON {
    .object([
      ("condition", .string(gain.condition)), ("replacement", .optional(gain.replacement)),
      ("total", .count(gain.total)), ("gained", .count(gain.gained)),
    ])
  }

  private static func members(_ line: Invocation) throws(Fault) -> ExitStatus {
    let list = try MemberLines.list(line)
    for note in try desk(line).notes(on: list) { Output.message(note) }
    let answer = try desk(line).members(
      of: try expression(line), list, terms: try line.globals.terms())
    if line.globals.isJSON {
      for member in answer.members { Output.json(MemberLines.json(member)) }
      MemberLines.tellWithheld(answer.members)
    } else {
      MemberLines.show(answer.members, of: answer.total, list)
    }
    return .done
  }
}
