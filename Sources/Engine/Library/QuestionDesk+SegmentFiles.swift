package import Basis
package import Requests
internal import Segments
internal import Storage

/// The library as a folder of files that can be edited and kept in version control.
extension QuestionDesk {
  /// What writing the library into a folder did.
  package struct SegmentExport: Sendable, Equatable {
    package let written: Int
    /// Files that already said the same.
    package let unchanged: Int
    /// Files of segments that the workspace does not have; they were left alone.
    package let strangers: [String]
  }

  /// Writes a file for each saved segment; what the folder has besides them stays.
  package func exportSegments(to folder: String) throws(Fault) -> SegmentExport {
    var strangers = Set(try Self.segmentFiles(in: folder, under: ""))
    var (written, unchanged) = (0, 0)
    for saved in try segments() {
      let file = SegmentFile(saved)
      let path = folder + "/" + file.path
      strangers.remove(file.path)
      if FileSystem.kind(of: path) == .file, try FileSystem.readText(path) == file.contents {
        unchanged += 1
        continue
      }
      try Self.makeFolders(FileSystem.parent(of: path))
      try FileSystem.write(Array(file.contents.utf8), to: path, sync: false)
      written += 1
    }
    if written > 0 { try FileSystem.syncAll(around: folder) }
    return SegmentExport(written: written, unchanged: unchanged, strangers: strangers.sorted())
  }

  /// What bringing in a folder's files would do; every file is read and checked.
  package func planImport(from folder: String, terms: Terms) throws(Fault) -> SegmentImportPlan {
    try preparedImport(from: folder, terms).plan
  }

  /// Brings in a folder's files, all of them or none, and returns what was done.
  package func importSegments(from folder: String, terms: Terms) throws(Fault) -> SegmentImportPlan
  {
    let prepared = try preparedImport(from: folder, terms)
    let planner = try planner(terms, references: prepared.references)
    var sizes: [String: Int] = [:]
    for step in prepared.plan.steps where step.action == .add || step.action == .change {
      sizes[step.name] = try planner.count(.reference(Name(step.name)))
    }
    let now = clock()
    try writing { (workspace) throws(Fault) in
      try workspace.catalogue.transaction { () throws(Fault) in
        for step in prepared.plan.steps where step.action != .keep {
          guard let file = prepared.files[step.name] else { continue }
          if step.action != .refile, let tree = prepared.references.segments[step.name] {
            _ = try workspace.catalogue.save(
              segment: step.name, text: tree.description, note: file.note, at: now,
              size: sizes[step.name])
          }
          _ = try Self.refile(
            step.name, folder: file.folder, tags: file.tags, owner: file.owner, workspace)
        }
        try workspace.catalogue.audit(
          "segment import",
          Counted.text(prepared.plan.steps.count { $0.action != .keep }, "segment"), "",
          at: now)
      }
    }
    return prepared.plan
  }

  private struct PreparedImport {
    var plan: SegmentImportPlan
    var files: [String: SegmentFile]
    /// All segments as they will be.
    var references: References
  }

  private func preparedImport(from folder: String, _ terms: Terms) throws(Fault) -> PreparedImport {
    let paths = try Self.segmentFiles(in: folder, under: "")
    guard !paths.isEmpty else {
      throw Fault(
        .notFound, folder, reason: "it holds no file that ends with \(SegmentFile.ending)",
        remedy: "`parterre segment export-dir \(folder)` writes them")
    }
    var files: [String: SegmentFile] = [:]
    let saved = try savedReferences()
    var trees = saved.segments
    for path in paths {
      let file = SegmentFile(path: path, contents: try FileSystem.readText(folder + "/" + path))
      if let other = files[file.name] {
        throw Fault(
          .alreadyExists, folder + "/" + path, reason: "\(other.path) has the same name",
          remedy: "Rename one of the two files")
      }
      files[file.name] = file
      trees[file.name] = try Self.tree(of: file, at: folder + "/" + path)
    }
    let references = References(trees, models: saved.models)
    let checker = Checker(try audience(terms.lens).vocabulary, references: references)
    for (name, file) in files.sorted(by: { $0.key < $1.key }) {
      guard let tree = trees[name] else { continue }
      // What the workspace has already counts as it did, whatever could not be typed any more.
      let found =
        tree == saved.segments[name] ? checker.obstacles(to: tree) : checker.problems(in: tree)
      if let problem = (found + references.problems(in: .reference(Name(name)))).first {
        throw problem.fault(in: file.text, file: folder + "/" + file.path)
      }
    }
    return PreparedImport(
      plan: try plan(files, trees), files: files, references: references)
  }

  private static func tree(of file: SegmentFile, at path: String) throws(Fault) -> Segment {
    do throws(Problem) {
      return try Segment(parsing: file.text)
    } catch {
      throw error.fault(in: file.text, file: path)
    }
  }

  private func plan(_ files: [String: SegmentFile], _ trees: [String: Segment]) throws(Fault)
    -> SegmentImportPlan
  {
    var saved: [String: SavedSegment] = [:]
    for segment in try segments() { saved[segment.name] = segment }
    var steps: [SegmentImportPlan.Step] = []
    for (name, file) in files.sorted(by: { $0.key < $1.key }) {
      guard let tree = trees[name] else { continue }
      let (action, detail) = Self.step(file, tree, saved[name])
      steps.append(.init(action: action, name: name, file: file.path, detail: detail))
    }
    return SegmentImportPlan(
      steps: steps, onlyHere: saved.keys.filter { files[$0] == nil }.sorted())
  }

  private static func step(_ file: SegmentFile, _ tree: Segment, _ saved: SavedSegment?) -> (
    SegmentImportPlan.Action, String
  ) {
    guard let saved else { return (.add, tree.description) }
    if saved.text != tree.description {
      guard let old = try? Segment(parsing: saved.text) else { return (.change, "it reads again") }
      let difference = SegmentDifference(from: old, to: tree)
      guard !difference.meansTheSame else { return (.change, "worded differently") }
      let parts =
        difference.added.map { "+ \($0)" } + difference.removed.map { "− \($0)" }
      return (.change, parts.isEmpty ? "joined differently" : parts.joined(separator: " · "))
    }
    var moved: [String] = []
    if saved.folder != file.folder { moved.append("folder \(file.folder)") }
    if saved.tags != file.tags { moved.append("tags \(file.tags.joined(separator: ", "))") }
    if saved.owner != file.owner { moved.append("owner \(file.owner)") }
    return moved.isEmpty ? (.keep, "") : (.refile, moved.joined(separator: " · "))
  }

  // MARK: Folders

  /// The paths of all segment files within a folder, in order.
  private static func segmentFiles(in root: String, under path: String) throws(Fault) -> [String] {
    let folder = path.isEmpty ? root : root + "/" + path
    guard FileSystem.kind(of: folder) == .folder else { return [] }
    var found: [String] = []
    for name in try FileSystem.names(in: folder) where !name.hasPrefix(".") {
      let inner = path.isEmpty ? name : path + "/" + name
      if FileSystem.kind(of: root + "/" + inner) == .folder {
        found += try segmentFiles(in: root, under: inner)
      } else if name.hasSuffix(SegmentFile.ending) {
        found.append(inner)
      }
    }
    return found
  }

  private static func makeFolders(_ path: String) throws(Fault) {
    guard FileSystem.kind(of: path) != .folder else { return }
    try makeFolders(FileSystem.parent(of: path))
    try FileSystem.makeFolder(path)
  }
}
