internal import Activation
package import Basis
internal import Columns
internal import Consent
internal import Normalise
package import Requests
internal import Segments
internal import Storage

extension QuestionDesk {
  /// Delivers a segment to a destination.
  ///
  /// Nobody else can write to the workspace meanwhile, so that a withdrawal comes either before the
  /// consent is asked or after the delivery is recorded.
  package func export(_ order: DeliveryOrder, terms: Terms) throws(Fault) -> DeliveryAnswer {
    try writing { (workspace) throws(Fault) in
      terms.phase("asking whom it may reach")
      try DeliverySettlement(workspace).settle()
      let job = try self.job(order, workspace, terms)
      if let webhook = job.plan.destination.webhook {
        let delivery = try WebhookDelivery(
          workspace, job.plan.destination, webhook, clock: clock, progress: terms.progress)
        return try delivery.begin(job)
      }
      guard let path = order.file else {
        throw Fault(
          .usage, "export", reason: "there is no file to write",
          remedy: "Add --out FILE, or --dry-run to see the figures alone")
      }
      return try job.deliver(to: path)
    }
  }

  /// What a delivery would come to, without making it.
  package func preflight(_ order: DeliveryOrder, terms: Terms) throws(Fault) -> DeliveryAnswer {
    try reading { (workspace) throws(Fault) in
      try self.job(order, workspace, terms, isPreview: true).preflight()
    }
  }

  /// The waterfall alone, by sets: quick enough for every keystroke.
  package func waterfall(_ order: DeliveryOrder, terms: Terms) throws(Fault)
    -> Requests.Waterfall
  {
    try reading { (workspace) throws(Fault) in
      var waterfall = try self.job(order, workspace, terms, isPreview: true).plan.waterfall
      waterfall.steps.append(
        Requests.Waterfall.Step(
          kind: .delivered, label: "delivered", remaining: waterfall.delivered, lost: 0, note: ""))
      return waterfall
    }
  }

  /// A preview takes settings that are not given yet for empty.
  private func job(
    _ order: DeliveryOrder, _ workspace: Workspace, _ terms: Terms, isPreview: Bool = false
  ) throws(Fault) -> DeliveryJob {
    let now = clock()
    let list = try DestinationList(workspace: path)
    let destination = try list.destination(of: order, isPreview: isPreview)
    var terms = terms
    terms.purposes = destination.purposes
    let plan = try DeliveryPlanner(
      desk: self, workspace: workspace, list: list, destination: destination, order: order,
      terms: terms, now: now
    ).plan()
    let settings = try list.named(order.destination).settings
    return DeliveryJob(
      workspace: workspace, order: order, terms: terms, now: now, plan: plan,
      missingSettings: settings.filter { (order.settings[$0] ?? "").isEmpty })
  }

  /// Goes on with a webhook delivery that was cut short.
  package func resumeExport(_ number: Int64, terms: Terms) throws(Fault) -> Delivery {
    try writing { (workspace) throws(Fault) in
      guard
        let record = try workspace.catalogue.unfinishedActivations().first(where: {
          $0.id == number && $0.state == .sending
        })
      else {
        throw Fault(
          .notFound, "delivery \(number)", reason: "no delivery of this number waits for more",
          remedy: "`parterre activations` lists them all")
      }
      let destination = try DestinationList(workspace: path).named(record.destination)
      guard var webhook = destination.webhook else {
        throw Fault(
          .badConfiguration, destination.name, reason: "it is no webhook any more",
          remedy: "Put its [webhook] back, or export again")
      }
      webhook.url = record.file
      try WebhookDelivery(
        workspace, destination, webhook, clock: clock, progress: terms.progress
      ).resume(record, now: clock())
    }
    guard let delivery = try deliveries().first(where: { $0.id == number }) else {
      throw Fault(
        .damaged, "delivery \(number)", reason: "it is gone", remedy: "Run `parterre verify`")
    }
    return delivery
  }

  /// All deliveries of the workspace, the oldest first.
  package func deliveries() throws(Fault) -> [Delivery] {
    try reading { (workspace) throws(Fault) in
      try workspace.catalogue.activations().map(Delivery.init)
    }
  }

  // MARK: Standing suppressions

  /// Leaves the members of a segment out of every delivery, or of those to one destination.
  package func suppress(
    _ name: String, expression: String, destination: String?, terms: Terms
  ) throws(Fault) -> Int {
    let (planner, segment) = try planned(expression, terms)
    let count = try planner.count(segment)
    if let destination { _ = try DestinationList(workspace: path).named(destination) }
    try put(
      SuppressionRecord(
        name: name, destination: destination, expression: expression, namespace: nil, hashes: [],
        created: clock()))
    return count
  }

