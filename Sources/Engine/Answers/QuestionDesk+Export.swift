internal import Activation
package import Basis
internal import Columns
internal import Formats
internal import Sealing
internal import Segments
internal import Storage

/// What is delivered where, and what is left out of it.
package struct ExportRequest: Sendable {
  package var expression: String
  let destination: Destination
  /// The file to write; nil only tells what would be written.
  package var file: String?
  package var replacesFile = false
  /// A segment whose members are left out.
  package var suppressed: String?
  /// The share, in percent, that is kept back to compare with.
  package var heldOut: Int?

  package init(_ expression: String, to name: String, ids: [String]?, file: String?) throws(Fault) {
    destination = try DestinationList.destination(name, ids: ids)
    (self.expression, self.file) = (expression, file)
  }
}

/// How an audience came down to what was delivered.
package struct ExportAnswer: Sendable {
  /// Who is left after a step of the waterfall, and how many were lost at it.
  package struct Step: Sendable {
    package let name: String
    package let count: Int
    package let lost: Int
  }

  package let segment: String
  package let steps: [Step]
  package let rows: Int
  package let sha256: String
  package let bytes: Int
}

extension QuestionDesk {
  /// Delivers a segment to a destination, or tells what a delivery would be.
  ///
  /// Consent is asked of persons and of this moment, whatever the segment was asked under: neither
  /// an earlier instant nor another lens leads past a withdrawal.
  package func export(_ request: ExportRequest, terms: Terms) throws(Fault) -> ExportAnswer {
    guard terms.lens == .person else {
      throw Fault(
        .refused, "the export", reason: "consent is a person's, not a \(terms.lens.rawValue)'s",
        remedy: "Export with --lens person")
    }
    if let file = request.file { try checkFree(file, request.replacesFile) }
    let now = SystemClock.now()
    let destination = request.destination
    var terms = terms
    terms.purposes = destination.purposes
    let (planner, segment) = try planned(request.expression, terms)
    let audience = try audience(terms.lens)
    for namespace in destination.namespaces
    where !audience.vocabulary.namespaces.contains(namespace)
      && !["email", "phone"].contains(namespace)
    {
      throw Fault(
        .notFound, "namespace “\(namespace)”", reason: "the workspace has no such identifiers",
        remedy: "There are: \(audience.vocabulary.namespaces.joined(separator: ", "))")
    }
    var left = try planner.units(segment)
    var steps = [ExportAnswer.Step(name: "matched", count: left.count, lost: 0)]
    func take(_ name: String, _ next: DenseSet) {
      steps.append(
        ExportAnswer.Step(name: name, count: next.count, lost: left.count - next.count))
      left = next
    }
    for purpose in destination.purposes {
      // A purpose that nobody has ever decided about is granted by nobody.
      let granting = try audience.units(granting: purpose, asOf: now) ?? UnitSet()
      take("consented: \(purpose)", left.intersection(DenseSet(granting, bound: left.bound)))
    }
    var reachable = UnitSet()
    for namespace in destination.namespaces {
      reachable = reachable.union(try audience.units(withNamespace: namespace) ?? UnitSet())
    }
    take("reachable", left.intersection(DenseSet(reachable, bound: left.bound)))
    if let suppressed = request.suppressed {
      let (planner, segment) = try planned(suppressed, terms)
      take("not suppressed", left.subtracting(try planner.units(segment)))
    }
    let nodes = Self.smallestNodes(of: audience)
    if let percent = request.heldOut {
      guard (0...99).contains(percent) else {
        throw Fault(
          .usage, "--holdout", reason: "\(percent) is not a share from 0 to 99 percent",
          remedy: "Give a whole number, such as 10")
      }
      let members = left.members()
      let held = try reading { (workspace) throws(Fault) in
        let hash = KeyedHash(try workspace.vault.key(for: .holdout), namespace: "global")
        return members.filter { hash.of(String(nodes[Int($0)])) % 100 < UInt64(percent) }
      }
      take("not held out", left.subtracting(DenseSet(UnitSet(held), bound: left.bound)))
    }
    let (writer, written) = try rows(of: left.members(), destination, audience, terms)
    take("delivered", DenseSet(UnitSet(written), bound: left.bound))
    let answer = ExportAnswer(
      segment: segment.description, steps: steps, rows: writer.rows,
      sha256: SHA256.of(writer.bytes.span).hex, bytes: writer.bytes.count)
    guard let file = request.file else { return answer }
    guard writer.rows >= destination.minimum else {
      throw Fault(
        .refused, "the export to \(destination.name)",
        reason: "it has \(writer.rows) people, \(destination.minimum - writer.rows) fewer than "
          + "the \(destination.minimum) that it takes",
        remedy: "Widen the segment; --dry-run shows where people are lost")
    }
    try deliver(
      writer.bytes, answer, request, to: file, members: written.map { nodes[Int($0)] }, terms, now)
    return answer
  }

