import Basis
import Engine
import Formats

/// Proofs of the consent ledger, for those who have kept roots of it and nothing else.
enum ConsentProofCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "consent prove", "write a proof of one record, or that the ledger only grew",
      operands: "[RECORD]", count: 0...1,
      options: [
        CommandSpec.option(
          "root", "FILE", "the root to prove it under, as `consent root` wrote it", isNeeded: true),
        CommandSpec.option("since", "FILE", "an older root, instead of a record"),
        CommandSpec.option("out", "FILE", "write it to a file that is not there yet"),
      ],
      discussion: """
        With the number of a record, which `parterre consent show` tells, it proves to whoever has the
        root that the record is one of those that the root stands for, and what it says: when, from
        which source, by which signal, what was granted and refused. With --since it proves that the
        ledger of the older root is the beginning of that of the newer one. `parterre consent check`
        checks the proof. It names nobody: whose a record is stands in it as a salted hash.
        """,
      examples: [
        "parterre consent prove 1284 --root root-2026-11.txt --out proof-1284.txt",
        "parterre consent prove --since root-2026-01.txt --root root-2026-11.txt --out growth.txt",
      ], run: prove),
    CommandSpec(
      "consent check", "check a proof against roots that were kept, without the workspace",
      operands: "PROOF", count: 1...1,
      options: [
        CommandSpec.option(
          "root", "FILE", "the root that the proof was made under", isNeeded: true),
        CommandSpec.option("since", "FILE", "the older root, where the proof is of a growth"),
      ],
      discussion: """
        Reads nothing but the files that are named. It prints what a proved record says, and ends
        with status 1 where the proof does not hold.
        """,
      examples: [
        "parterre consent check proof-1284.txt --root root-2026-11.txt",
        "parterre consent check growth.txt --since root-2026-01.txt --root root-2026-11.txt",
      ], run: check),
  ]

  private static func prove(_ line: Invocation) throws(Fault) -> ExitStatus {
    let desk = QuestionDesk(path: line.globals.workspace)
    let root = try root(line)
    let text: String
    switch (line.operands.first, line.value("since")) {
    case (let record?, nil):
      guard let number = Int(record), number > 0 else {
        throw Fault(
          .usage, "“\(record)”", reason: "it is not the number of a record",
          remedy: "`parterre consent show NS:VALUE` tells the numbers")
      }
      text = try desk.provenRecord(number, under: root)
    case (nil, let older?): text = try desk.provenGrowth(from: older, to: root)
    default:
      throw Fault(
        .usage, "consent prove", reason: "it proves one record or one growth",
        remedy: "Write the number of a record, or --since FILE")
    }
    if let file = line.value("out") { try KeptFile.write(text, to: file) }
    if line.globals.isJSON {
      try line.answer(
        .object([("text", .string(text)), ("file", .optional(line.value("out")))]))
    } else if let file = line.value("out") {
      Output.line("Wrote \(file); `parterre consent check` checks it.")
    } else {
      text.split(separator: "\n").forEach { Output.line(String($0)) }
    }
    return .done
  }

  private static func check(_ line: Invocation) throws(Fault) -> ExitStatus {
    let report = try QuestionDesk.checkProof(
      line.operands[0], under: try root(line), since: line.value("since"))
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("holds", .boolean(report.holds)),
          ("kind", .string(report.isGrowth ? "growth" : "record")),
          (report.isGrowth ? "from" : "record", .count(report.place)),
          ("of", .count(report.count)),
          (
            "says",
            .object(
              report.facts.map { ($0.name.replacing(" ", with: "_"), JSON.string($0.value)) })
          ),
        ]))
    } else {
      Output.line(verdict(report))
      let width = report.facts.map(\.name.count).max() ?? 0
      for fact in report.facts {
        let space = String(repeating: " ", count: width - fact.name.count)
        Output.line("  \(fact.name)\(space)  \(fact.value.isEmpty ? "–" : fact.value)")
      }
    }
    return report.holds ? .done : .failed
  }

  private static func verdict(_ report: ProofReport) -> String {
    switch (report.holds, report.isGrowth) {
    case (true, false):
      "Proved: record \(grouped(report.place)) is one of the \(grouped(report.count)) of the root."
    case (true, true):
      "Proved: the first \(grouped(report.place)) of the \(grouped(report.count)) records are "
        + "those of the older root."
    case (false, _):
      "Not proved: the proof was changed, or it was made under another root."
    }
  }

  private static func root(_ line: Invocation) throws(Fault) -> String {
    if let file = line.value("root") { return file }
    throw Fault(
      .usage, "--root", reason: "a proof is nothing without a root",
      remedy: "Write --root FILE; `parterre consent root --out FILE` makes one")
  }
}
