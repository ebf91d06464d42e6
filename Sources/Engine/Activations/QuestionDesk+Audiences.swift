internal import Basis
internal import Requests

/// The audiences pane's questions, answered by the calls that the command line makes.
extension QuestionDesk {
  func destinations() throws(Fault) -> [Requests.Destination] {
    let last = try deliveries()
    return try destinationSummaries().list.map { destination in
      Requests.Destination(
        name: destination.name, title: destination.title, purposes: destination.purposes,
        identifiers: destination.identifiers, minimumSize: destination.minimum,
        format: destination.format,
        lastActivation: last.last { $0.destination == destination.name }?.at,
        settings: destination.settings, columns: destination.columnsTold)
    }
  }

  func preflight(_ request: ExportRequest, terms: Terms) throws(Fault) -> Preflight {
    let answer = try preflight(order(request, file: nil), terms: terms)
    return Preflight(
      waterfall: answer.waterfall.shortened, rows: answer.rows, reach: answer.reach,
      added: answer.added,
      removed: answer.removed, unchanged: answer.unchanged, unnamed: answer.unnamed,
      obstacles: answer.obstacles,
      columns: answer.columns, sample: answer.sample,
      path: try exportPath(request, now: clock()), matching: answer.matching)
  }

  func export(_ request: ExportRequest, terms: Terms) throws(Fault) -> ExportResult {
    let started = SystemClock.nanoseconds()
    let path = try exportPath(request, now: clock())
    try FileSystem.makeFolder(FileSystem.parent(of: path))
    let answer = try export(order(request, file: path), terms: terms)
    let file = answer.files.first
    return ExportResult(
      path: file?.path ?? path, rows: answer.rows, sha256: file?.sha256 ?? "",
      waterfall: answer.waterfall,
      seconds: Double(SystemClock.nanoseconds() - started) / 1e9)
  }

  func waterfall(_ definition: SegmentDefinition, destination: String, terms: Terms) throws(Fault)
    -> Requests.Waterfall
  {
    try waterfall(DeliveryOrder(definition.text, to: destination), terms: terms).shortened
  }

  /// All deliveries, the newest first.
  func activations() throws(Fault) -> [Requests.Activation] {
    try deliveries().reversed().map { delivery in
      Requests.Activation(
        number: Int(delivery.id), time: delivery.at,
        segment: delivery.version.map { "\(delivery.segment) v\($0)" } ?? delivery.segment,
        destination: delivery.destination, delivered: delivery.rows, added: delivery.added,
        removed: delivery.removed, file: delivery.file, sha256: delivery.sha256)
    }
  }

  private func order(_ request: ExportRequest, file: String?) -> DeliveryOrder {
    var order = DeliveryOrder(request.segment, to: request.destination, file: file)
    order.isDelta = request.isDelta
    order.heldOut = request.holdoutPercent > 0 ? request.holdoutPercent : nil
    order.suppressed = request.suppress.map { [$0] } ?? []
    order.settings = request.settings
    return order
  }

  /// The path asked for, or one in the workspace's exports, named for what it holds and when.
  private func exportPath(_ request: ExportRequest, now: Timestamp) throws(Fault) -> String {
    if let path = request.path { return path }
    let name = SegmentReference.name(request.segment) ?? "segment"
    let plain = name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" }
    let time = now.iso8601.filter { $0.isNumber || $0 == "T" }
    let ending =
      try destinationSummary(request.destination).format.hasPrefix("CSV") ? "csv" : "jsonl"
    return "\(path)/exports/\(String(plain))-\(request.destination)-\(time).\(ending)"
  }
}

extension Requests.Waterfall {
  /// The same with labels that fit into a narrow panel.
  fileprivate var shortened: Requests.Waterfall {
    var short = self
    for index in steps.indices {
      let label = steps[index].label
      if let colon = label.firstIndex(of: ":") {
        short.steps[index].label = String(label[label.index(colon, offsetBy: 2)...])
        continue
      }
      switch label {
      case "not bounced or unsubscribed": short.steps[index].label = "bounced, left"
      case "first in its list": short.steps[index].label = "earlier list"
      case "not suppressed": short.steps[index].label = "suppressed"
      case "not held out": short.steps[index].label = "held out"
      default: break
      }
    }
    return short
  }
}
