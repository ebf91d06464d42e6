import Basis
import Engine
import Formats
import Requests

/// Consent: who may be addressed for what.
enum ConsentCommands {
  static let all: [CommandSpec] = [
    CommandSpec(
      "consent coverage", "show how many people may be addressed for each purpose",
      options: [
        CommandSpec.option(
          "by", "GROUP", "also by country or source",
          choices: ConsentRequest.Breakdown.allCases.map(\.rawValue))
      ], run: coverage),
    CommandSpec(
      "consent decode", "show what a TC string says", operands: "STRING", count: 1...1,
      run: decode),
  ]

  private static func coverage(_ line: Invocation) throws(Fault) -> ExitStatus {
    let terms = try line.globals.terms()
    let group = line.value("by").flatMap(ConsentRequest.Breakdown.init)
    let answer = try QuestionDesk(path: line.globals.workspace).consentCoverage(
      ConsentRequest(breakdown: group ?? .source), terms: terms)
    if line.globals.isJSON {
      let purposes = answer.purposes.map { purpose in
        var entries = [("purpose", JSON.string(purpose.name))] + figures(purpose.total)
        if group != nil {
          let groups = zip(answer.groups, purpose.byGroup).map { name, tally in
            JSON.object([("group", .string(name))] + figures(tally))
          }
          entries.append(("groups", .array(groups)))
        }
        return JSON.object(entries)
      }
      Output.json(
        .object(
          [("population", .count(answer.population)), ("purposes", .array(purposes))]
            + line.globals.stamp(terms)))
      return .done
    }
    var table = TextTable([
      ("purpose", .left), ("group", .left), ("granted", .right), ("share", .right),
      ("refused", .right), ("expired", .right), ("no signal", .right),
    ])
    for purpose in answer.purposes {
      table.add([purpose.name, "everyone"] + cells(purpose.total))
      guard group != nil else { continue }
      for (name, tally) in zip(answer.groups, purpose.byGroup) where tally.people > 0 {
        table.add(["", name] + cells(tally))
      }
    }
    table.lines.forEach { Output.line($0) }
    return .done
  }

  private static func figures(_ tally: ConsentTally) -> [(key: String, value: JSON)] {
    [
      ("granted", .count(tally.granted)), ("refused", .count(tally.refused)),
      ("expired", .count(tally.expired)), ("no_signal", .count(tally.noSignal)),
    ]
  }

  private static func cells(_ tally: ConsentTally) -> [String] {
    let tenths = tally.people == 0 ? 0 : tally.granted * 1_000 / tally.people
    return [
      grouped(tally.granted), "\(tenths / 10).\(tenths % 10) %", grouped(tally.refused),
      grouped(tally.expired), grouped(tally.noSignal),
    ]
  }

  private static func decode(_ line: Invocation) throws(Fault) -> ExitStatus {
    let string: TCString
    do {
      string = try TCString(line.operands[0])
    } catch {
      throw Fault(
        .badConsent, "the TC string", reason: "\(error)",
        remedy: "Check that all of it was copied; version 1 strings are no longer valid")
    }
    let entries: [(key: String, value: JSON)] = [
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
    if line.globals.isJSON {
      Output.json(.object(entries))
    } else {
      for (key, value) in entries { Output.line("\(key): \(value.text)") }
    }
    return .done
  }

  private static func numbers(_ list: [Int]) -> JSON { .array(list.map { JSON.count($0) }) }
}
