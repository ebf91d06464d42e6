internal import Basis
internal import Sealing
internal import Storage

/// What an erasure does to files that have been delivered, and to what is recorded of them.
extension Erasure {
  /// A delivered file that is still what was delivered.
  struct IntactFile {
    let delivery: Int64
    let file: ActivationFile
  }

  /// Lets the record of each delivery follow what its files have become.
  func follow(_ intact: [IntactFile], _ removed: [String: Int]) throws(Fault) {
    for (delivery, files) in Dictionary(grouping: intact, by: \.delivery) {
      let old = try workspace.catalogue.files(ofActivation: delivery)
      for var file in files.map(\.file) {
        let sha256 = try Self.hash(of: file.path)
        guard sha256 != file.sha256 else { continue }
        file.sha256 = sha256
        file.rows -= removed[FileSystem.absolute(file.path)] ?? 0
        file.bytes = FileSystem.size(of: file.path) ?? file.bytes
        try workspace.catalogue.set(file, in: delivery)
      }
      guard let record = try workspace.catalogue.activations().first(where: { $0.id == delivery })
      else {
        continue
      }
      let text = DeliveryManifest.corrected(
        record.manifest, from: old, to: try workspace.catalogue.files(ofActivation: delivery))
      if text != record.manifest { try workspace.catalogue.setManifest(text, of: delivery) }
    }
  }

  /// The delivered files of which lines may go, so that their hashes must follow.
  func intactDeliveries() throws(Fault) -> [IntactFile] {
    guard !preview.files.isEmpty else { return [] }
    var intact: [IntactFile] = []
    for delivery in try workspace.catalogue.activations() {
      var files = try workspace.catalogue.files(ofActivation: delivery.id)
      if files.isEmpty {
        files = [
          ActivationFile(
            path: delivery.file, writtenAs: "", rows: delivery.rows, bytes: 0,
            sha256: delivery.sha256)
        ]
      }
      for file in files where FileSystem.kind(of: file.path) == .file {
        let isIntact = try Self.hash(of: file.path) == file.sha256
        if isIntact { intact.append(IntactFile(delivery: delivery.id, file: file)) }
      }
    }
    return intact
  }

  /// The deliveries whose manifest stands beside their files as it was written.
  func intactManifests() throws(Fault) -> [Int64] {
    var intact: [Int64] = []
    for record in try workspace.catalogue.activations() {
      let path = DeliveryManifest.path(of: record.file)
      guard FileSystem.kind(of: path) == .file else { continue }
      if try FileSystem.read(path) == Array((record.manifest + "\n").utf8) {
        intact.append(record.id)
      }
    }
    return intact
  }

  /// Writes those manifests as the catalogue has them now.
  func rewrite(_ deliveries: [Int64]) throws(Fault) {
    for record in try workspace.catalogue.activations() where deliveries.contains(record.id) {
      let path = DeliveryManifest.path(of: record.file)
      let bytes = Array((record.manifest + "\n").utf8)
      if try FileSystem.read(path) != bytes {
        let mode = FileSystem.permissions(of: path).map { $0 & 0o777 } ?? 0o600
        try FileSystem.writeAtomically(bytes, to: path, mode: mode)
      }
    }
  }

  private static func hash(of path: String) throws(Fault) -> String {
    var hash = RunningSHA256()
    try FileSystem.forEachChunk(of: path) { hash.update($0) }
    return hash.finish().hex
  }

  /// Delivered files outside the workspace, which nobody can change from here.
  static func elsewhere(_ deliveries: [ActivationRecord], _ workspace: Workspace) throws(Fault)
    -> [String]
  {
    let folder = FileSystem.absolute(workspace.path) + "/"
    var paths: Set<String> = []
    for delivery in deliveries {
      // A delivery in several files has none under its own name.
      paths.insert(FileSystem.absolute(delivery.file))
      for file in try workspace.catalogue.files(ofActivation: delivery.id) {
        paths.insert(FileSystem.absolute(file.path))
      }
    }
    return paths.filter { FileSystem.kind(of: $0) == .file && !$0.hasPrefix(folder) }.sorted()
  }
}
