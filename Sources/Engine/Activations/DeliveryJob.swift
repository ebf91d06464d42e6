internal import Activation
internal import Basis
internal import Columns
internal import Consent
internal import Formats
internal import Requests
internal import Sealing
internal import Storage

/// Carries a plan out, or tells what it would come to.
struct DeliveryJob {
  let workspace: Workspace
  let order: DeliveryOrder
  let terms: QuestionDesk.Terms
  let now: Timestamp
  let plan: DeliveryPlan
  /// What the destination needs to be told and has not been; empty but in a preview.
  let missingSettings: [String]

  private static let sampleRows = 5

  /// What a delivery writes: everybody, or what has changed since the last one.
  private struct Change {
    /// Whom the rows are of.
    let written: [UInt32]
    /// Of these, who was in the last delivery and is found by an identifier more.
    let renewed: DenseSet
    /// What the destination has and is to lose; nil but in a delta.
    let gone: Removals?
  }

  private func change(_ reader: PersonReader) throws(Fault) -> Change {
    guard order.isDelta, let last = plan.last else {
      return Change(
        written: plan.delivered.members(), renewed: DenseSet(none: plan.audience.unitCount),
        gone: nil)
    }
    let given = try given(in: last)
    let now = reader.identifiers(of: plan.delivered.members())
    var (gained, gone) = (now, given)
    gained.subtract(given)
    gone.subtract(now)
    let renewed = plan.audience.units(ofNodes: gained.members()).intersection(last.units)
    return Change(
      written: plan.delivered.subtracting(last.units).union(renewed).members(), renewed: renewed,
      gone: try Removals(gone.members(), plan.destination, plan.audience))
  }

  /// The identifiers that the destination has.
  private func given(in last: LastDelivery) throws(Fault) -> Bitmap {
    switch last.given {
    case .recorded(let nodes): Bitmap(nodes)
    case .unrecorded(let permitted):
      try makeReader(permitted).identifiers(of: last.units.members())
    }
  }

  /// Makes every row without keeping any, so that the figures are those of the delivery.
  func preflight() throws(Fault) -> DeliveryAnswer {
    let reader = try makeReader(plan.identifiers)
    let change = try change(reader)
    let tally = try produce(change.written, reader) { (_) throws(Fault) in }
    return try answer(tally, change, reader, files: [])
  }

  /// Writes the files, records the delivery and gives the files their names.
  func deliver(to path: String) throws(Fault) -> DeliveryAnswer {
    try Self.checkFree(path, order.replacesFile)
    let reader = try makeReader(plan.identifiers)
    let change = try change(reader)
    let writer = DeliveryWriter(path, plan.destination, expectedRows: change.written.count)
    let leaving = DeliveryWriter(
      Self.removedPath(path), plan.destination, expectedRows: change.gone?.rows.count ?? 0)
    var answer: DeliveryAnswer
    let recorded: ActivationRecord
    do throws(Fault) {
      let tally = try produce(change.written, reader) { (rows) throws(Fault) in try writer.add(rows)
      }
      terms.phase("closing and hashing the file")
      var files = try writer.finish()
      if let removals = change.gone {
        try remove(removals, by: leaving)
        files += try leaving.finish()
      }
      for file in files where file.path != path {
        try Self.checkFree(file.path, order.replacesFile)
      }
      answer = try self.answer(tally, change, reader, files: files)
      if let obstacle = answer.obstacles.first {
        throw Fault(
          .refused, "the export to \(plan.destination.name)", reason: obstacle.command,
          remedy: "Widen the segment; --dry-run shows where people are lost")
      }
      terms.phase("recording the delivery")
      recorded = try record(answer, tally, change, reader, files, path)
    } catch {
      try writer.discard()
      try leaving.discard()
      throw error
    }
    if recorded.state == .moving { try DeliverySettlement(workspace).move(recorded) }
    answer.activation = recorded.id
    return answer
  }

  private func remove(_ removals: Removals, by writer: DeliveryWriter) throws(Fault) {
    var removing = RowProduction(
      reader: try PersonReader(
        plan.destination, plan.audience.snapshot, workspace.vault, rows: removals.rows),
      destination: plan.destination)
    removing.extent = .identifiers
    let count = removals.rows.count
    _ = try removing.run(
      Array(0..<UInt32(count)), progress: { terms.progress($0, count) },
      take: { (rows) throws(Fault) in try writer.add(rows) })
  }

