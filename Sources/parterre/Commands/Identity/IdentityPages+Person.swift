import Basis
import Engine
import Formats
import Requests

extension IdentityPages {
  static func json(_ person: PersonView, events: Int) -> Entries {
    [
      ("profile", .integer(Int64(person.profile.number))),
      ("revealed", .boolean(person.isRevealed)),
      (
        "identifiers",
        .array(
          person.identifiers.map { one in
            .object([
              ("namespace", .string(one.namespace)), ("value", .string(one.shown)),
              ("source", .string(one.source)), ("because", .string(one.because)),
              ("confidence", one.confidence.map { JSON.number($0) } ?? .null),
              ("last_linked", .optional(one.lastSeen?.iso8601)),
            ])
          })
      ),
      (
        "attributes",
        .array(
          person.attributes.map { one in
            .object([
              ("name", .string(one.name)), ("value", .string(one.shown)),
              ("source", .string(one.source)), ("time", .optional(one.time?.iso8601)),
              ("contradictions", .count(one.contradictions)),
            ])
          })
      ),
      (
        "consent",
        .array(
          person.consent.map { one in
            .object([
              ("purpose", .string(one.purpose)), ("state", .string(word(one.state))),
              ("source", .string(one.source)), ("since", .optional(one.since?.iso8601)),
              ("expires", .optional(one.expires?.iso8601)),
            ])
          })
      ),
      ("segments", .array(person.segments.map { .string($0) })),
      ("events_in_all", .count(person.momentsInAll)),
      (
        "events",
        .array(
          person.timeline.prefix(events).map { one in
            .object([
              ("time", .string(one.time.iso8601)), ("event", .string(one.event)),
              ("detail", .string(one.detail)), ("source", .string(one.source)),
              ("starts_session", .boolean(one.startsSession)),
            ])
          })
      ),
    ]
  }

  static func print(_ person: PersonView, events: Int, _ zone: Zone) {
    Output.line("profile \(person.profile.number) (\(person.lens.rawValue))")
    Output.line()
    var identifiers = TextTable([
      ("identifier", .left), ("value", .left), ("seen with the others", .left), ("by", .left),
    ])
    for one in person.identifiers {
      let confidence = one.confidence.map { ", confidence \(share($0))" } ?? ""
      identifiers.add([one.namespace, one.shown, one.because + confidence, one.source])
    }
    identifiers.lines.forEach { Output.line($0) }
    if !person.attributes.isEmpty {
      Output.line()
      var attributes = TextTable([
        ("attribute", .left), ("value", .left), ("source", .left), ("of", .left), ("", .left),
      ])
      for one in person.attributes {
        attributes.add([
          one.name, one.shown, one.source, one.time.map { zone.local(at: $0).date.iso8601 } ?? "",
          one.contradictions == 0
            ? "" : "\(one.contradictions) other source\(one.contradictions == 1 ? "" : "s") differ",
        ])
      }
      attributes.lines.forEach { Output.line($0) }
    }
    if !person.consent.isEmpty {
      Output.line()
      var consent = TextTable([("purpose", .left), ("consent", .left), ("source", .left)])
      for one in person.consent { consent.add([one.purpose, word(one.state), one.source]) }
      consent.lines.forEach { Output.line($0) }
    }
    Output.line()
    Output.line(
      "segments: " + (person.segments.isEmpty ? "none" : person.segments.joined(separator: ", ")))
    Output.line()
    var timeline = TextTable([
      ("last events (of \(grouped(person.momentsInAll)))", .left), ("event", .left),
      ("source", .left), ("", .left),
    ])
    for one in person.timeline.prefix(events) {
      timeline.add([zone.iso8601(one.time), one.event, one.source, one.detail])
    }
    timeline.lines.forEach { Output.line($0) }
  }

  private static func word(_ state: PersonView.Consent.State) -> String {
    switch state {
    case .granted: "granted"
    case .refused: "refused"
    case .expired: "expired"
    case .noSignal: "no signal"
    }
  }
}
