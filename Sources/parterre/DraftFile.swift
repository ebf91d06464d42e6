import Basis
import Formats
import Screens

/// Where unsaved segments survive a crash: one line a draft, its name and its text as JSON strings; a
/// third one is the number of a segment that has no name, else 0, and a fourth what is muted.
struct DraftFile {
  private let path: String

  init(workspace: String) { path = workspace + "/drafts.jsonl" }

  /// The drafts of the last session; none where there is no file or it cannot be read.
  func read() -> DraftStore {
    guard let text = try? FileSystem.readText(path) else { return DraftStore() }
    let drafts = text.split(separator: "\n").compactMap { line -> DraftStore.Draft? in
      Self.draft(String(line))
    }
    return DraftStore(drafts)
  }

  /// Keeps the drafts; a full disk must not end the session, so a failure only leaves the old ones.
  func write(_ store: DraftStore) {
    let lines = store.drafts.map { draft in
      let muted = draft.muted.map { "\($0)" }.joined(separator: " ")
      let texts = [draft.key.name, draft.text, "\(draft.key.number)", muted]
      return JSON.array(texts.map { .string($0) }).text + "\n"
    }
    try? FileSystem.writeAtomically(Array(lines.joined().utf8), to: path)
  }

  private static func draft(_ line: String) -> DraftStore.Draft? {
    let bytes = Array(line.utf8)
    guard let texts = try? JSONLeaves.scalars(bytes.span), (2...4).contains(texts.count) else {
      return nil
    }
    let number = texts.count > 2 ? Int(texts[2]) : 1
    let muted = texts.count > 3 ? texts[3].split(separator: " ").compactMap { Int($0) } : []
    let key = texts[0].isEmpty ? number.map { DraftStore.Key(number: $0) } : .init(name: texts[0])
    return key.map { DraftStore.Draft($0, text: texts[1], muted: muted) }
  }
}
