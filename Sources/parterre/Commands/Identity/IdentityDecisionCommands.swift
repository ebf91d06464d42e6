import Basis
import Engine
import Formats

/// What analysts decide of who is one person, each of which can be taken back.
enum IdentityDecisionCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "identity split", "make an identifier a profile of its own", operands: "NS:VALUE",
      count: 1...1, options: [trial],
      discussion: """
        No link of the identifier counts any more; `identity undo` takes the decision back. Nothing
        is read again: events and attributes stay with their identifiers.
        """,
      examples: ["parterre identity split email:office@example.org --dry-run"], run: split),
    CommandSpec(
      "identity apart", "decide that two identifiers are not one person",
      operands: "NS:VALUE NS:VALUE", count: 2...2, options: [trial],
      examples: ["parterre identity apart user_id:U1 user_id:U2"],
      run: { (line) throws(Fault) in try pair(.apart, line) }),
    CommandSpec(
      "identity merge", "decide that two identifiers are one person",
      operands: "NS:VALUE NS:VALUE", count: 2...2, options: [trial],
      examples: ["parterre identity merge user_id:U1 crm_id:C7"],
      run: { (line) throws(Fault) in try pair(.merge, line) }),
    CommandSpec(
      "identity decisions", "list the decisions that stand",
      examples: ["parterre identity decisions --json"],
      run: decisions),
    CommandSpec(
      "identity undo", "take a decision back, as if it had never been made", operands: "NUMBER",
      count: 1...1, examples: ["parterre identity undo 3"], run: undo),
    CommandSpec(
      "identity proposals", "list profiles that grew suspiciously large, with their weakest bridge",
      discussion: """
        What would be one profile of more identifiers than `suspicious_size` is held apart at its
        weakest bridge until somebody decides: `identity accept` makes the split final, `identity
        keep` makes it one profile until it grows further. Either is a decision that can be undone.
        """, examples: ["parterre identity proposals"],
      run: proposals),
    CommandSpec(
      "identity accept", "make a proposed split final", operands: "NUMBER", count: 1...1,
      options: [trial], examples: ["parterre identity accept 1207 --dry-run"], run: accept),
    CommandSpec(
      "identity keep", "let a large group be one profile until it grows", operands: "NUMBER",
      count: 1...1, options: [trial], examples: ["parterre identity keep 1207"], run: keep),
  ]

  private static let trial = CommandSpec.flag(
    "dry-run", "only say what would come of it")

  private static func split(_ line: Invocation) throws(Fault) -> ExitStatus {
    let effect = try QuestionDesk(path: line.globals.workspace).split(
      IdentifierReference(line.operands[0]), isTrial: line.has("dry-run"), now: SystemClock.now())
    return try tell(effect, line)
  }

  private static func pair(_ kind: QuestionDesk.PairDecision, _ line: Invocation)
    throws(Fault) -> ExitStatus
  {
    let effect = try QuestionDesk(path: line.globals.workspace).decide(
      kind, IdentifierReference(line.operands[0]), IdentifierReference(line.operands[1]),
      isTrial: line.has("dry-run"), now: SystemClock.now())
    return try tell(effect, line)
  }

  private static func accept(_ line: Invocation) throws(Fault) -> ExitStatus {
    let effect = try QuestionDesk(path: line.globals.workspace).acceptProposal(
      try number(line), isTrial: line.has("dry-run"), now: SystemClock.now())
    return try tell(effect, line)
  }

  private static func keep(_ line: Invocation) throws(Fault) -> ExitStatus {
    let effect = try QuestionDesk(path: line.globals.workspace).keepProposal(
      try number(line), isTrial: line.has("dry-run"), now: SystemClock.now())
    return try tell(effect, line)
  }

  private static func undo(_ line: Invocation) throws(Fault) -> ExitStatus {
    let effect = try QuestionDesk(path: line.globals.workspace).undoDecision(
      Int64(try number(line)), now: SystemClock.now())
    return try tell(effect, line)
  }

  private static func decisions(_ line: Invocation) throws(Fault) -> ExitStatus {
    let decisions = try QuestionDesk(path: line.globals.workspace).identityDecisions()
    if line.globals.isJSON {
      let list = decisions.map { decision in
        JSON.object([
          ("number", .integer(decision.number)), ("kind", .string(decision.kind)),
          ("first", .string(decision.first)), ("second", .optional(decision.second)),
          ("at", .string(decision.at.iso8601)),
        ])
      }
      try line.answer(.object([("decisions", .array(list))]))
      return .done
    }
    guard !decisions.isEmpty else {
      Output.line("No decisions: the rules alone say who is whom.")
      return .done
    }
    let zone = try line.globals.zone()
    var table = TextTable([
      ("number", .right), ("kind", .left), ("identifier", .left), ("and", .left), ("made", .left),
    ])
    for decision in decisions {
      table.add([
        String(decision.number), decision.kind, decision.first, decision.second ?? "",
        zone.iso8601(decision.at),
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func proposals(_ line: Invocation) throws(Fault) -> ExitStatus {
    let proposals = try QuestionDesk(path: line.globals.workspace).proposals()
    if line.globals.isJSON {
      try line.answer(.object([("proposals", .array(proposals.map(IdentityPages.json)))]))
      return .done
    }
    guard !proposals.isEmpty else {
      Output.line("No profile is suspiciously large.")
      return .done
    }
    var table = TextTable([
      ("number", .right), ("identifiers", .right), ("held as", .left), ("weakest bridge", .left),
      ("to", .left), ("evidence", .left), ("strength", .right), ("would join", .right),
      ("hub", .left),
    ])
    for proposal in proposals {
      table.add([
        String(proposal.number), grouped(proposal.size), IdentityPages.parts(proposal.parts),
        proposal.first, proposal.second, proposal.evidence, String(proposal.strength),
        grouped(proposal.smallerSide),
        "\(proposal.hub) (\(grouped(proposal.hubNeighbours)))",
      ])
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  /// Says what a decision came to.
  private static func tell(_ effect: DecisionEffect, _ line: Invocation) throws(Fault) -> ExitStatus
  {
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("decision", effect.number.map { JSON.integer($0) } ?? .null),
          ("stored", .count(effect.stored)),
          ("profiles_before", .count(effect.profilesBefore)),
          ("profiles_after", .count(effect.profilesAfter)),
          ("divided", .count(effect.divided)), ("joined", .count(effect.joined)),
        ]))
      return .done
    }
    let last = effect.stored > 1 ? effect.number.map { $0 + Int64(effect.stored) - 1 } : nil
    let name = last.map { "Decisions \(effect.number ?? 0) to \($0)" }
    let head =
      name ?? effect.number.map { "Decision \($0)" } ?? "Nothing stored; it would divide"
    let verb = effect.number == nil ? "" : ": divided"
    Output.line(
      "\(head)\(verb) \(grouped(effect.divided)) and join\(effect.number == nil ? "" : "ed") "
        + "\(grouped(effect.joined)); profiles \(grouped(effect.profilesBefore)) → "
        + "\(grouped(effect.profilesAfter)).")
    return .done
  }

  private static func number(_ line: Invocation) throws(Fault) -> UInt32 {
    guard let number = UInt32(line.operands[0]) else {
      throw Fault(
        .usage, "“\(line.operands[0])”", reason: "it is no number",
        remedy: "Write a number from the list")
    }
    return number
  }
}