  private func makeReader(_ identifiers: Bitmap?) throws(Fault) -> PersonReader {
    try PersonReader(
      plan.destination, plan.audience, workspace.vault, allowing: plan.allowing,
      identifiers: identifiers)
  }

  private func produce(
    _ units: [UInt32], _ reader: PersonReader,
    _ take: @Sendable (EncodedRows) throws(Fault) -> Void
  ) throws(Fault) -> RowProduction.Tally {
    try RowProduction(reader: reader, destination: plan.destination).run(
      units, progress: { terms.progress($0, units.count) }, take: take)
  }

  // MARK: Telling

  private func answer(
    _ tally: RowProduction.Tally, _ change: Change, _ reader: PersonReader,
    files: [ActivationFile]
  ) throws(Fault) -> DeliveryAnswer {
    let unchanged = plan.last.map { $0.units.intersectionCount(plan.delivered) }
    var people = tally.units.count
    if change.gone != nil {
      people += (unchanged ?? 0) - tally.units.count { change.renewed.contains(Int($0)) }
    }
    var steps = plan.steps
    steps.append(
      Requests.Waterfall.Step(
        kind: .delivered, label: "delivered", remaining: people,
        lost: plan.delivered.count - people, note: "no value that the destination takes"))
    let waterfall = Requests.Waterfall(
      destination: plan.destination.name, steps: steps, minimumSize: plan.destination.minimum)
    var reach: [Preflight.Reach] = []
    for namespace in plan.destination.namespaces {
      let columns = plan.destination.columns.indices.filter {
        plan.destination.columns[$0].origin == .identifier(namespace)
      }
      reach.append(
        Preflight.Reach(
          namespace: namespace, count: columns.map { tally.filled[$0] }.max() ?? 0))
    }
    return DeliveryAnswer(
      segment: plan.text, version: plan.version,
      destination: DestinationSummary(plan.destination, file: nil), waterfall: waterfall,
      rows: tally.units.count,
      added: plan.last.map { plan.delivered.differenceCount($0.units) },
      removed: plan.last.map { $0.units.differenceCount(plan.delivered) + $0.vanished },
      unchanged: unchanged, unnamed: change.gone?.unnamed.count ?? 0,
      reach: reach, columns: plan.destination.columns.map(\.name),
      sample: try sample(tally.units, reader), obstacles: obstacles(people),
      matching: try matching(),
      files: files.map {
        DeliveryAnswer.WrittenFile(
          path: $0.path, rows: $0.rows, bytes: $0.bytes, sha256: $0.sha256)
      }, asOf: terms.asOf, at: now)
  }

  private func obstacles(_ people: Int) -> [Obstacle] {
    var obstacles = missingSettings.map {
      Obstacle("it needs the setting “\($0)”", setting: .init($0))
    }
    if let webhook = plan.destination.webhook {
      if DestinationSpec.Webhook.problem(ofAddress: webhook.url) != nil {
        obstacles.append(
          Obstacle(
            "it has no address to send to", setting: .init("url", example: "https://…")))
      }
      do throws(Fault) {
        _ = try WebhookSecret.read(webhook, of: plan.destination.name)
      } catch {
        obstacles.append(
          Obstacle("its requests cannot be signed: \(error.reason) (\(error.remedy))"))
      }
    }
    let minimum = plan.destination.minimum
    if people < minimum {
      let figures = (people: Grouped.text(people), missing: Grouped.text(minimum - people))
      obstacles.append(
        Obstacle(
          "it has \(figures.people) people, \(figures.missing) fewer than the "
            + "\(Grouped.text(minimum)) that it takes"))
    }
    return obstacles
  }

  /// The first rows with everything personal masked.
  private func sample(_ units: [UInt32], _ reader: PersonReader) throws(Fault) -> [[String]] {
    let load = try reader.load(units.prefix(Self.sampleRows))
    var encoder = RowEncoder(plan.destination)
    var values = PersonValues()
    var rows: [[String]] = []
    for index in load.units.indices {
      reader.read(index, of: load, into: &values)
      guard let cells = encoder.cells(values) else { continue }
      rows.append(zip(plan.destination.columns, cells).map { masked($1, of: $0) })
    }
    return rows
  }

