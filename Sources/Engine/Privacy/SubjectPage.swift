internal import Basis
package import Formats

/// A report about one person in a form to hand over.
package enum SubjectForm: String, Sendable, CaseIterable {
  case json
  case html
  case markdown

  /// The form that a file's name asks for; nil for any other ending.
  package init?(ofFile path: String) {
    if path.hasSuffix(".json") {
      self = .json
    } else if path.hasSuffix(".html") || path.hasSuffix(".htm") {
      self = .html
    } else if path.hasSuffix(".md") || path.hasSuffix(".markdown") {
      self = .markdown
    } else {
      return nil
    }
  }
}

extension SubjectReport {
  /// The report as text.
  package func text(_ form: SubjectForm) -> String {
    switch form {
    case .json: json.text + "\n"
    case .html: SubjectPage(self).html
    case .markdown: SubjectPage(self).markdown
    }
  }

  /// The report as one document.
  package var json: JSON {
    .object([
      ("as_of", .string(asOf.iso8601)), ("lens", .string(lens.rawValue)), ("exact", true),
      (
        "identifiers",
        .array(
          identifiers.map {
            .object([
              ("namespace", .string($0.namespace)), ("value", .string($0.value)),
              ("sources", .array($0.sources.map { .string($0) })),
            ])
          })
      ),
      (
        "attributes",
        .array(
          facts.map {
            .object([
              ("name", .string($0.attribute)), ("value", .string($0.value)),
              ("source", .string($0.source)), ("time", .string($0.time.iso8601)),
            ])
          })
      ),
      (
        "events",
        .array(
          events.map { event in
            .object([
              ("time", .string(event.time.iso8601)), ("event", .string(event.type)),
              ("source", .string(event.source)),
              ("fields", .object(event.fields.map { ($0.name, .string($0.value)) })),
            ])
          })
      ),
      (
        "consent",
        .array(
          consent.map {
            .object([
              ("purpose", .string($0.purpose)), ("granted", .boolean($0.isGranted)),
              ("time", .string($0.time.iso8601)), ("source", .string($0.source)),
            ])
          })
      ),
      ("segments", .array(segments.map { .string($0) })),
      (
        "scores",
        .array(
          scores.map {
            .object([
              ("model", .string($0.model)), ("about", .string($0.about)),
              ("score", .number($0.score)),
            ])
          })
      ),
      (
        "deliveries",
        .array(
          deliveries.map {
            .object([
              ("destination", .string($0.destination)), ("segment", .string($0.segment)),
              ("file", .string($0.file)), ("time", .string($0.time.iso8601)),
            ])
          })
      ),
      (
        "rejects",
        .array(
          rejects.map {
            .object([
              ("file", .string($0.file)), ("line", .count($0.line)),
              ("reason", .string($0.reason)), ("text", .string($0.text)),
            ])
          })
      ),
    ])
  }
}

/// The report as a page for people: a heading and tables, nothing that must be fetched.
private struct SubjectPage {
  private struct Section {
    let title: String
    let note: String
    let columns: [String]
    let rows: [[String]]
  }

  private let title = "What is kept about you"
  private let intro: String
  private let sections: [Section]

  init(_ report: SubjectReport) {
    intro = "As of \(report.asOf.iso8601). Times are in UTC."
    sections = [
      Section(
        title: "Identifiers", note: "What you are known by, and who sent it.",
        columns: ["Kind", "Value", "Sources"],
        rows: report.identifiers.map {
          [$0.namespace, $0.value, $0.sources.joined(separator: ", ")]
        }),
      Section(
        title: "Attributes", note: "What was said about you, by whom and when.",
        columns: ["Name", "Value", "Source", "Time"],
        rows: report.facts.map { [$0.attribute, $0.value, $0.source, $0.time.iso8601] }),
      Section(
        title: "Consent", note: "What you allowed and what you refused.",
        columns: ["Time", "Purpose", "Decision", "Source"],
        rows: report.consent.map {
          [$0.time.iso8601, $0.purpose, $0.isGranted ? "granted" : "refused", $0.source]
        }),
      Section(
        title: "Segments", note: "Groups that you are counted in.", columns: ["Name"],
        rows: report.segments.map { [$0] }),
      Section(
        title: "Scores",
        note: "How like a group you are held to be, or how likely to do something.",
        columns: ["Model", "About", "From 0 to 1"],
        rows: report.scores.map { score in
          let thousandths = Int((score.score * 1_000).rounded())
          return [
            score.model, score.about, "\(thousandths / 1_000).\(padded(thousandths % 1_000, 3))",
          ]
        }),
      Section(
        title: "Deliveries", note: "Lists with you in them that were given to others.",
        columns: ["Time", "Destination", "Segment"],
        rows: report.deliveries.map { [$0.time.iso8601, $0.destination, $0.segment] }),
      Section(
        title: "Events", note: "What you did.", columns: ["Time", "Event", "Source", "Details"],
        rows: report.events.map { event in
          let fields = event.fields.map { "\($0.name) \($0.value)" }.joined(separator: " · ")
          return [event.time.iso8601, event.type, event.source, fields]
        }),
      Section(
        title: "Rows that could not be used", note: "Data about you that was set aside.",
        columns: ["File", "Line", "Reason", "Row"],
        rows: report.rejects.map { [$0.file, String($0.line), $0.reason, $0.text] }),
    ]
  }

  var markdown: String {
    var lines = ["# \(title)", "", intro]
    for section in sections {
      lines += ["", "## \(section.title)", "", section.note, ""]
      guard !section.rows.isEmpty else {
        lines.append("Nothing.")
        continue
      }
      lines.append("| " + section.columns.joined(separator: " | ") + " |")
      lines.append("|" + section.columns.map { _ in " --- |" }.joined())
      for row in section.rows {
        lines.append("| " + row.map(Self.markdownCell).joined(separator: " | ") + " |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  var html: String {
    var text = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
        color: #1c2420; background: #fdfdfb; }
      h2 { margin-top: 2.5rem; border-bottom: 1px solid #c8d2c8; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
        border-bottom: 1px solid #e4e9e2; overflow-wrap: anywhere; }
      p.none, p.note { color: #5b665e; }
      @media print { body { margin: 0; } }
      </style>
      </head>
      <body>
      <h1>\(title)</h1>
      <p>\(HTMLText.escaped(intro))</p>

      """
    for section in sections {
      text += "<h2>\(section.title)</h2>\n<p class=\"note\">\(HTMLText.escaped(section.note))</p>\n"
      guard !section.rows.isEmpty else {
        text += "<p class=\"none\">Nothing.</p>\n"
        continue
      }
      let head = section.columns.map { "<th scope=\"col\">\($0)</th>" }.joined()
      text += "<table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n"
      for row in section.rows {
        text += "<tr>" + row.map { "<td>\(HTMLText.escaped($0))</td>" }.joined() + "</tr>\n"
      }
      text += "</tbody>\n</table>\n"
    }
    return text + "</body>\n</html>\n"
  }

  /// A cell that stays one cell: no bar ends it and no line break.
  private static func markdownCell(_ text: String) -> String {
    var result = ""
    for character in text {
      if character == "|" {
        result += "\\|"
      } else if character.isNewline {
        result += " "
      } else if "\\`*_<>[]#".contains(character) {
        result += "\\" + String(character)
      } else {
        result.append(character)
      }
    }
    return result
  }
}
