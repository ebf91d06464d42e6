package import Basis
internal import Columns
internal import Storage

extension QuestionDesk {
  /// The figures of a whole workspace.
  package struct Statistics: Sendable, Equatable {
    package struct Files: Sendable, Equatable {
      package let kind: String
      package var count = 0
      package var rows = 0
      package var bytes = 0
    }

    package var sources = 0
    package var batches = 0
    package var undoneBatches = 0
    package var nodes = 0
    package var events = 0
    package var facts = 0
    package var openRejects = 0
    package var catalogueBytes = 0
    package var files: [Files] = []
  }

  /// Checks everything; reading and writing go on meanwhile.
  package func check() throws(Fault) -> CheckReport {
    let shape = try shapeCheck()
    guard shape.missing.isEmpty else {
      return CheckReport(problems: (shape.missing + shape.others).map { "The catalogue: \($0)." })
    }
    return try reading { (workspace) throws(Fault) in
      var check = WorkspaceCheck(
        catalogue: workspace.catalogue, folder: workspace.columnsFolder, vault: workspace.vault)
      var report = try check.run()
      do throws(Fault) {
        report.notes += BadNodes.notes(
          on: try IdentityBasis.badIdentifiers(of: workspace),
          namespaces: try workspace.catalogue.namespaces())
      } catch {
        report.problems.append("\(error)")
      }
      report.problems.insert(contentsOf: shape.others.map { "The catalogue: \($0)." }, at: 0)
      return report
    }
  }

  /// Counts what is there.
  package func statistics() throws(Fault) -> Statistics {
    try reading { (workspace) throws(Fault) in
      let catalogue = workspace.catalogue
      return try catalogue.consistently { () throws(Fault) in
        var statistics = Statistics()
        statistics.sources = try catalogue.sources().count
        for batch in try catalogue.batches() {
          guard batch.state == .kept else {
            statistics.undoneBatches += 1
            continue
          }
          statistics.batches += 1
          statistics.events += batch.events
          statistics.facts += batch.facts
        }
        for kind in RunKind.allCases {
          var files = Statistics.Files(kind: kind.rawValue)
          for run in try catalogue.runs(of: kind) {
            files.count += 1
            files.rows += run.rows
            files.bytes += run.bytes
            // The rows of a file of identifiers are the nodes that it numbers.
            if kind == .identifiers { statistics.nodes += run.rows }
          }
          statistics.files.append(files)
        }
        statistics.openRejects = try catalogue.openRejectCount()
        for suffix in ["", "-wal"] {
          statistics.catalogueBytes += FileSystem.size(of: catalogue.path + suffix) ?? 0
        }
        return statistics
      }
    }
  }
}
