package import Basis
internal import Synchronization

/// Tells whether a catalogue has changed since the last look, in microseconds.
///
/// A class, because it keeps one connection open for that: to open one for every question took longer
/// than most questions. SQLite counts the commits of others for each connection; the file's own number
/// tells where another catalogue has taken its place.
package final class ChangeWatch: Sendable {
  /// One state of a catalogue; a mark is only ever equal to one of the same watch.
  package struct Mark: Hashable, Sendable {
    fileprivate let opening: Int
    fileprivate let commits: Int64

    /// Whether the catalogue is still the same file, whatever was committed to it.
    package func isOfSameFile(as other: Mark) -> Bool { opening == other.opening }
  }

  private struct State {
    var connection: Connection?
    var fileNumber: UInt64?
    var opening = 0
  }

  private let path: String
  private let state = Mutex(State())

  package init(path: String) { self.path = path }

  /// The state of the catalogue now.
  package func mark() throws(Fault) -> Mark {
    let path = path
    return try state.withLock { (state) throws(Fault) in
      let fileNumber = FileSystem.fileNumber(of: path)
      if state.connection == nil || state.fileNumber != fileNumber {
        state.connection = nil
        state.connection = try Connection(path: path, access: .readOnly)
        state.fileNumber = fileNumber
        state.opening += 1
      }
      let commits = try state.connection?.number("PRAGMA data_version") ?? 0
      return Mark(opening: state.opening, commits: commits)
    }
  }
}
