internal import Activation
internal import Basis
internal import Columns
internal import Formats
internal import Requests
internal import Sealing
internal import Segments
internal import Storage

/// Who is delivered, and where the others are lost.
struct DeliveryPlan {
  var destination: DestinationSpec
  /// The segment in its canonical text.
  let text: String
  /// A saved segment's version.
  let version: Int?
  let audience: WorkspaceAudience
  let steps: [Requests.Waterfall.Step]
  /// Everybody who may be delivered and whom the destination's identifiers should find.
  let delivered: DenseSet
  let heldOut: DenseSet
  /// The last delivery of the segment to the destination; nil where there was none.
  let last: LastDelivery?
  /// The identifiers that may be delivered; nil where a person's permission is that of all of them.
  let identifiers: Bitmap?
  /// For attributes that not everybody lets be used, who does.
  let allowing: [String: DenseSet]
  let feedback: Feedback

  /// The same people in another form.
  func replacing(_ destination: DestinationSpec) -> DeliveryPlan {
    var plan = self
    plan.destination = destination
    return plan
  }

  var waterfall: Requests.Waterfall {
    Requests.Waterfall(
      destination: destination.name, steps: steps, minimumSize: destination.minimum)
  }
}

/// What a destination has of a segment.
struct LastDelivery {
  /// Who was in it, of today's people.
  let units: DenseSet
  /// How many were in it and are nobody today: undone, or past their retention.
  let vanished: Int
  let given: GivenIdentifiers
}

/// The identifiers that a destination has from earlier deliveries.
enum GivenIdentifiers {
  case recorded([UInt32])
  /// The delivery is older than the record of them: all that people had who were in it, or those that
  /// may have been permitted where each decides for itself.
  case unrecorded(permitted: Bitmap?)
}

/// Works out who is delivered.
///
/// Consent is asked of persons and of this moment, whatever the segment was asked under: neither an
/// earlier instant nor another lens leads past a withdrawal, and no option skips the step.
struct DeliveryPlanner {
  let desk: QuestionDesk
  let workspace: Workspace
  let list: DestinationList
  let destination: DestinationSpec
  let order: DeliveryOrder
  let terms: QuestionDesk.Terms
  let now: Timestamp

  func plan() throws(Fault) -> DeliveryPlan {
    guard terms.lens == .person else {
      throw Fault(
        .refused, "the export", reason: "consent is a person's, not a \(terms.lens.rawValue)'s",
        remedy: "Export with --lens person")
    }
    // Data that no purpose of the destination may use any more plays no part.
    let audience = try desk.audience(.person, for: destination.purposes)
    let (planner, segment) = try desk.planned(order.expression, terms)
    try checkNames(destination, audience)
    let feedback = try Feedback(audience, workspace.catalogue)
    var left = try planner.units(segment)
    var steps = [
      Requests.Waterfall.Step(
        kind: .matched, label: "matched", remaining: left.count, lost: 0, note: "")
    ]
    func take(_ kind: Requests.Waterfall.Kind, _ label: String, _ next: DenseSet, _ note: String) {
      steps.append(
        Requests.Waterfall.Step(
          kind: kind, label: label, remaining: next.count, lost: left.count - next.count,
          note: note))
      left = next
    }
    let consenting = planner.asOf(now)
    for purpose in destination.purposes {
      // A purpose that nobody has ever decided about is granted by nobody.
      let isKnown = audience.vocabulary.purposes.contains(purpose)
      let granting =
        isKnown
        ? try consenting.units(.consent([Name(purpose)])) : DenseSet(none: audience.unitCount)
      take(
        .consented, "consented: \(purpose)", left.intersection(granting),
        "no grant for \(purpose)")
    }
    let identifiers = try audience.allowedIdentifiers(for: destination.purposes, asOf: now)
    take(
      .reachable, "reachable",
      left.intersection(try reachable(destination, identifiers, audience)),
      "no \(destination.namespaces.joined(separator: ", ")) "
        + (identifiers == nil ? "known" : "that itself has the permission"))
    for (label, set, note) in try suppressions(destination, planner, audience, feedback, list) {
      take(.suppressed, label, left.subtracting(set), note)
    }
    var heldOut = DenseSet(none: audience.unitCount)
    if let percent = order.heldOut, percent > 0 {
      heldOut = try heldOutUnits(percent, of: left, audience)
      take(
        .heldOut, "not held out", left.subtracting(heldOut),
        "\(percent) % kept back\(order.campaign.map { " for \($0)" } ?? "")")
    }
    let allowing = try AttributeUse(workspace).allowing(
      destination.attributes, for: destination.purposes, consenting)
    return DeliveryPlan(
      destination: destination, text: segment.description, version: try version(),
      audience: audience, steps: steps, delivered: left, heldOut: heldOut,
      last: try last(destination, audience), identifiers: identifiers, allowing: allowing,
      feedback: feedback)
  }

