internal import Basis
internal import Glibc
internal import Requests

extension QuestionDesk {
  /// Makes a folder the drop folder of a source and takes in what comes into it, until it is stopped.
  ///
  /// An estimate in words says when it has taken in what lay there already, and goes on looking. While
  /// somebody else writes to the workspace, files wait.
  func watch(_ folder: String, of source: String, _ terms: Terms) throws(Fault) -> Never {
    var changes = SourceChanges()
    changes.dropFolder = folder
    try setSource(source, changes, now: clock())
    var isFirst = true
    while true {
      let started = SystemClock.nanoseconds()
      do throws(Fault) {
        let taken = try takeDropped(
          of: source, settled: 5, now: clock(),
          progress: { _, done, total in terms.progress(done, total) },
          phase: { _, words in terms.phase(words) })
        if !taken.isEmpty {
          terms.estimate?(
            .ingested(
              try Self.summary(of: taken.map(\.result), source: source, since: started)))
        }
      } catch  where error.code == .locked {}
      if isFirst { terms.estimate?(.done("Watching \(folder) for \(source)")) }
      isFirst = false
      // Two seconds between looks, and no wait for who calls it off.
      for _ in 0..<10 {
        guard !terms.stop.isStopped else { throw Self.stopped }
        usleep(200_000)
      }
    }
  }
}
