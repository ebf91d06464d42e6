import Basis
import Engine
import Formats

/// What an erasure would do and has done, as lines and as JSON.
enum ErasurePages {
  static func show(_ preview: ErasurePreview, _ zone: Zone) {
    let count = counted(preview.identifiers.count, "identifier")
    Output.line("One \(preview.lens.rawValue) with \(count):")
    var identifiers = TextTable([("", .left), ("", .left)])
    for named in preview.identifiers { identifiers.add(["  " + named.namespace, named.shown]) }
    identifiers.lines.dropFirst().forEach { Output.line($0) }
    Output.line()
    var steps = TextTable([("what happens", .left), ("count", .right)])
    for step in preview.steps { steps.add([step.action, grouped(step.count)]) }
    steps.lines.forEach { Output.line($0) }
    if !preview.bySource.isEmpty {
      Output.line()
      var sources = TextTable([("source", .left), ("events and attributes", .right)])
      for (name, rows) in preview.bySource { sources.add([name, grouped(rows)]) }
      sources.lines.forEach { Output.line($0) }
    }
    if !preview.notices.isEmpty {
      Output.line()
      var notices = TextTable([
        ("destination to be told", .left), ("deliveries", .right), ("last", .left),
      ])
      for notice in preview.notices {
        let name = notice.isDescribed ? notice.destination : notice.destination + " (not described)"
        notices.add([name, grouped(notice.deliveries), zone.iso8601(notice.last)])
      }
      notices.lines.forEach { Output.line($0) }
    }
    tellUndescribed(preview)
    if !preview.files.isEmpty || preview.olderCopies > 0 { Output.line() }
    for file in preview.files { Output.line("Lines that mention the person go from \(file).") }
    if preview.olderCopies > 0 {
      Output.line(
        preview.olderCopies == 1
          ? "A copy of the catalogue from before a migration goes."
          : "\(grouped(preview.olderCopies)) copies of the catalogue from before migrations go.")
    }
    tellWhatStays(preview, preview.mentions)
  }

  /// Names the destinations whose own format is not known any more.
  private static func tellUndescribed(_ preview: ErasurePreview) {
    for notice in preview.notices where !notice.isDescribed {
      Output.line(
        "\(notice.destination) was given the person and must be told: its description, "
          + "destinations/\(notice.destination).toml, is gone or has mistakes, so that its removal "
          + "file is a plain list of identifiers.")
    }
  }

  /// Names what an erasure cannot change, with what helps.
  private static func tellWhatStays(_ preview: ErasurePreview, _ mentions: [ValueMention]) {
    for file in preview.filesWithin {
      Output.line("Mentions the person, packed or in UTF-16, yours to change or remove: \(file)")
    }
    for file in preview.filesUnreadable {
      Output.line("Packed and damaged, yours to look into or remove: \(file)")
    }
    for mention in mentions {
      let batches = mention.batches.map(String.init).joined(separator: ", ")
      Output.line(
        counted(mention.rows, "row of other people mentions", "rows of other people mention")
          + " the person: \(mention.field), from \(mention.source), batch \(batches).")
    }
    if !mentions.isEmpty {
      Output.line(
        "  Nobody else's rows are changed. To be rid of such a mention: `parterre source undo BATCH`, "
          + "then `parterre compact`; or take it out of the file and ingest that again after the undo. "
          + "With `personal = true` for the field in the mapping, values of a file that is ingested "
          + "again are sealed, and no byte of them lies open.")
    }
    for file in preview.elsewhere {
      Output.line("Delivered outside the workspace, yours to remove: \(file)")
    }
  }

  static func show(_ outcome: ErasureOutcome) {
    let count = counted(outcome.preview.identifiers.count, "identifier")
    Output.line("Erased one \(outcome.preview.lens.rawValue) with \(count).")
    Output.line("Receipt \(outcome.receipt): \(outcome.hash)")
    for file in outcome.removalFiles { Output.line("Send and then delete: \(file)") }
    tellUndescribed(outcome.preview)
    tellWhatStays(outcome.preview, outcome.mentions)
    if outcome.leftovers.isEmpty {
      Output.line("No file of the workspace has any of the identifiers among its bytes.")
    } else {
      for file in outcome.leftovers { Output.line("Still among the bytes of: \(file)") }
    }
  }

  static func entries(_ preview: ErasurePreview) -> [(key: String, value: JSON)] {
    [
      ("lens", .string(preview.lens.rawValue)),
      (
        "identifiers",
        .array(
          preview.identifiers.map {
            .object([("namespace", .string($0.namespace)), ("shown", .string($0.shown))])
          })
      ),
      (
        "steps",
        .array(
          preview.steps.map {
            .object([
              ("place", .string($0.place)), ("action", .string($0.action)),
              ("count", .count($0.count)),
            ])
          })
      ),
      (
        "sources",
        .array(
          preview.bySource.map {
            .object([("source", .string($0.source)), ("rows", .count($0.rows))])
          })
      ),
      (
        "destinations",
        .array(
          preview.notices.map {
            .object([
              ("destination", .string($0.destination)), ("deliveries", .count($0.deliveries)),
              ("last", .string($0.last.iso8601)), ("described", .boolean($0.isDescribed)),
            ])
          })
      ),
      ("files", .array(preview.files.map { .string($0) })),
      ("files_yours", .array(preview.filesWithin.map { .string($0) })),
      ("files_unreadable", .array(preview.filesUnreadable.map { .string($0) })),
      ("mentions", json(preview.mentions)),
      ("delivered_elsewhere", .array(preview.elsewhere.map { .string($0) })),
      ("older_copies", .count(preview.olderCopies)),
    ]
  }

  static func json(_ mentions: [ValueMention]) -> JSON {
    .array(
      mentions.map {
        .object([
          ("field", .string($0.field)), ("source", .string($0.source)),
          ("batches", .array($0.batches.map { .integer($0) })), ("rows", .count($0.rows)),
        ])
      })
  }
}
