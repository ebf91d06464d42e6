import Basis
import Dispatch
import Formats
import Screens
import Synchronization

/// Where unsaved segments survive a crash: one line a draft, its name and its text as JSON strings.
struct DraftFile {
  private let path: String

  init(workspace: String) { path = workspace + "/drafts.jsonl" }

  /// The drafts of the last session; none where there is no file or it cannot be read.
  func read() -> DraftStore {
    guard let text = try? FileSystem.readText(path) else { return DraftStore() }
    let drafts = text.split(separator: "\n").compactMap { line -> DraftStore.Draft? in
      guard let pair = Self.pair(String(line)) else { return nil }
      return DraftStore.Draft(name: pair.0, text: pair.1)
    }
    return DraftStore(drafts)
  }

  /// Keeps the drafts; a full disk must not end the session, so a failure only leaves the old ones.
  func write(_ store: DraftStore) {
    let lines = store.drafts.map { draft in
      JSON.array([.string(draft.name), .string(draft.text)]).text + "\n"
    }
    try? FileSystem.writeAtomically(Array(lines.joined().utf8), to: path)
  }

  private static func pair(_ line: String) -> (String, String)? {
    let bytes = Array(line.utf8)
    guard let texts = try? JSONLeaves.scalars(bytes.span) else { return nil }
    return texts.count == 2 ? (texts[0], texts[1]) : nil
  }
}

/// Writes drafts away from the thread that reads keys, which must not wait for a disk.
///
/// A class, because the screen and the writing thread share it: the drafts that wait to be written.
final class DraftKeeper: Sendable {
  private let file: DraftFile
  private let waiting = Mutex<DraftStore?>(nil)
  private let queue = DispatchQueue(label: "parterre.drafts")

  init(_ file: DraftFile) { self.file = file }

  /// Has the drafts written soon; of several in a row only the last need be.
  func keep(_ store: DraftStore) {
    let isFirst = waiting.withLock { waiting in
      defer { waiting = store }
      return waiting == nil
    }
    if isFirst {
      queue.async { [self] in
        QuestionWorkers.stepBack()
        writeWaiting()
      }
    }
  }

  /// Returns once everything is written.
  func finish() { queue.sync { writeWaiting() } }

  private func writeWaiting() {
    let store = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    if let store { file.write(store) }
  }
}
