internal import Basis
internal import Columns
internal import Storage

/// The unit of every node, kept between processes beside the column files.
///
/// It can always be made again: it holds what it was made from as a mark, and one that does not match,
/// or is damaged, counts as absent. Backups leave it out. Numbers of nodes are all that it holds.
struct UnitMapFile {
  /// With fewer nodes resolving them anew is as fast.
  private static let fewestNodes = 10_000
  /// Raised when a resolution of the same data comes out differently.
  private static let format: UInt64 = 1

  private let folder: String
  private let path: String
  private let mark: UInt64

  /// Nil for what is not worth keeping, and for households, whose places hang on more than the mark tells.
  init?(_ workspace: Workspace, _ lens: Lens, _ snapshot: Snapshot) {
    guard snapshot.nodeCount >= Self.fewestNodes, lens != .household else { return nil }
    folder = workspace.cacheFolder
    path = folder + "/units-\(lens.rawValue).run"
    let files = snapshot.identifiers.map(\.reader.run.path) + snapshot.links.map(\.file.path)
    var parts = files.map { file in
      // A restored workspace may have the version and the names of another.
      let number = FileSystem.fileNumber(of: file) ?? 0
      return "\(file) \(number) \(FileSystem.modified(file)?.seconds ?? 0)"
    }
    parts += snapshot.sources.map { "\($0.id.number) \($0.name)" } + snapshot.namespaces
    parts += snapshot.sightings.map { "\($0.batch.number)" }
    let text = Array(parts.joined(separator: "\n").utf8)
    mark = Hash64.of(text.span, seed: Hash64.folded(snapshot.version, Self.format | 1 << 32))
  }

  /// The units as they were left; nil where there are none of this data.
  func read() -> NodeUnits? {
    guard FileSystem.kind(of: path) == .file else { return nil }
    do throws(Fault) {
      let file = try RunFile(path: path)
      guard try file.words("mark") == [mark], let count = try file.integers("count").first else {
        return nil
      }
      try file.verify()
      // Nobody's nodes are written as 0, which packs into nothing.
      var units = try file.numbers("units")
      for node in units.indices { units[node] &-= 1 }
      return NodeUnits(unitOfNode: units, count: Int(count))
    } catch {
      return nil
    }
  }

  /// Leaves the units to later processes; a workspace that may only be read goes without.
  func write(_ units: NodeUnits) {
    var run = RunWriter()
    run.add("mark", words: [mark])
    run.add("count", [Int64(units.count)])
    run.add("units", units.unitOfNode.map { $0 &+ 1 })
    do throws(Fault) {
      try FileSystem.makeFolder(folder)
      try FileSystem.writeAtomically(run.finish(), to: path)
    } catch {
      return
    }
  }
}
