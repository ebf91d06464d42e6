import Basis
import Engine
import Glibc
import Publishing
import Requests
import Support
import Synchronization
import Testing

/// The workspace of the sample feeds in the repository, made once for all tests.
final class SampleReports: Sendable {
  static let asOf = Timestamp(1_793_491_200)
  /// The day after the feeds end; the batches are taken in then.
  static let shared = Result { try SampleReports() }

  let desk: QuestionDesk
  let folder: String

  static var repository: String {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  }

  private init() throws {
    folder = try temporaryFolder()
    let path = folder + "/workspace"
    _ = try SampleWorkspace.make(
      at: path, feeds: Self.repository + "/SampleData/feeds", profiles: 0, seed: 1,
      now: Self.asOf, progress: { _ in })
    try FileSystem.write(Array(Self.configuration.utf8), to: path + "/reports.toml")
    desk = QuestionDesk(path: path)
    folderToRemove.withLock { $0 = folder }
    atexit { folderToRemove.withLock { if let path = $0 { removeFolder(path) } } }
  }

  static let configuration = """
    currency = "EUR"
    [rates]
    USD = 0.9
    [[budget]]
    campaign = "suche_garten"
    amount = 150.00
    from = "2026-08-03"
    to = "2026-11-30"
    """

  func report(_ name: String, _ settings: [String: String] = [:]) throws -> ReportTable {
    try desk.report(
      ReportRequest(
        name: name,
        settings: settings.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }),
      terms: QuestionDesk.Terms(asOf: Self.asOf))
  }
}

private let folderToRemove = Mutex<String?>(nil)

/// Removes a folder with all that is in it.
private func removeFolder(_ path: String) {
  for name in (try? FileSystem.names(in: path)) ?? [] {
    let inner = path + "/" + name
    if FileSystem.kind(of: inner) == .folder { removeFolder(inner) } else { unlink(inner) }
  }
  rmdir(path)
}

/// Compares a text with a file in Tests/Goldens/reports.
///
/// With PARTERRE_GOLDENS=write in the environment the file is written instead.
func expectGolden(
  _ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let path = SampleReports.repository + "/Tests/Goldens/reports/" + name
  if let wish = getenv("PARTERRE_GOLDENS"), String(cString: wish) == "write" {
    try FileSystem.makeFolder(FileSystem.parent(of: path), mode: 0o755)
    try FileSystem.write(Array(text.utf8), to: path, mode: 0o644)
    return
  }
  let kept = String(decoding: try FileSystem.read(path), as: UTF8.self)
  guard kept != text else { return }
  let (old, new) = (kept.split(separator: "\n"), text.split(separator: "\n"))
  let line = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
  Issue.record(
    "\(name) differs at line \(line + 1): \(new.dropFirst(line).first?.prefix(300) ?? "its end")",
    sourceLocation: sourceLocation)
}
