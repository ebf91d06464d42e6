internal import Basis
internal import Sealing
internal import Storage

/// Checks delivered files against what was recorded of them.
struct DeliveredFiles {
  /// What is wrong; a file that was changed after its delivery.
  private(set) var problems: [String] = []
  /// What is worth knowing: files are the analyst's own and may be gone.
  private(set) var notes: [String] = []

  /// Reads every delivered file again; of several deliveries under one name the newest counts.
  static func check(_ catalogue: Catalogue) throws(Fault) -> DeliveredFiles {
    var found = DeliveredFiles()
    var newest: [String: (activation: Int64, file: ActivationFile)] = [:]
    var manifests: [String: ActivationRecord] = [:]
    for record in try catalogue.activations() {
      switch record.state {
      case .moving:
        found.notes.append(
          "Delivery \(record.id) was cut short; the next export finishes or forgets it.")
      case .sending:
        found.notes.append(
          "Delivery \(record.id) has sent \(record.batchesSent) of \(record.batches) batches; "
            + "`parterre export --resume \(record.id)` goes on.")
      case .done where record.file.hasPrefix("http://") || record.file.hasPrefix("https://"):
        continue
      case .done:
        var files = try catalogue.files(ofActivation: record.id)
        if files.isEmpty {
          files = [
            ActivationFile(
              path: record.file, writtenAs: "", rows: record.rows, bytes: -1,
              sha256: record.sha256)
          ]
        }
        for file in files { newest[file.path] = (record.id, file) }
        manifests[record.file] = record
      }
    }
    for path in newest.keys.sorted() {
      if let (activation, file) = newest[path] { try found.check(file, of: activation) }
    }
    for path in manifests.keys.sorted() {
      if let record = manifests[path] { try found.checkManifest(of: record) }
    }
    return found
  }

  private mutating func check(_ file: ActivationFile, of activation: Int64) throws(Fault) {
    guard FileSystem.kind(of: file.path) == .file else {
      notes.append("The delivered file \(file.path) is not there any more.")
      return
    }
    var hash = RunningSHA256()
    do throws(Fault) {
      try FileSystem.forEachChunk(of: file.path) { hash.update($0) }
    } catch {
      problems.append("\(file.path): \(error.reason).")
      return
    }
    if hash.finish().hex != file.sha256 {
      problems.append(
        "\(file.path) differs from what delivery \(activation) wrote; export it again before it goes out."
      )
    }
    if let mode = FileSystem.permissions(of: file.path), mode & 0o077 != 0 {
      notes.append("\(file.path) can be read by others; it was written for its owner alone.")
    }
  }

  private mutating func checkManifest(of record: ActivationRecord) throws(Fault) {
    let path = DeliveryManifest.path(of: record.file)
    guard FileSystem.kind(of: path) == .file else {
      if FileSystem.kind(of: record.file) == .file {
        notes.append("The manifest \(path) is not there any more.")
      }
      return
    }
    if try FileSystem.read(path) != Array((record.manifest + "\n").utf8) {
      problems.append("\(path) differs from the manifest of delivery \(record.id).")
    }
  }
}
