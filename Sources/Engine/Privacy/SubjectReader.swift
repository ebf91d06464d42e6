package import Basis
internal import Columns
internal import Consent
internal import Storage

/// Reads what a workspace keeps of some nodes, from the column files themselves: what no longer
/// counts, because its retention is over, is shown as long as it is there.
struct SubjectReader {
  let workspace: Workspace
  let snapshot: Snapshot
  let subject: Subject
  private let sources: [SourceID: String]

  init(_ workspace: Workspace, _ snapshot: Snapshot, _ subject: Subject) {
    (self.workspace, self.snapshot, self.subject) = (workspace, snapshot, subject)
    var names: [SourceID: String] = [:]
    for source in snapshot.sources { names[source.id] = source.name }
    sources = names
  }

  func identifiers() throws(Fault) -> [SubjectReport.Identifier] {
    var seen: [UInt32: Set<String>] = [:]
    for sighted in snapshot.sightings {
      for node in try sighted.reader.nodes(of: sighted.list) where subject.nodes.contains(node) {
        seen[node, default: []].insert(name(sighted.source))
      }
    }
    return subject.identifiers.map {
      SubjectReport.Identifier(
        namespace: $0.namespace, value: $0.text, sources: (seen[$0.node] ?? []).sorted())
    }
  }

  /// Every source's value of every attribute, by name, then time.
  func facts() throws(Fault) -> [SubjectReport.Fact] {
    var facts: [SubjectReport.Fact] = []
    for run in snapshot.facts {
      for attribute in FactMerge.attributes(of: run.file) {
        guard let type = snapshot.vocabulary.attributes[attribute],
          let table = try FactTable.read(attribute, from: run.file)
        else { continue }
        let rows = table.nodes.indices.filter { subject.nodes.contains(table.nodes[$0]) }
        guard !rows.isEmpty else { continue }
        let kind = try snapshot.kind(.attribute, attribute, type)
        let values = table.values.column(of: rows, as: kind)
        for (place, row) in rows.enumerated() {
          facts.append(
            SubjectReport.Fact(
              attribute: attribute, value: values.value(at: place)?.shown ?? "",
              source: name(run.source), time: Timestamp(Int64(table.times[row]))))
        }
      }
    }
    return facts.sorted { ($0.attribute, $0.time, $0.source) < ($1.attribute, $1.time, $1.source) }
  }

  /// Everything the person did, the oldest first.
  func events() throws(Fault) -> [SubjectReport.Event] {
    var events: [SubjectReport.Event] = []
    for run in snapshot.events {
      for type in run.reader.types {
        guard let table = try run.reader.table(type) else { continue }
        let rows = rows(of: table)
        guard !rows.isEmpty else { continue }
        var columns: [(name: String, values: Column)] = []
        for field in table.fieldNames {
          guard let kind = try fieldKind(field, of: type),
            let buffer = try run.reader.field(field, of: type)
          else { continue }
          columns.append((field, buffer.column(of: rows, as: kind)))
        }
        for (place, row) in rows.enumerated() {
          events.append(
            SubjectReport.Event(
              time: Timestamp(Int64(table.times[row])), type: type, source: name(run.source),
              fields: columns.compactMap { column in
                column.values.value(at: place).map { (column.name, $0.shown) }
              }))
        }
      }
    }
    return events.sorted { ($0.time, $0.type, $0.source) < ($1.time, $1.type, $1.source) }
  }

  private struct Said: Hashable {
    let run: String
    let purpose: String
    let isGranted: Bool
  }

  /// Every decision, the oldest first.
  func consent() throws(Fault) -> [SubjectReport.Consent] {
    var decisions: [SubjectReport.Consent] = []
    var once = RowsOnce<Said>()
    for run in try workspace.runs(of: .consent) {
      for purpose in try run.file.texts("purposes") where run.file.has("\(purpose)/granted") {
        let said = try ConsentRun.column(of: purpose, in: run.file)
        let own = said.nodes.indices.filter {
          subject.nodes.contains(said.nodes[$0])
            && once.take(
              said.nodes[$0], of: said.owners[$0], at: said.times[$0],
              statement: said.statements.isEmpty ? 0 : said.statements[$0],
              Said(run: run.file.path, purpose: purpose, isGranted: said.isGranted[$0]))
        }
        decisions += own.map {
          SubjectReport.Consent(
            purpose: purpose, isGranted: said.isGranted[$0], time: Timestamp(said.times[$0]),
            source: name(run.record.source))
        }
      }
    }
    return decisions.sorted { ($0.time, $0.purpose) < ($1.time, $1.purpose) }
  }

