import Basis
import Engine
import Formats

/// Members of a segment as lines of a table or of JSON, with the options that choose what is shown.
enum MemberLines {
  static let options = [
    CommandSpec.option("limit", "N", "at most so many (20; with --json all)"),
    CommandSpec.option("ids", "NAMESPACE,…", "their identifiers of these kinds"),
    CommandSpec.option("attributes", "NAME,…", "their values of these attributes"),
    CommandSpec.flag(
      "reveal",
      "show identifiers unmasked, where the person permits it; this is written to the audit log"),
    CommandSpec.option(
      "purpose", "PURPOSE,…", "what the list is for (`lists` of consent.toml, else storage)"
    ),
  ]

  static func list(_ line: Invocation) throws(Fault) -> QuestionDesk.MemberList {
    func names(_ option: String) -> [String] {
      line.value(option).map { $0.split(separator: ",").map(String.init) } ?? []
    }
    let limit = try line.integer("limit") ?? (line.globals.isJSON ? .max : 20)
    guard limit >= 0 else {
      throw Fault(
        .usage, "--limit", reason: "it is below 0", remedy: "Give a number, such as --limit 20")
    }
    return QuestionDesk.MemberList(
      limit: limit, namespaces: names("ids"), attributes: names("attributes"),
      reveal: line.has("reveal"), purposes: names("purpose"))
  }

  /// Says of how many something stays masked, where a list was to be shown unmasked.
  static func tellWithheld(_ members: [QuestionDesk.Member]) {
    let withheld = members.count(where: \.isWithheld)
    guard withheld > 0 else { return }
    Output.message(
      "\(grouped(withheld)) of \(grouped(members.count)) stay masked in whole or in part: their people "
        + "have not permitted what the list is for; --purpose says what it is.")
  }

  static func show(
    _ members: [QuestionDesk.Member], of total: Int, _ list: QuestionDesk.MemberList
  ) {
    var table = TextTable(
      [("profile", .right)] + list.namespaces.map { ($0, .left) }
        + list.attributes.map { ($0, .left) })
    for member in members {
      var cells = [String(member.profile)]
      cells += member.identifiers.map { $0.values.joined(separator: ", ") }
      cells += member.attributes.map { $0.value?.shown ?? "–" }
      table.add(cells)
    }
    table.lines.forEach { Output.line($0) }
    if total > members.count { Output.line("… and \(grouped(total - members.count)) more") }
    tellWithheld(members)
  }

  static func json(_ member: QuestionDesk.Member) -> JSON {
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
      case .some(let other): entries.append((name, .string(other.shown)))
      }
    }
    return .object(entries)
  }
}