  /// All deliveries of the workspace, the oldest first.
  package func deliveries() throws(Fault) -> [Delivery] {
    try reading { (workspace) throws(Fault) in
      try workspace.catalogue.activations().map {
        Delivery(
          id: $0.id, segment: $0.segment, destination: $0.destination, file: $0.file,
          rows: $0.rows, sha256: $0.sha256, asOf: $0.asOf, at: $0.at)
      }
    }
  }

  /// The rows of some units in their order, and the units that have one.
  private func rows(
    of units: [UInt32], _ destination: Destination, _ audience: WorkspaceAudience, _ terms: Terms
  ) throws(Fault) -> (writer: RowWriter, units: [UInt32]) {
    var columns: [(Destination.Origin, Column)] = []
    for name in destination.attributes {
      // What the workspace does not know stays empty.
      if let column = try audience.attribute(name) { columns.append((.attribute(name), column)) }
    }
    var writer = RowWriter(destination)
    var written: [UInt32] = []
    let block = 100_000
    for start in stride(from: 0, to: units.count, by: block) {
      guard terms.progress(start, units.count) else {
        throw Fault(
          .interrupted, "the export", reason: "it was stopped", remedy: "Nothing was written")
      }
      let part = Array(units[start..<min(start + block, units.count)])
      let identifiers = try identifiers(
        of: part, destination.namespaces, audience, reveal: true)
      for unit in part {
        var values: [Destination.Origin: String] = [:]
        for (namespace, all) in identifiers[unit] ?? [:] {
          values[.identifier(namespace)] = all.first
        }
        for (origin, column) in columns {
          if case .text(let text)? = column.value(at: Int(unit)) { values[origin] = text }
        }
        if writer.add(values) { written.append(unit) }
      }
    }
    return (writer, written)
  }

  /// Writes the manifest, then the file, then the record; no file stays without a record.
  private func deliver(
    _ bytes: [UInt8], _ answer: ExportAnswer, _ request: ExportRequest, to file: String,
    members: [UInt32], _ terms: Terms, _ now: Timestamp
  ) throws(Fault) {
    let waterfall = JSON.array(
      answer.steps.map {
        .object([
          ("step", .string($0.name)), ("count", .count($0.count)), ("lost", .count($0.lost)),
        ]
        )
      })
    let manifest = JSON.object([
      ("segment", .string(answer.segment)), ("destination", .string(request.destination.name)),
      ("as_of", .string(terms.asOf.iso8601)), ("consent_as_of", .string(now.iso8601)),
      ("lens", .string(terms.lens.rawValue)), ("suppressed", .optional(request.suppressed)),
      ("holdout_percent", request.heldOut.map { JSON.count($0) } ?? .null),
      ("waterfall", waterfall), ("rows", .count(answer.rows)),
      ("columns", .array(request.destination.columns.map { .string($0.name) })),
      ("bytes", .count(answer.bytes)), ("sha256", .string(answer.sha256)),
    ]).text
    let manifestFile = file + ".manifest.json"
    try writing { (workspace) throws(Fault) in
      do throws(Fault) {
        try FileSystem.writeAtomically(Array((manifest + "\n").utf8), to: manifestFile)
        try FileSystem.writeAtomically(bytes, to: file)
        try workspace.catalogue.transaction { () throws(Fault) in
          try workspace.catalogue.add(
            ActivationRecord(
              segment: request.expression, expression: answer.segment,
              destination: request.destination.name, file: file, asOf: terms.asOf,
              rows: answer.rows, sha256: answer.sha256, waterfall: waterfall.text,
              manifest: manifest, at: now),
            members: members)
          try workspace.catalogue.audit(
            "export", request.destination.name, "\(answer.rows) profiles, \(answer.sha256)",
            at: now)
        }
      } catch {
        try FileSystem.remove(file)
        try FileSystem.remove(manifestFile)
        throw error
      }
    }
  }

  private func checkFree(_ file: String, _ replaces: Bool) throws(Fault) {
    for path in [file, file + ".manifest.json"] {
      guard let kind = FileSystem.kind(of: path) else { continue }
      guard replaces, kind == .file else {
        throw Fault(
          .alreadyExists, path, reason: "there is already something of this name",
          remedy: "Choose another name, or replace a file with --force")
      }
    }
  }

  /// The smallest node of every unit, which stays the same while other nodes join it.
  private static func smallestNodes(of audience: WorkspaceAudience) -> [UInt32] {
    var nodes = [UInt32](repeating: .max, count: audience.unitCount)
    for node in audience.units.unitOfNode.indices {
      guard let unit = audience.units[UInt32(node)] else { continue }
      nodes[Int(unit)] = min(nodes[Int(unit)], UInt32(node))
    }
    return nodes
  }
}