  func deliveries() throws(Fault) -> [SubjectReport.Delivery] {
    let delivered = try workspace.catalogue.deliveries(with: subject.nodes)
    return try workspace.catalogue.activations().filter { delivered.contains($0.id) }.map {
      SubjectReport.Delivery(
        destination: $0.destination, segment: $0.segment, file: $0.file, time: $0.at)
    }
  }

  func rejects() throws(Fault) -> [SubjectReport.Reject] {
    let patterns = IdentifierPatterns(
      subject.identifiers, try DestinationList(workspace: workspace.path).all.map(\.destination),
      words: [])
    var names: [BatchID: String] = [:]
    for batch in try workspace.catalogue.batches() { names[batch.id] = batch.name }
    return try RejectSeal(workspace.vault).openRejects(in: workspace.catalogue)
      .filter { patterns.match($0.raw) }.map {
        SubjectReport.Reject(
          file: names[$0.batch] ?? "", line: $0.line, reason: $0.reason,
          text: String(decoding: $0.raw, as: UTF8.self))
      }
  }

  private func rows(of table: EventRunTable) -> [Int] {
    var rows: [Int] = []
    var start = 0
    for (node, count) in zip(table.nodes, table.counts) {
      if subject.nodes.contains(node) { rows += start..<start + Int(count) }
      start += Int(count)
    }
    return rows
  }

  private func fieldKind(_ field: String, of type: String) throws(Fault) -> FieldKind? {
    guard let valueType = snapshot.vocabulary.events[type]?[field] else { return nil }
    return try snapshot.kind(.event, field, valueType)
  }

  private func name(_ source: SourceID?) -> String { source.flatMap { sources[$0] } ?? "" }
}

extension ValueBuffer {
  /// Some rows as a column of their own.
  func column(of rows: [Int], as kind: FieldKind) -> Column {
    let picked = picking(rows.map { UInt32($0) })
    switch (picked, kind) {
    case (.codes(let codes), .text(let dictionary)):
      return .text(TextColumn(codes: codes, dictionary: dictionary))
    case (.whole(let values), .whole(let whole)):
      return .whole(WholeColumn(values: values, kind: whole))
    case (.real(let values), _): return .real(RealColumn(values: values))
    case (.lists(let starts, let codes), .list(let dictionary)):
      return .list(ListColumn(starts: starts, codes: codes, dictionary: dictionary))
    case (.codes, _), (.whole, _), (.lists, _):
      // Values of another type than the workspace's are unknown.
      return .real(RealColumn(values: [Double](repeating: .nan, count: rows.count)))
    }
  }
}

extension QuestionDesk {
  /// Everything that is kept of the person with this identifier; it is written to the audit log.
  package func accessReport(_ identifier: String, terms: Terms) throws(Fault) -> SubjectReport {
    guard terms.lens != .household else {
      throw Fault(
        .refused, "the report", reason: "a household is more than one person",
        remedy: "Ask for each person, with --lens person")
    }
    let audience = try audience(terms.lens)
    let subject = try subject(identifier, audience)
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.audit(
        "access", terms.lens.rawValue, Counted.text(subject.identifiers.count, "identifier"),
        at: clock())
    }
    let segments = try subject.unit.map { (unit) throws(Fault) in try memberships(unit, terms) }
    let scores = try subject.unit.map { (unit) throws(Fault) in
      try modelScores(of: Int(unit), terms)
    }
    return try reading { (workspace) throws(Fault) in
      let reader = SubjectReader(workspace, audience.snapshot, subject)
      return SubjectReport(
        lens: terms.lens, asOf: terms.asOf, identifiers: try reader.identifiers(),
        facts: try reader.facts(), events: try reader.events(), consent: try reader.consent(),
        segments: segments ?? [], scores: scores ?? [], deliveries: try reader.deliveries(),
        rejects: try reader.rejects())
    }
  }
}
