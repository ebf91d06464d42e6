import Engine
import Requests

/// A delivery, or the look before it, for people to read.
enum DeliveryText {
  static func lines(_ answer: DeliveryAnswer, isDryRun: Bool) -> [String] {
    var lines = waterfall(answer.waterfall)
    if isDryRun { lines += [""] + expectation(answer) }
    if let added = answer.added, let removed = answer.removed {
      lines += [
        "",
        "Since the last delivery: \(grouped(added)) new, \(grouped(removed)) gone, "
          + "\(grouped(answer.unchanged ?? 0)) as before.",
      ]
    }
    for obstacle in answer.obstacles { lines += ["", "It may not go: \(obstacle.command)."] }
    if isDryRun, !answer.sample.isEmpty { lines += [""] + sample(answer) }
    for file in answer.files where answer.destination.format.hasPrefix("HTTP") == false {
      lines.append("Wrote \(grouped(file.rows)) rows to \(file.path).")
    }
    if !isDryRun, answer.destination.format.hasPrefix("HTTP") {
      lines.append("Sent \(grouped(answer.rows)) rows to \(answer.destination.title).")
    }
    return lines
  }

  /// What a delta could not take out, and what helps; nil where it took out everything.
  static func notice(_ answer: DeliveryAnswer) -> String? {
    guard answer.unnamed > 0 else { return nil }
    return
      "\(answer.destination.title) has \(grouped(answer.unnamed)) identifiers that it is to lose and "
      + "that no removal file can name: their values are gone with an undone batch or past their "
      + "retention. "
      + "Replace its list by a full export, without --delta."
  }

  /// The waterfall with a bar for who is left.
  static func waterfall(_ waterfall: Waterfall) -> [String] {
    let top = max(1, waterfall.steps.first?.remaining ?? 1)
    var table = TextTable([
      ("step", .left), ("people", .right), ("lost", .right), ("share", .right), ("", .left),
      ("why", .left),
    ])
    for step in waterfall.steps {
      table.add([
        step.label, grouped(step.remaining), step.lost == 0 ? "–" : grouped(step.lost),
        percent(step.remaining, of: top), bar(step.remaining, of: top),
        step.lost == 0 ? "" : step.note,
      ])
    }
    return table.lines
  }

  private static func expectation(_ answer: DeliveryAnswer) -> [String] {
    var table = TextTable([("", .left), ("", .right), ("", .right), ("", .left)])
    table.add(["rows", grouped(answer.rows), "", answer.destination.format])
    for reach in answer.reach {
      table.add([
        "with \(reach.namespace)", grouped(reach.count), percent(reach.count, of: answer.rows), "",
      ])
    }
    let minimum = answer.destination.minimum
    if minimum > 0 {
      table.add([
        "at least", grouped(minimum), "",
        answer.delivered >= minimum
          ? "met, \(grouped(answer.delivered - minimum)) to spare"
          : "\(grouped(minimum - answer.delivered)) too few",
      ])
    }
    if let matching = answer.matching {
      let expected =
        matching.expected ?? Int((Double(answer.rows) * matching.rate).rounded())
      let interval = matching.interval
      table.add([
        "matched, about", grouped(expected), percent(matching.matched, of: matching.uploaded),
        "\(percent(interval.low)) to \(percent(interval.high)) by earlier feedback on "
          + "\(grouped(matching.uploaded))",
      ])
      for part in matching.byIdentifier {
        table.add(["  by \(part.name)", "", percent(part.matched, of: part.uploaded), ""])
      }
      for part in matching.bySource {
        table.add([
          "  of \(part.name)", "", percent(part.matched, of: part.uploaded),
          "\(grouped(part.matched)) of \(grouped(part.uploaded))",
        ])
      }
    }
    return Array(table.lines.dropFirst())
  }

  private static func sample(_ answer: DeliveryAnswer) -> [String] {
    var table = TextTable(answer.columns.map { ($0, TextTable.Alignment.left) })
    for row in answer.sample { table.add(row) }
    return ["First rows, masked:"] + table.lines
  }

  private static func bar(_ part: Int, of whole: Int) -> String {
    let width = 24
    let eighths = part * width * 8 / whole
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + partial
  }
}
