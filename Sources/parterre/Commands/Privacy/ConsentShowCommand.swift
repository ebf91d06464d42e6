import Basis
import Engine
import Formats
import Requests

/// `consent show`: what holds for one person, why, and the records of it.
enum ConsentShowCommand {
  static func run(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let desk = QuestionDesk(path: line.globals.workspace)
    let history = try desk.consentHistory(
      of: try desk.profile(of: IdentifierReference(line.operands[0]), terms: terms), terms: terms)
    if line.globals.isJSON {
      try line.answer(
        .object(
          [
            ("profile", .count(Int(history.profile.number))),
            ("purposes", .array(history.standings.map(json))),
            ("records", .array(history.records.map(json))),
          ]), terms)
      return .done
    }
    var standings = TextTable([
      ("purpose", .left), ("state", .left), ("why", .left), ("record", .right),
    ])
    for standing in history.standings {
      standings.add([
        standing.purpose, words(standing.state), standing.reason,
        standing.record.map { grouped($0) } ?? "",
      ])
    }
    standings.lines.forEach { Output.line($0) }
    Output.line()
    guard !history.records.isEmpty else {
      Output.line("No record of this person is in the ledger.")
      return .done
    }
    let zone = try line.globals.zone()
    var records = TextTable([
      ("record", .right), ("when", .left), ("identifier", .left), ("source", .left),
      ("granted", .left), ("refused", .left), ("basis", .left), ("law", .left), ("proof", .left),
    ])
    for record in history.records {
      records.add([
        grouped(record.place), zone.iso8601(record.time), record.identifier, record.source,
        record.granted.joined(separator: ", "), record.refused.joined(separator: ", "),
        record.basis, record.jurisdiction, "\(record.kind): \(shortened(record.proof))",
      ])
    }
    records.lines.forEach { Output.line($0) }
    return .done
  }

  private static func words(_ state: ConsentHistory.Standing.State) -> String {
    switch state {
    case .granted: "granted"
    case .interest: "legitimate interest"
    case .refused: "refused"
    case .expired: "expired"
    case .noSignal: "no signal"
    }
  }

  private static func shortened(_ proof: String) -> String {
    proof.count <= 40 ? proof : "\(proof.prefix(37))…"
  }

  private static func json(_ standing: ConsentHistory.Standing) -> JSON {
    .object([
      ("purpose", .string(standing.purpose)), ("state", .string(standing.state.rawValue)),
      ("allowed", .boolean(standing.state == .granted || standing.state == .interest)),
      ("reason", .string(standing.reason)), ("source", .string(standing.source)),
      ("since", .optional(standing.since?.iso8601)),
      ("expires", .optional(standing.expires?.iso8601)),
      ("record", standing.record.map { JSON.count($0) } ?? .null),
    ])
  }

  private static func json(_ record: ConsentHistory.Record) -> JSON {
    .object([
      ("record", .count(record.place)), ("at", .string(record.time.iso8601)),
      ("identifier", .string(record.identifier)), ("source", .string(record.source)),
      ("granted", .array(record.granted.map { JSON.string($0) })),
      ("refused", .array(record.refused.map { JSON.string($0) })),
      ("kind", .string(record.kind)), ("legal_basis", .string(record.basis)),
      ("jurisdiction", .string(record.jurisdiction)), ("proof", .string(record.proof)),
      ("hash", .string(record.hash)),
    ])
  }
}
