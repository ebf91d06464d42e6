package import Basis
internal import Columns
internal import Consent
internal import Intake
internal import Sealing
internal import Storage

/// Takes one person out of a workspace that is opened for writing.
///
/// Files beside the catalogue come first: as long as the catalogue still knows the person, an erasure
/// that was stopped can be run again. Then one transaction removes them and leaves tombstones and
/// a receipt; what follows (old files, free pages, the log) the next opening for writing makes up.
struct Erasure {
  let workspace: Workspace
  let subject: Subject
  let lens: Lens
  private let patterns: IdentifierPatterns
  private let rows: SubjectRows
  private let keys: [(run: Workspace.MappedRun, keys: Set<UInt64>)]
  private let rejects: [SealedReject]
  private let plan: ErasurePlan
  /// Those that had the person.
  private let deliveries: [ActivationRecord]
  private let files: WorkspaceFiles
  let preview: ErasurePreview

  /// `words` are the names of what the workspace has.
  init(_ workspace: Workspace, _ subject: Subject, lens: Lens, words: Set<String>) throws(Fault) {
    (self.workspace, self.subject, self.lens) = (workspace, subject, lens)
    let catalogue = workspace.catalogue
    let destinations = try DestinationList(workspace: workspace.path)
    let patterns = IdentifierPatterns(
      subject.identifiers, destinations.all.map(\.destination), words: words)
    let rows = try SubjectRows(of: subject.nodes, in: workspace)
    let keys = try RowKeys(of: subject.identifiers, catalogue).affected(in: workspace)
    let seal = RejectSeal(workspace.vault)
    var rejects: [SealedReject] = []
    try catalogue.forEachReject { (reject) throws(Fault) in
      let raw = try seal.open(reject.raw, isSealed: reject.isSealed)
      if patterns.match(raw) || patterns.match(Array(reject.detail.utf8)) {
        rejects.append(reject)
      }
    }
    let delivered = try catalogue.deliveries(with: subject.nodes)
    let deliveries = try catalogue.activations().filter { delivered.contains($0.id) }
    let files = WorkspaceFiles(workspace)
    var mentioning: (lines: [String], within: [String], unreadable: [String]) = ([], [], [])
    for path in try files.others() {
      switch try WorkspaceFiles.mention(path, patterns) {
      case .lines: mentioning.lines.append(path)
      case .within: mentioning.within.append(path)
      case .unreadable: mentioning.unreadable.append(path)
      case nil: continue
      }
    }
    (self.patterns, self.rows, self.keys, self.rejects) = (patterns, rows, keys, rejects)
    (self.files, self.deliveries) = (files, deliveries)
    plan = ErasurePlan(
      identifiers: subject.identifiers.count,
      counts: [
        .modelTraining: try catalogue.models().count, .exportedMembers: delivered.count,
        .rejects: rejects.count,
        .attributes: rows.counts[.attributes] ?? 0, .events: rows.counts[.events] ?? 0,
        .consentProofs: rows.counts[.consent] ?? 0, .links: rows.counts[.links] ?? 0,
      ],
      deliveries: deliveries.map {
        ErasurePlan.Delivery(destination: $0.destination, activation: $0.id, time: $0.at)
      })
    var names: [Int64: String] = [:]
    for source in try catalogue.sources() { names[source.id.number] = source.name }
    preview = ErasurePreview(
      lens: lens,
      identifiers: subject.identifiers.map {
        ErasurePreview.Named(
          namespace: $0.namespace, shown: Mask.masked($0.text, namespace: $0.namespace))
      },
      steps: plan.steps.map {
        ErasurePreview.Step(place: $0.place.rawValue, action: $0.place.action, count: $0.count)
      },
      notices: plan.notices.map {
        ErasurePreview.Notice(
          destination: $0.destination, deliveries: $0.deliveries, last: $0.last,
          isDescribed: destinations.described($0.destination) != nil)
      },
      bySource: rows.bySource.map { (names[$0.key] ?? "", $0.value) }.sorted { $0.0 < $1.0 },
      files: mentioning.lines, filesWithin: mentioning.within,
      filesUnreadable: mentioning.unreadable,
      mentions: try ValueMentions(workspace, patterns).found(besides: subject.nodes),
      elsewhere: try Self.elsewhere(deliveries, workspace),
      olderCopies: try files.olderCatalogues().count)
  }

  /// Does it all; `removals` writes the files for the destinations.
  func run(_ removals: RemovalFiles, now: Timestamp) throws(Fault) -> ErasureOutcome {
    let catalogue = workspace.catalogue
    let given = try catalogue.nodes(.identifiers, among: subject.nodes)
    let removalFiles = try removals.write(
      for: plan.notices.map(\.destination), from: deliveries, given: given, now: now)
    let intact = try intactDeliveries()
    let manifests = try intactManifests()
    var removed: [String: Int] = [:]
    for path in preview.files {
      removed[FileSystem.absolute(path)] = try WorkspaceFiles.removeLines(path, matching: patterns)
    }
    for path in try files.olderCatalogues() { try FileSystem.remove(path) }
    let tombstones = try tombstones()
    let replacement = try rewritten()
    let receipt: (number: Int64, hash: String)
    do throws(Fault) {
      receipt = try catalogue.transaction { () throws(Fault) in
        for hash in tombstones { try catalogue.addTombstone(hash) }
        try removeFromCatalogue(intact, removed)
        try replacement.commit()
        try catalogue.set(Workspace.vacuumDue, "1")
        try catalogue.raiseDataVersion()
        let receipt = try ErasureReceipts(catalogue).append(
          ErasureReceipt(time: now, plan: plan, tombstones: tombstones))
        try catalogue.audit(
          "erase", lens.rawValue, "receipt \(receipt.number), \(receipt.hash)", at: now)
        return receipt
      }
    } catch {
      replacement.removeWritten()
      throw error
    }
    try replacement.removeReplaced()
    try rewrite(manifests)
    try workspace.shrink()
    return ErasureOutcome(
      preview: preview, receipt: receipt.number, hash: receipt.hash, removalFiles: removalFiles,
      leftovers: try leftovers(),
      mentions: try ValueMentions(workspace, patterns).found())
  }