  private func masked(_ cell: String, of column: DestinationSpec.Column) -> String {
    guard !cell.isEmpty else { return "" }
    guard column.hashing == .plain else { return cell.prefix(8) + "…" }
    switch column.origin {
    case .identifier(let namespace): return Mask.masked(cell, namespace: namespace)
    case .attribute(let name):
      return plan.audience.snapshot.isPersonal(name) ? Mask.masked(cell, namespace: name) : cell
    case .constant, .setting: return cell
    }
  }

  private func matching() throws(Fault) -> MatchEstimate? {
    var sources: [(String, DenseSet)] = []
    for source in plan.audience.snapshot.sources.map(\.name) {
      let units = try plan.audience.units(fromSource: source) ?? UnitSet()
      sources.append((source, DenseSet(units, bound: plan.audience.unitCount)))
    }
    return try plan.feedback.matchRate(
      at: plan.destination.name, sources: sources, planned: plan.delivered
    ) {
      (activation) throws(Fault) in
      plan.audience.units(
        ofNodes: try workspace.catalogue.members(ofActivation: activation))
    }
  }

  // MARK: Recording

  private func record(
    _ answer: DeliveryAnswer, _ tally: RowProduction.Tally, _ change: Change,
    _ reader: PersonReader, _ files: [ActivationFile], _ path: String
  ) throws(Fault) -> ActivationRecord {
    let catalogue = workspace.catalogue
    let nodes = plan.audience.smallestNodes
    var members = DenseSet(UnitSet(tally.units), bound: plan.audience.unitCount)
    if order.isDelta, let last = plan.last {
      members = members.union(last.units.intersection(plan.delivered))
    }
    // What could not be named stays with the destination, so that the next delta tells of it, too.
    var identifiers = reader.identifiers(of: members.members())
    for node in change.gone?.unnamed ?? [] { identifiers.insertGrowing(node) }
    let number = try catalogue.nextActivation()
    let manifest = DeliveryManifest(
      answer, order, terms, number: number,
      consentRoot: try workspace.consentRoot()?.tree.hex)
    var record = ActivationRecord(
      segment: order.expression, expression: answer.segment,
      destination: plan.destination.name, file: plan.destination.webhook?.url ?? path,
      asOf: terms.asOf, rows: answer.rows, sha256: files.first?.sha256 ?? "",
      waterfall: DeliveryManifest.steps(answer.waterfall).text, manifest: manifest.text, at: now)
    record.id = number
    (record.version, record.campaign) = (plan.version, order.campaign)
    (record.added, record.removed) = (answer.added, answer.removed)
    if let webhook = plan.destination.webhook {
      record.state = .sending
      record.batches = files.reduce(0) {
        $0 + ($1.rows + webhook.batchRows - 1) / webhook.batchRows
      }
    } else {
      record.state = .moving
    }
    try catalogue.transaction { () throws(Fault) in
      try catalogue.add(
        record, files: files, members: members.members().map { nodes[Int($0)] },
        identifiers: identifiers.members(),
        heldOut: plan.heldOut.members().map { nodes[Int($0)] })
      try catalogue.audit(
        "export", plan.destination.name,
        "\(Counted.text(answer.rows, "profile")), \(record.sha256)", at: now)
    }
    return record
  }

  // MARK: Names

  static func removedPath(_ path: String) -> String {
    let part = DeliveryWriter.part(0, of: path)
    guard let range = part.ranges(of: "-0").last else { return path + "-removed" }
    return part.replacingCharacters(range, with: "-removed")
  }

  /// Refuses to write over what is there.
  static func checkFree(_ file: String, _ replaces: Bool) throws(Fault) {
    for path in [file, DeliveryManifest.path(of: file)] {
      guard let kind = FileSystem.kind(of: path) else { continue }
      guard replaces, kind == .file else {
        throw Fault(
          .alreadyExists, path, reason: "there is already something of this name",
          remedy: kind == .file
            ? "Choose another name, or replace it with --force" : "Choose another name")
      }
    }
    let folder = FileSystem.parent(of: file)
    guard FileSystem.kind(of: folder) == .folder else {
      throw Fault(
        .unwritable, file, reason: "there is no folder \(folder)",
        remedy: "Make the folder, or choose another place")
    }
  }
}

extension String {
  fileprivate func replacingCharacters(_ range: Range<String.Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}

/// A whole number with commas between the thousands, for messages.
enum Grouped {
  static func text(_ number: Int) -> String {
    var digits = String(number)
    var text = ""
    while digits.count > 3 {
      text = "," + digits.suffix(3) + text
      digits.removeLast(3)
    }
    return digits + text
  }
}