  /// Leaves out whoever has one of the identifiers in a file, known today or later.
  ///
  /// Only keyed hashes are kept; lines that are no identifiers of the kind are counted.
  package func suppress(
    _ name: String, file: String, namespace: String, destination: String?
  ) throws(Fault) -> (kept: Int, unusable: Int) {
    if let destination { _ = try DestinationList(workspace: path).named(destination) }
    let known = try Set(audience(.person).vocabulary.namespaces + IdentifierNamespace.wellKnown)
    guard known.contains(namespace) else {
      throw Fault(
        .notFound, "namespace “\(namespace)”", reason: "no identifier is of this kind",
        remedy: NearestName.remedy(for: namespace, among: known.sorted()))
    }
    let reading = try reading { (workspace) throws(Fault) in
      try IdentifierFile.hashes(file, namespace: namespace, vault: workspace.vault)
    }
    try put(
      SuppressionRecord(
        name: name, destination: destination, expression: nil, namespace: namespace,
        hashes: reading.hashes, created: clock()))
    return (reading.hashes.count, reading.unusable)
  }

  private func put(_ record: SuppressionRecord) throws(Fault) {
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.put(record)
        try workspace.catalogue.audit(
          "suppress", record.name, record.destination ?? "every destination", at: record.created)
      }
    }
  }

  /// The standing suppressions, by name.
  package func suppressions() throws(Fault) -> [StandingSuppression] {
    try reading { (workspace) throws(Fault) in
      try workspace.catalogue.suppressions().map {
        StandingSuppression(
          name: $0.name, destination: $0.destination, expression: $0.expression,
          namespace: $0.namespace, identifiers: $0.hashes.count, created: $0.created)
      }
    }
  }

  package func removeSuppression(_ name: String) throws(Fault) {
    try writing { (workspace) throws(Fault) in
      let names = try workspace.catalogue.suppressions().map(\.name)
      guard names.contains(name) else {
        throw Fault(
          .notFound, "suppression “\(name)”", reason: "there is none of this name",
          remedy: NearestName.remedy(for: name, among: names))
      }
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.removeSuppression(name)
        try workspace.catalogue.audit("suppress", name, "removed", at: clock())
      }
    }
  }

  // MARK: Attributes with purposes of their own

  /// Lets an attribute leave the workspace only of people who grant all of `purposes`.
  package func restrict(_ attribute: String, to purposes: [String]) throws(Fault) {
    let known = try audience(.person).vocabulary.attributes
    guard known[attribute] != nil else {
      throw .unknownAttribute(attribute, among: known.keys)
    }
    let offered = try audience(.person).snapshot.consent.configuration.catalogue
    for purpose in purposes { _ = try offered.required(purpose) }
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.restrict(attribute, to: purposes)
        try workspace.catalogue.audit(
          "restrict", attribute, purposes.joined(separator: ","), at: clock())
      }
    }
  }

  /// The attributes that need purposes of their own.
  package func restrictions() throws(Fault) -> [(attribute: String, purposes: [String])] {
    try reading { (workspace) throws(Fault) in try workspace.catalogue.attributePurposes() }
  }
}

/// One delivery that was made.
package struct Delivery: Sendable {
  package let id: Int64
  package let segment: String
  package let version: Int?
  package let destination: String
  package let file: String
  package let rows: Int
  package let added: Int?
  package let removed: Int?
  package let sha256: String
  package let state: String
  package let batches: Int
  package let batchesSent: Int
  package let campaign: String?
  package let asOf: Timestamp
  package let at: Timestamp

  init(_ record: ActivationRecord) {
    (id, segment, version) = (record.id, record.segment, record.version)
    (destination, file, rows) = (record.destination, record.file, record.rows)
    (added, removed, sha256) = (record.added, record.removed, record.sha256)
    (state, campaign) = (record.state.rawValue, record.campaign)
    (batches, batchesSent) = (record.batches, record.batchesSent)
    (asOf, at) = (record.asOf, record.at)
  }
}

/// People who are never delivered.
package struct StandingSuppression: Sendable {
  package let name: String
  package let destination: String?
  package let expression: String?
  package let namespace: String?
  package let identifiers: Int
  package let created: Timestamp
}
