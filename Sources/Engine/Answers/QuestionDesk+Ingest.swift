package import Basis
internal import Intake
internal import Storage

extension QuestionDesk {
  /// What became of one file of an ingest.
  package struct FileResult: Sendable {
    package let file: String
    package let outcome: IngestOutcome?
    package let fault: Fault?
  }

  /// Brings files into a source, one batch a file; a file that fails does not stop the others.
  ///
  /// `progress` hears the file, the bytes read and its size, `phase` what is done after the reading.
  package func ingest(
    _ files: [String], source name: String, mapping override: String?, isStrict: Bool,
    now: Timestamp, progress: @escaping (String, Int, Int?) -> Bool,
    phase: @escaping (String, String) -> Void = { _, _ in }
  ) throws(Fault) -> [FileResult] {
    try writing { (workspace) throws(Fault) in
      let source = try Self.source(name, workspace.catalogue)
      let rules = try FeedRules(workspace: workspace.path)
      let (mapping, text) = try rules.mapping(of: source, or: override)
      var results: [FileResult] = []
      for file in files {
        let job = IngestJob(
          workspace: workspace, source: source, mapping: mapping, mappingText: text,
          isStrict: isStrict, now: now, clock: clock,
          progress: { progress(file, $0, $1) }, phase: { phase(file, $0) })
        do throws(Fault) {
          results.append(FileResult(file: file, outcome: try job.run(file), fault: nil))
        } catch {
          if error.code == .interrupted || error.code == .diskFull { throw error }
          results.append(FileResult(file: file, outcome: nil, fault: error))
        }
      }
      return results
    }
  }
}