  private func checkNames(_ destination: DestinationSpec, _ audience: WorkspaceAudience)
    throws(Fault)
  {
    let known = audience.vocabulary.namespaces
    guard order.namespaces != nil || !order.attributes.isEmpty else { return }
    for namespace in destination.namespaces where !known.contains(namespace) {
      throw .unknownNamespace(namespace, among: known)
    }
    for attribute in order.attributes where audience.vocabulary.attributes[attribute] == nil {
      throw .unknownAttribute(attribute, among: audience.vocabulary.attributes.keys)
    }
  }

  /// Who has all that one way of finding a person takes.
  private func reachable(
    _ destination: DestinationSpec, _ identifiers: Bitmap?, _ audience: WorkspaceAudience
  ) throws(Fault) -> DenseSet {
    var reachable = DenseSet(none: audience.unitCount)
    for way in destination.ways {
      var having = DenseSet(all: audience.unitCount)
      for origin in way {
        switch origin {
        case .identifier(let name):
          let units =
            if let identifiers {
              try audience.units(withNamespace: name) { identifiers.contains($0) }
            } else {
              try audience.units(withNamespace: name) ?? UnitSet()
            }
          having = having.intersection(DenseSet(units, bound: audience.unitCount))
        case .attribute(let name):
          guard let column = try audience.attribute(name) else {
            having = DenseSet(none: audience.unitCount)
            continue
          }
          var bits = Bitmap(count: audience.unitCount)
          having.forEachMember { unit in
            if column.isKnown(at: unit) { bits.insert(UInt32(unit)) }
            return true
          }
          having = DenseSet(UnitSet(bits.members()), bound: audience.unitCount)
        case .constant, .setting: continue
        }
      }
      reachable = reachable.union(having)
    }
    return reachable
  }

  // MARK: Leaving out

  private func suppressions(
    _ destination: DestinationSpec, _ planner: SetPlanner, _ audience: WorkspaceAudience,
    _ feedback: Feedback, _ list: DestinationList
  ) throws(Fault) -> [(label: String, set: DenseSet, note: String)] {
    var found: [(String, DenseSet, String)] = []
    for record in try workspace.catalogue.suppressions()
    where record.destination == nil || record.destination == destination.name {
      let units = try units(of: record, audience)
      found.append(("not suppressed: \(record.name)", units, "on the list \(record.name)"))
    }
    let gone = feedback.suppressed(for: destination, among: list)
    if !gone.isEmpty {
      let set = DenseSet(UnitSet(Set(gone).sorted()), bound: audience.unitCount)
      found.append(("not bounced or unsubscribed", set, "told by feedback"))
    }
    for text in order.suppressed {
      let (_, segment) = try desk.planned(text, terms)
      found.append(("not suppressed", try planner.units(segment), "in \(segment.description)"))
    }
    if !order.priority.isEmpty {
      found.append(
        ("first in its list", try takenBefore(planner), "in an earlier segment of the list"))
    }
    return found
  }

  /// The people of a standing suppression.
  private func units(of record: SuppressionRecord, _ audience: WorkspaceAudience) throws(Fault)
    -> DenseSet
  {
    if let expression = record.expression {
      let planner = try desk.planner(terms)
      return try planner.units(try desk.planned(saved: expression, planner))
    }
    var bits = Bitmap(count: audience.unitCount)
    for hash in record.hashes {
      for run in audience.snapshot.identifiers.map(\.reader) {
        guard let node = try run.node(of: hash), let unit = audience.units[node] else { continue }
        bits.insert(unit)
      }
    }
    return DenseSet(UnitSet(bits.members()), bound: audience.unitCount)
  }

