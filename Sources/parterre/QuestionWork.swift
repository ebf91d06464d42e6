import Requests

extension Question {
  /// What the line of progress calls the work on it, and what is counted there.
  var work: (what: String, unit: String) {
    switch self {
    case .ingest(let request): ("Ingesting for \(request.source)", "bytes")
    case .watch(_, let source): ("Watching for \(source)", "bytes")
    case .retryRejects: ("Reading rejects again", "")
    case .undoBatch: ("Undoing a batch", "")
    case .study: ("Studying the feed", "")
    case .verifyLedger: ("Checking the ledger", "records")
    case .export(let request): ("Writing for \(request.destination)", "people")
    default: ("Working", "")
    }
  }
}