  // MARK: Steps

  /// Writes the column files as they will be without the person.
  private func rewritten() throws(Fault) -> RunReplacement {
    var replacement = try RunReplacement(workspace)
    do throws(Fault) {
      let filter = RowFilter(nodes: subject.nodes)
      for kind in [RunKind.events, .attributes, .links, .consent] {
        for run in rows.affected[kind] ?? [] { try replacement.merge([run], filter) }
      }
      for (run, keys) in keys {
        var filter = RowFilter()
        filter.keys = keys
        try replacement.merge([run], filter)
      }
      _ = try IdentifierSweep(workspace, filter).run(
        into: &replacement, limit: 0, onlyStale: true)
      _ = try DictionarySweep(
        workspace, events: try replacement.runs(of: .events),
        facts: try replacement.runs(of: .attributes)
      ).run(into: &replacement)
      return replacement
    } catch {
      replacement.removeWritten()
      throw error
    }
  }

  private func removeFromCatalogue(
    _ intact: [IntactFile], _ removed: [String: Int]
  ) throws(Fault) {
    let catalogue = workspace.catalogue
    for reject in rejects {
      try catalogue.remove(rejectOf: reject.batch, reject.id, isOpen: reject.isOpen)
    }
    try catalogue.forgetIdentities(of: subject.nodes)
    try catalogue.noteErasureOnModels()
    try catalogue.removeFromDeliveries(subject.nodes)
    for text in try catalogue.freeTexts() {
      if let other = patterns.struckOut(text.text) { try catalogue.replace(text, with: other) }
    }
    try follow(intact, removed)
  }

  /// A hash of each form in which others may send an identifier.
  private func tombstones() throws(Fault) -> [UInt64] {
    var hashes: Set<UInt64> = []
    for identifier in subject.identifiers {
      for form in IdentifierForms.all(of: identifier.value.span, in: identifier.namespace) {
        let hash = try TombstoneSet.hash(workspace.vault, namespace: form.namespace)
        hashes.insert(hash.of(form.value.span))
      }
    }
    return hashes.sorted()
  }

  /// Every file of the workspace that still has an identifier among its bytes.
  private func leftovers() throws(Fault) -> [String] {
    var left: [String] = []
    for path in try files.catalogueAndTexts() {
      if try WorkspaceFiles.holds(path, patterns) { left.append(path) }
    }
    for path in try files.others() {
      let isMentioned = try WorkspaceFiles.mention(path, patterns) != nil
      let isHeld = try WorkspaceFiles.holds(path, patterns)
      if isMentioned || isHeld { left.append(path) }
    }
    return left
  }
}

extension QuestionDesk {
  /// What erasing the person with this identifier would do.
  package func erasurePreview(_ identifier: String, lens: Lens) throws(Fault) -> ErasurePreview {
    let audience = try erasableAudience(lens)
    let subject = try subject(identifier, audience)
    return try reading { (workspace) throws(Fault) in
      try Erasure(workspace, subject, lens: lens, words: audience.vocabulary.names).preview
    }
  }

  /// Erases the person, or with the lens of devices the device, that has this identifier.
  ///
  /// The files for destinations go to `folder`, which must not lie in the workspace.
  package func erase(_ identifier: String, lens: Lens, removals folder: String, now: Timestamp)
    throws(Fault) -> ErasureOutcome
  {
    guard folder != path, !folder.hasPrefix(path + "/") else {
      throw Fault(
        .refused, folder, reason: "the files for destinations name the person",
        remedy: "Choose a folder outside the workspace")
    }
    let audience = try erasableAudience(lens)
    let subject = try subject(identifier, audience)
    let removals = RemovalFiles(
      folder: folder, workspace: path, subject: subject,
      attribute: { (name, time) throws(Fault) in
        guard let unit = subject.unit else { return nil }
        return try audience.attribute(name, until: time)?.value(at: Int(unit))
      })
    return try writing { (workspace) throws(Fault) in
      try Erasure(workspace, subject, lens: lens, words: audience.vocabulary.names)
        .run(removals, now: now)
    }
  }

  private func erasableAudience(_ lens: Lens) throws(Fault) -> WorkspaceAudience {
    guard lens != .household else {
      throw Fault(
        .refused, "the erasure", reason: "a household is more than one person",
        remedy: "Erase each person, with --lens person")
    }
    return try audience(lens)
  }
}

extension Vocabulary {
  /// What a mapping, a segment or a rule may call by name.
  fileprivate var names: Set<String> {
    Set(attributes.keys).union(events.keys).union(events.values.flatMap(\.keys))
      .union(sessionFields.keys).union(namespaces).union(sources).union(purposes)
  }
}
