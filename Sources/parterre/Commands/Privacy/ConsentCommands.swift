import Basis
import Engine
import Formats

/// Consent: who may be addressed for what, why, and the proof of it.
enum ConsentCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "consent coverage", "show how many people may be addressed for each purpose",
      options: [
        CommandSpec.option(
          "by", "GROUP,…", "also by source, country or any attribute, one or several"),
        CommandSpec.option("over", "DAYS", "also day by day, for so many days"),
        CommandSpec.option("segment", "EXPR", "count only people of this segment"),
      ],
      discussion: """
        A person is granted, refused, expired or silent (no signal: nobody may be addressed). Who is
        counted as granted by legitimate interest is told apart with --json. --as-of asks what held
        then. The purposes' rules are in consent.toml in the workspace's folder.
        """,
      examples: [
        "parterre consent coverage --by source,country",
        "parterre consent coverage --over 14 --segment 'country = DE'",
        "parterre consent coverage --as-of 2026-06-30 --json",
      ], run: ConsentCoverageCommand.run),
    CommandSpec(
      "consent show", "show what one person's consent is, why, and what was recorded",
      operands: "NS:VALUE", count: 1...1,
      discussion: """
        Prints each purpose with the record that decided it, then the records of the person's
        identifiers, each with its place in the ledger, its legal basis and its raw proof: by their
        times, at equal times in the order of the ledger. The ledger has a record for each identifier
        that a row names; of a row that names several of this person's the first is shown, and all of
        them where a purpose has the scope own. Identifiers are masked. A value without a namespace is
        looked for in all.
        """,
      examples: ["parterre consent show email:someone@example.org"], run: ConsentShowCommand.run),
    CommandSpec(
      "consent decode", "show what a consent signal says", operands: "STRING", count: 1...1,
      discussion: """
        Knows TC strings of TCF 2.2 and 2.3, GPP strings with their United States sections, the older
        US privacy string, and Google Consent Mode's gcs and gcd. What policy objects to is told
        below; a string that cannot be read is refused with the reason and the place.
        """,
      examples: ["parterre consent decode 1YNN", "parterre consent decode G111"], run: decode),
    CommandSpec(
      "consent verify", "check every record of the consent ledger",
      options: [
        CommandSpec.option(
          "root", "FILE", "check against a root that was kept elsewhere", isRepeatable: true)
      ],
      discussion: """
        Reads the whole ledger and names every record that was changed, removed or moved, in the
        catalogue or in the column files. With --root it also proves that the ledger still begins
        with what the root was taken of. It ends with status 1 where something is wrong.
        """,
      examples: ["parterre consent verify --root root-2026-11.txt"], run: verify),
    CommandSpec(
      "consent root", "print what stands for the whole consent ledger, to be kept elsewhere",
      options: [CommandSpec.option("out", "FILE", "write it to a file that is not there yet")],
      discussion: """
        Whoever keeps a root can have the ledger proved against it later, as a whole with
        `parterre consent verify` or record by record with `parterre consent prove`: give it to an
        auditor, or print it. It holds no personal data.
        """,
      examples: ["parterre consent root --out root-2026-11.txt"], run: root),
  ]

  private static func decode(_ line: Invocation) throws(Fault) -> ExitStatus {
    let signal = try DecodedSignal(line.operands[0], now: SystemClock.now())
    if line.globals.isJSON {
      let parts = signal.parts.map { part in
        JSON.object([
          ("title", .string(part.title)),
          (
            "facts",
            .array(
              part.facts.map {
                .object([("name", .string($0.name)), ("value", .string($0.value))])
              })
          ),
        ])
      }
      var entries: [(key: String, value: JSON)] = [
        ("kind", .string(signal.kind)), ("parts", .array(parts)),
        ("problems", .array(signal.problems.map { JSON.string($0) })),
      ]
      if signal.kind == "tcf" { entries += transparency(line.operands[0].trimmed) }
      try line.answer(.object(entries))
      return .done
    }
    let width = signal.parts.flatMap(\.facts).map(\.name.count).max() ?? 0
    for part in signal.parts {
      Output.line("\(signal.kind) · \(part.title)")
      for fact in part.facts {
        let space = String(repeating: " ", count: width - fact.name.count)
        Output.line("  \(fact.name)\(space)  \(fact.value)")
      }
    }
    for problem in signal.problems { Output.line("problem: \(problem)") }
    return .done
  }

  /// The fields of a TC string as numbers, for scripts.
  private static func transparency(_ text: String) -> [(key: String, value: JSON)] {
    guard let string = try? TCString(text) else { return [] }
    return [
      ("created", .string(string.created.iso8601)), ("updated", .string(string.updated.iso8601)),
      ("cmp_id", .count(string.cmpID)), ("cmp_version", .count(string.cmpVersion)),
      ("screen", .count(string.consentScreen)), ("language", .string("\(string.language)")),
      ("vendor_list", .count(string.vendorListVersion)),
      ("policy", .count(string.policyVersion)),
      ("service_specific", .boolean(string.isServiceSpecific)),
      ("publisher_country", .string("\(string.publisherCountry)")),
      ("special_features", numbers(string.specialFeatureOptIns.numbers)),
      ("purposes", numbers(string.purposeConsents.numbers)),
      ("legitimate_interests", numbers(string.purposeLegitimateInterests.numbers)),
      ("vendors", numbers(string.vendorConsents.ids)),
      ("vendors_legitimate_interest", numbers(string.vendorLegitimateInterests.ids)),
      ("disclosed_vendors", string.disclosedVendors.map { numbers($0.ids) } ?? .null),
    ]
  }

  private static func numbers(_ list: [Int]) -> JSON { .array(list.map { JSON.count($0) }) }

  private static func verify(_ line: Invocation) throws(Fault) -> ExitStatus {
    let report = try QuestionDesk(path: line.globals.workspace).verifyLedger(
      against: line.all("root")
    ) { done, total in
      Output.progress("\(grouped(done)) of \(grouped(total ?? done)) records")
      return true
    }
    Output.endProgress()
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("whole", .boolean(report.findings.isEmpty)), ("records", .count(report.entries)),
          ("roots", .count(report.roots)), ("root", .string(report.root)),
          ("findings", .array(report.findings.map { JSON.string($0) })),
          ("notes", .array(report.notes.map { JSON.string($0) })),
        ]))
    } else {
      for finding in report.findings { Output.line("wrong: \(finding)") }
      for note in report.notes { Output.line("note: \(note)") }
      Output.line(
        report.findings.isEmpty
          ? "Whole: \(counted(report.entries, "record")), held against "
            + "\(counted(report.roots, "root"))."
          : "The ledger is not what was written. Restore a backup with `parterre restore`.")
    }
    return report.findings.isEmpty ? .done : .failed
  }

  private static func root(_ line: Invocation) throws(Fault) -> ExitStatus {
    let root = try QuestionDesk(path: line.globals.workspace).exportedConsentRoot()
    if let file = line.value("out") { try KeptFile.write(root.text, to: file) }
    if line.globals.isJSON {
      try line.answer(
        .object([
          ("records", .count(root.entries)), ("root", .string(root.root)),
          ("text", .string(root.text)), ("file", .optional(line.value("out"))),
        ]))
    } else if let file = line.value("out") {
      Output.line("Wrote \(file): the root of \(counted(root.entries, "record")).")
    } else {
      root.text.split(separator: "\n").forEach { Output.line(String($0)) }
    }
    return .done
  }
}