  /// Everybody in a segment that stands before the order's own in its list.
  private func takenBefore(_ planner: SetPlanner) throws(Fault) -> DenseSet {
    let (_, own) = try desk.planned(order.expression, terms)
    var taken = DenseSet(none: planner.unitCount)
    for text in order.priority {
      let (_, segment) = try desk.planned(text, terms)
      if segment == own { return taken }
      taken = taken.union(try planner.units(segment))
    }
    throw Fault(
      .usage, "--priority", reason: "the list does not have the segment that is exported",
      remedy: "Name \(own.description) in its place of the list")
  }

  /// Whom a hash under the workspace's key keeps back: the same people at every export.
  private func heldOutUnits(
    _ percent: Int, of left: DenseSet, _ audience: WorkspaceAudience
  ) throws(Fault) -> DenseSet {
    guard (1...99).contains(percent) else {
      throw Fault(
        .usage, "--holdout", reason: "\(percent) is not a share from 0 to 99 percent",
        remedy: "Give a whole number, such as 10")
    }
    let hash = KeyedHash(
      try workspace.vault.key(for: .holdout),
      namespace: order.campaign.map { "campaign \($0)" } ?? "global")
    let nodes = audience.smallestNodes
    let held = left.members().filter {
      hash.of(String(nodes[Int($0)])) % 100 < UInt64(percent)
    }
    return DenseSet(UnitSet(held), bound: audience.unitCount)
  }

  // MARK: Before

  /// The version of the saved segment that is exported as such.
  private func version() throws(Fault) -> Int? {
    guard let name = SegmentReference.name(order.expression) else { return nil }
    return try workspace.catalogue.versions(of: name).last?.version
  }

  private func last(_ destination: DestinationSpec, _ audience: WorkspaceAudience) throws(Fault)
    -> LastDelivery?
  {
    let catalogue = workspace.catalogue
    return try catalogue.lastActivation(of: order.expression, to: destination.name).map {
      (record) throws(Fault) in
      let nodes = try catalogue.members(ofActivation: record.id)
      let given: GivenIdentifiers
      if let recorded = try catalogue.identifiers(ofActivation: record.id) {
        given = .recorded(recorded)
      } else {
        given = .unrecorded(
          permitted: try audience.formerIdentifiers(for: destination.purposes, at: record.at))
      }
      return LastDelivery(
        units: audience.units(ofNodes: nodes), vanished: nodes.count { audience.units[$0] == nil },
        given: given)
    }
  }
}

/// The name in a segment that is nothing but a reference, such as `@Buyers`.
enum SegmentReference {
  static func name(_ text: String) -> String? {
    guard let segment = try? Segment(parsing: text), case .reference(let name) = segment else {
      return nil
    }
    return name.text
  }
}

extension WorkspaceAudience {
  /// The smallest node of every unit, which stays the same while other nodes join it.
  var smallestNodes: [UInt32] {
    var nodes = [UInt32](repeating: .max, count: unitCount)
    for node in units.unitOfNode.indices {
      guard let unit = units[UInt32(node)] else { continue }
      nodes[Int(unit)] = min(nodes[Int(unit)], UInt32(node))
    }
    return nodes
  }

  /// The units that nodes belong to today, whatever they have joined since.
  func units(ofNodes nodes: [UInt32]) -> DenseSet {
    var bits = Bitmap(count: unitCount)
    for node in nodes { if let unit = units[node] { bits.insert(unit) } }
    return DenseSet(UnitSet(bits.members()), bound: unitCount)
  }
}

extension Column {
  /// Whether a row has a value.
  func isKnown(at row: Int) -> Bool {
    switch self {
    case .text(let column): column.codes[row] != 0
    case .whole(let column): column.values[row] != WholeColumn.unknown
    case .real(let column): !column.values[row].isNaN
    case .list(let column): column.starts[row] < column.starts[row + 1]
    }
  }
}
