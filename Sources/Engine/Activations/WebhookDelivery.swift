internal import Activation
internal import Basis
internal import Formats
internal import Glibc
internal import Storage

/// Posts a delivery batch by batch, and goes on where a kill or a server's failure stopped it.
///
/// The rows are first written whole to a file of the workspace, so that every try sends the same
/// bytes under the same key. How many batches a server has taken is recorded after each.
struct WebhookDelivery {
  /// Consent that is older than a day is asked anew by a new export, not sent.
  private static let longestPause: Int64 = 86_400

  private let workspace: Workspace
  private let destination: DestinationSpec
  private let webhook: DestinationSpec.Webhook
  private let secret: [UInt8]
  private let clock: @Sendable () -> Timestamp
  private let progress: @Sendable (Int, Int?) -> Bool

  init(
    _ workspace: Workspace, _ destination: DestinationSpec, _ webhook: DestinationSpec.Webhook,
    clock: @escaping @Sendable () -> Timestamp, progress: @escaping @Sendable (Int, Int?) -> Bool
  ) throws(Fault) {
    (self.workspace, self.destination) = (workspace, destination)
    (self.webhook, self.clock, self.progress) = (webhook, clock, progress)
    if let problem = DestinationSpec.Webhook.problem(ofAddress: webhook.url) {
      throw Fault(
        .badConfiguration, destination.name,
        reason: webhook.url.isEmpty ? "it has no address" : problem.reason,
        remedy: "Write url in its [webhook], or add --set url=https://…")
    }
    secret = try WebhookSecret.read(webhook, of: destination.name)
  }

  /// Writes the rows, records the delivery and sends it.
  func begin(_ job: DeliveryJob) throws(Fault) -> DeliveryAnswer {
    try FileSystem.makeFolder(workspace.path + "/exports")
    let number = try workspace.catalogue.nextActivation()
    let spool = Self.spool(workspace, number)
    var rows = destination
    rows.file = DestinationSpec.File()
    rows.file.format = .jsonLines
    let spooling = DeliveryJob(
      workspace: workspace, order: job.order, terms: job.terms, now: job.now,
      plan: job.plan.replacing(rows), missingSettings: job.missingSettings)
    // What an earlier killed attempt under the number left was never recorded.
    for path in [spool, spool + ".partial"] { try FileSystem.remove(path) }
    let answer = try spooling.deliver(to: spool)
    guard let record = try record(number) else { return answer }
    try send(record)
    return answer
  }

  /// Sends what a delivery has not sent yet.
  func resume(_ record: ActivationRecord, now: Timestamp) throws(Fault) {
    guard now.seconds - record.at.seconds <= Self.longestPause else {
      throw Fault(
        .refused, "delivery \(record.id)",
        reason: "its consent was asked more than a day ago, and people may have withdrawn since",
        remedy: "Export again")
    }
    try send(record)
  }

  private func record(_ number: Int64) throws(Fault) -> ActivationRecord? {
    try workspace.catalogue.unfinishedActivations().first { $0.id == number }
  }

  private static func spool(_ workspace: Workspace, _ number: Int64) -> String {
    "\(workspace.path)/exports/webhook-\(number).jsonl"
  }

  private func send(_ record: ActivationRecord) throws(Fault) {
    var backOff = BackOff(seed: UInt64(bitPattern: record.id))
    var sent = 0
    let files = try workspace.catalogue.files(ofActivation: record.id)
    for (index, file) in files.enumerated() {
      let change = index == 0 || !file.path.contains("-removed") ? "added" : "removed"
      try LineBatches.forEach(of: file.writtenAs, rows: webhook.batchRows) {
        (lines) throws(Fault) in
        sent += 1
        if sent <= record.batchesSent { return }
        let body = body(record, change: change, number: sent, lines)
        try post(body, record, sent, &backOff)
        try workspace.catalogue.setBatchesSent(sent, ofActivation: record.id)
      }
    }
    try workspace.catalogue.set(.done, ofActivation: record.id)
    for file in files { try FileSystem.remove(file.writtenAs) }
  }

  private func body(
    _ record: ActivationRecord, change: String, number: Int, _ lines: [[UInt8]]
  ) -> [UInt8] {
    let head = JSON.object([
      ("destination", .string(destination.name)), ("activation", .integer(record.id)),
      ("segment", .string(record.segment)), ("batch", .count(number)),
      ("batches", .count(record.batches)), ("change", .string(change)),
    ]).text
    var body = Array(head.utf8.dropLast()) + Array(",\"rows\":[".utf8)
    for (index, line) in lines.enumerated() {
      if index > 0 { body.append(UInt8(ascii: ",")) }
      body += line
    }
    return body + Array("]}\n".utf8)
  }

  private func post(
    _ body: [UInt8], _ record: ActivationRecord, _ batch: Int, _ backOff: inout BackOff
  ) throws(Fault) {
    let key = "\(record.sha256.prefix(32))-\(record.id)-\(batch)"
    var last = ""
    for attempt in 1...webhook.attempts {
      guard progress(batch - 1, record.batches) else { throw stopped(record, "it was stopped") }
      let message = WebhookMessage(
        body, idempotencyKey: key, secret: secret, at: clock())
      switch HTTPClient.post(message, to: webhook.url, timeoutSeconds: webhook.timeoutSeconds) {
      case .taken: return
      case .refused(let reason): throw stopped(record, reason)
      case .later(let reason, let after):
        last = reason
        if attempt < webhook.attempts {
          try wait(backOff.milliseconds(afterTry: attempt, server: after), record, batch)
        }
      }
    }
    throw stopped(record, "\(last), at each of \(webhook.attempts) tries")
  }

  /// Waits in short steps, so that it can be stopped.
  private func wait(_ milliseconds: Int, _ record: ActivationRecord, _ batch: Int) throws(Fault) {
    for _ in stride(from: 0, to: milliseconds, by: 50) {
      guard progress(batch - 1, record.batches) else { throw stopped(record, "it was stopped") }
      _ = usleep(50_000)
    }
  }

  private func stopped(_ record: ActivationRecord, _ reason: String) -> Fault {
    Fault(
      .refused, "delivery \(record.id) to \(destination.name)", reason: reason,
      remedy: "`parterre export --resume \(record.id)` goes on with the next batch")
  }
}

/// The lines of a file, some at a time.
private enum LineBatches {
  static func forEach(
    of path: String, rows: Int, _ body: ([[UInt8]]) throws(Fault) -> Void
  ) throws(Fault) {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    try FileSystem.forEachChunk(of: path) { (chunk) throws(Fault) in
      for index in 0..<chunk.count {
        guard chunk[index] == 10 else {
          line.append(chunk[index])
          continue
        }
        lines.append(line)
        line.removeAll(keepingCapacity: true)
        if lines.count == rows {
          try body(lines)
          lines.removeAll(keepingCapacity: true)
        }
      }
    }
    if !lines.isEmpty { try body(lines) }
  }
}
