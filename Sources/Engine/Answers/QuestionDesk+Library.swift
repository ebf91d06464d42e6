package import Basis
package import Requests
internal import Segments
internal import Storage

extension QuestionDesk {
  package func segments() throws(Fault) -> [SavedSegment] {
    try reading { (workspace) throws(Fault) in
      let filings = try workspace.catalogue.filings()
      return try workspace.catalogue.segments().map {
        Self.saved($0, filings[$0.segment] ?? SegmentFiling())
      }
    }
  }

  /// The saved segment of a name, with where it is kept.
  package func savedSegment(_ name: String) throws(Fault) -> SavedSegment {
    let saved = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.segment(name).map { (newest) throws(Fault) in
        Self.saved(newest, try workspace.catalogue.filing(of: name))
      }
    }
    guard let saved else { throw try missing(name) }
    return saved
  }

  /// A saved segment as a version of it has it.
  package func savedSegment(_ name: String, version number: Int) throws(Fault) -> SavedSegment {
    let version = try Self.version(number, of: name, among: try versions(of: name))
    var saved = try savedSegment(name)
    (saved.version, saved.text, saved.note) = (version.number, version.text, version.note)
    (saved.savedAt, saved.size) = (version.savedAt, version.size)
    return saved
  }

  /// The version of that number among all of a segment, or the newest.
  static func version(
    _ number: Int?, of name: String, among versions: [SegmentVersion]
  ) throws(Fault) -> SegmentVersion {
    let wanted = number.map { (number) in versions.first { $0.number == number } } ?? versions.first
    if let wanted { return wanted }
    throw Fault(
      .notFound, "segment “\(name)”", reason: "it has no such version",
      remedy: "It has the versions 1 to \(versions.first?.number ?? 1)")
  }

  /// All versions of a segment, newest first.
  package func versions(of name: String) throws(Fault) -> [SegmentVersion] {
    let versions = try reading { (workspace) throws(Fault) in
      try workspace.catalogue.versions(of: name)
    }
    guard !versions.isEmpty else { throw try missing(name) }
    return versions.reversed().map {
      SegmentVersion(
        number: $0.version, text: $0.text, note: $0.note, savedAt: $0.saved, size: $0.size)
    }
  }

  /// Saves a checked segment as the next version of a name; a cycle of references is refused.
  package func save(_ request: SaveRequest, terms: Terms) throws(Fault) -> SavedSegment {
    let name = request.name
    try NewName.check(name, of: "segment")
    let (planner, segment) = try planned(request.text, terms)
    let size = try planner.count(segment)
    var trees = planner.references.segments
    trees[name] = segment
    do throws(Problem) {
      _ = try References(trees).resolved(segment)
    } catch {
      throw error.fault(in: request.text)
    }
    return try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        let newest = try workspace.catalogue.segment(name)
        if newest == nil, planner.references.segments[name] != nil {
          throw Fault(
            .refused, "segment “\(name)”",
            reason: "there is one that reads the same, with its accents written in another way",
            remedy: "Write the name as `parterre segment list` has it, or choose another")
        }
        if let based = request.basedOn, let newest, newest.version > based {
          throw Fault(
            .refused, "segment “\(name)”",
            reason: "version \(newest.version) was saved while version \(based) was being edited",
            remedy: "Look at `parterre segment diff \"\(name)\"`, then save again")
        }
        let saved = try workspace.catalogue.save(
          segment: name, text: segment.description, note: request.note, at: clock(), size: size)
        let filing = try Self.refile(
          name, folder: request.folder, tags: request.tags, owner: request.owner, workspace)
        try workspace.catalogue.audit(
          "segment save", name, "version \(saved.version)", at: saved.saved)
        return Self.saved(saved, filing)
      }
    }
  }

  /// Keeps a segment elsewhere, tags it or gives it an owner, without a new version.
  package func file(
    _ name: String, folder: String?, tags: [String]?, owner: String?, now: Timestamp
  ) throws(Fault) -> SavedSegment {
    _ = try versions(of: name)
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        _ = try Self.refile(name, folder: folder, tags: tags, owner: owner, workspace)
        try workspace.catalogue.audit("segment file", name, "", at: now)
      }
    }
    return try savedSegment(name)
  }

  /// Changes what is given of a segment's place, and returns all of it.
  static func refile(
    _ name: String, folder: String?, tags: [String]?, owner: String?, _ workspace: Workspace
  ) throws(Fault) -> SegmentFiling {
    let before = try workspace.catalogue.filing(of: name)
    let after = SegmentFiling(
      folder: folder.map { Self.folder($0) } ?? before.folder, owner: owner ?? before.owner,
      tags: tags.map { Set($0.filter { !$0.isEmpty }).sorted() } ?? before.tags)
    if after != before { try workspace.catalogue.file(segment: name, as: after) }
    return after
  }

  /// A folder without empty parts, `EU/Spring` for `/EU//Spring/`.
  static func folder(_ text: String) -> String {
    text.split(separator: "/").joined(separator: "/")
  }

  /// Removes a segment that no other refers to.
  ///
  /// Returns the earlier versions of others that refer to it and cannot be counted without it.
  @discardableResult
  package func removeSegment(_ name: String, now: Timestamp) throws(Fault) -> [OrphanedVersions] {
    _ = try versions(of: name)
    let lists = try suppressions().filter { Self.segment(of: $0.expression, refersTo: name) != nil }
    let users =
      try savedReferences().dependents(of: name) + lists.map { "the suppression \($0.name)" }
    guard users.isEmpty else {
      throw Fault(
        .refused, "segment “\(name)”",
        reason: "\(users.joined(separator: ", ")) \(users.count == 1 ? "refers" : "refer") to it",
        remedy: "Change them first")
    }
    return try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.removeSegment(name)
        try workspace.catalogue.audit("segment remove", name, "", at: now)
        let orphans = try workspace.catalogue.referringVersions()
          .filter { Self.segment(of: $0.text, refersTo: name) != nil }
        return Dictionary(grouping: orphans, by: \.segment).sorted { $0.key < $1.key }
          .map { OrphanedVersions(segment: $0.key, numbers: $0.value.map(\.version)) }
      }
    }
  }

  /// The tree of a text that refers to a saved segment somewhere; nil for any other text.
  private static func segment(of text: String?, refersTo name: String) -> Segment? {
    guard let text, let tree = try? Segment(parsing: text),
      tree.references.contains(Name(name))
    else { return nil }
    return tree
  }

  /// Renames a segment and follows it through all that refers to it: segments with all their versions,
  /// which go on meaning what they meant, and standing suppressions.
  ///
  /// Returns the names of the segments that have a new version for it.
  @discardableResult
  package func renameSegment(
    _ name: String, to newName: String, now: Timestamp, terms: Terms
  ) throws(Fault) -> [String] {
    try NewName.check(newName, of: "segment")
    _ = try versions(of: name)
    let references = try savedReferences()
    guard references.segments[newName] == nil else {
      throw Fault(
        .alreadyExists, "segment “\(newName)”", reason: "there is one of this name",
        remedy: "Choose another name")
    }
    let users = references.segments.filter { $0.value.references.contains(Name(name)) }
    let planner = try planner(terms, references: references)
    var sizes: [String: Int] = [:]
    for (user, tree) in users where planner.checker.obstacles(to: tree).isEmpty {
      sizes[user] = try planner.count(tree)
    }
    let counted = sizes
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.renameSegment(name, to: newName)
        for version in try workspace.catalogue.referringVersions() {
          guard let tree = Self.segment(of: version.text, refersTo: name) else { continue }
          try workspace.catalogue.reword(
            version, as: tree.renamingReference(name, to: newName).description)
        }
        for (user, tree) in users.sorted(by: { $0.key < $1.key }) {
          let text = tree.renamingReference(name, to: newName).description
          _ = try workspace.catalogue.save(
            segment: user, text: text, note: "\(name) is now \(newName)", at: now,
            size: counted[user])
        }
        for var list in try workspace.catalogue.suppressions() {
          guard let tree = Self.segment(of: list.expression, refersTo: name) else { continue }
          list.expression = tree.renamingReference(name, to: newName).description
          try workspace.catalogue.put(list)
        }
        try workspace.catalogue.audit("segment rename", name, newName, at: now)
      }
    }
    return users.keys.sorted()
  }

  private func missing(_ name: String) throws(Fault) -> Fault {
    let names = try segments().map(\.name)
    return Fault(
      .notFound, "segment “\(name)”", reason: "there is no such segment",
      remedy: NearestName.remedy(
        for: name, among: names, otherwise: "`parterre segment list` shows them"))
  }

  private static func saved(_ record: SegmentVersionRecord, _ filing: SegmentFiling)
    -> SavedSegment
  {
    SavedSegment(
      name: record.segment, reference: Segment.reference(Name(record.segment)).description,
      text: record.text, version: record.version, note: record.note, savedAt: record.saved,
      size: record.size, folder: filing.folder, tags: filing.tags,
      owner: filing.owner)
  }
}
