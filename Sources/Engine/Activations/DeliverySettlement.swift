internal import Basis
internal import Storage

/// Ends deliveries that a kill has cut short.
///
/// A delivery is recorded when its files are whole under other names; the first file that gets its
/// own name decides. Before that it never happened, after that the rest follows.
struct DeliverySettlement {
  private let workspace: Workspace

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// Settles everything that is left open; a webhook's batches wait for `export --resume`.
  func settle() throws(Fault) {
    for record in try workspace.catalogue.unfinishedActivations() where record.state == .moving {
      let files = try workspace.catalogue.files(ofActivation: record.id)
      let isBegun = files.contains {
        FileSystem.kind(of: $0.writtenAs) == nil && FileSystem.kind(of: $0.path) == .file
      }
      if isBegun {
        try move(record)
      } else {
        for file in files { try FileSystem.remove(file.writtenAs) }
        try workspace.catalogue.removeActivation(record.id)
      }
    }
  }

  /// Gives the files their names, then writes the manifest, then calls the delivery done.
  func move(_ record: ActivationRecord) throws(Fault) {
    for file in try workspace.catalogue.files(ofActivation: record.id)
    where FileSystem.kind(of: file.writtenAs) == .file {
      try FileSystem.rename(file.writtenAs, to: file.path)
    }
    try FileSystem.writeAtomically(
      Array((record.manifest + "\n").utf8), to: DeliveryManifest.path(of: record.file))
    try workspace.catalogue.set(.done, ofActivation: record.id)
  }
}
