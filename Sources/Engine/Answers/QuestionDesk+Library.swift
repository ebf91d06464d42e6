package import Basis
package import Requests
internal import Segments
internal import Storage

extension QuestionDesk {
  package func segments() throws(Fault) -> [SavedSegment] {
    try reading { (workspace) throws(Fault) in
      try workspace.catalogue.segments().map(Self.saved)
    }
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
    let (planner, segment) = try planned(request.text, terms)
    let size = try planner.count(segment)
    var trees = try savedReferences().segments
    trees[request.name] = segment
    do throws(Problem) {
      _ = try References(trees).resolved(segment)
    } catch {
      throw error.fault(in: request.text)
    }
    return try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        let saved = try workspace.catalogue.save(
          segment: request.name, text: segment.description, note: request.note, at: terms.asOf,
          size: size)
        try workspace.catalogue.audit(
          "segment save", request.name, "version \(saved.version)", at: terms.asOf)
        return Self.saved(saved)
      }
    }
  }

  /// Removes a segment that no other refers to.
  package func removeSegment(_ name: String, now: Timestamp) throws(Fault) {
    _ = try versions(of: name)
    let users = try savedReferences().dependents(of: name)
    guard users.isEmpty else {
      throw Fault(
        .refused, "segment “\(name)”", reason: "\(users.joined(separator: ", ")) refer to it",
        remedy: "Change them first")
    }
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.removeSegment(name)
        try workspace.catalogue.audit("segment remove", name, "", at: now)
      }
    }
  }

  /// Renames a segment and follows it through the texts of those that refer to it.
  package func renameSegment(_ name: String, to newName: String, now: Timestamp) throws(Fault) {
    _ = try versions(of: name)
    let references = try savedReferences()
    guard references.segments[newName] == nil else {
      throw Fault(
        .alreadyExists, "segment “\(newName)”", reason: "there is one of this name",
        remedy: "Choose another name")
    }
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        try workspace.catalogue.renameSegment(name, to: newName)
        for user in references.dependents(of: name) {
          guard let tree = references.segments[user] else { continue }
          let text = tree.renamingReference(name, to: newName).description
          _ = try workspace.catalogue.save(
            segment: user, text: text, note: "\(name) is now \(newName)", at: now, size: nil)
        }
        try workspace.catalogue.audit("segment rename", name, newName, at: now)
      }
    }
  }

  private func missing(_ name: String) throws(Fault) -> Fault {
    let names = try segments().map(\.name)
    return Fault(
      .notFound, "segment “\(name)”", reason: "there is no such segment",
      remedy: NearestName.to(name, among: names).map { "Did you mean \($0)?" }
        ?? "`parterre segment list` shows them")
  }

  private static func saved(_ record: SegmentVersionRecord) -> SavedSegment {
    SavedSegment(
      name: record.segment, text: record.text, version: record.version, note: record.note,
      savedAt: record.saved, size: record.size)
  }
}
