internal import Basis
internal import Cells
internal import Requests

extension AppState {
  mutating func loadAudiences() -> [Effect] {
    var effects: [Effect] = []
    if pane == .audiences || pane == .segments {
      audiences.destinations.asked(at: now)
      effects += ask(.destinations, for: .destinations)
    }
    guard pane == .audiences else { return effects }
    audiences.activations.asked(at: now)
    effects += ask(.activations, for: .activations)
    if segments.library.value == nil {
      segments.library.asked(at: now)
      effects += ask(.segments, for: .segments)
    }
    if people.overview.fault != nil { people.overview.forget() }
    return effects + loadMost()
  }

  /// Asks what a channel could have at most, once there is room to show it.
  mutating func loadMost() -> [Effect] {
    guard pane == .audiences, size.rows >= 44, people.overview.isUntouched else { return [] }
    people.overview.asked(at: now)
    return ask(.peopleOverview, for: .peopleOverview)
  }

  var selectedDestination: Destination? {
    selected(.destinations, of: audiences.destinations.value)
  }

  /// The export that the pane stands for now.
  var exportRequest: ExportRequest? {
    guard let segment = audiences.segment, let destination = selectedDestination else { return nil }
    let told = audiences.settings[destination.name] ?? [:]
    return ExportRequest(
      segment: segment, destination: destination.name, isDelta: audiences.isDelta,
      holdoutPercent: told[DeliverySetting.holdout].flatMap { Int($0) } ?? 0,
      suppress: told[DeliverySetting.suppress],
      settings: told.filter { destination.settings.contains($0.key) })
  }

  mutating func takeDestinations(_ value: [Destination]) -> [Effect] {
    keepPlace(in: .destinations, rows: { $0.audiences.destinations.value }, by: \.name) {
      $0.audiences.destinations.arrived(value)
    }
    // One that was chosen in an earlier session may be gone.
    if !value.contains(where: { $0.name == segments.destination }) {
      // Who was delivered to last is the likeliest; at first a channel that most people use.
      let last = value.filter { $0.lastActivation != nil }
        .max { ($0.lastActivation ?? Timestamp(0)) < ($1.lastActivation ?? Timestamp(0)) }
      let usual = last ?? value.first { $0.name == "google_customer_match" } ?? value.first
      segments.destination = usual?.name
    }
    if pane == .audiences { return loadPreflight() }
    return segments.count.value == nil ? [] : loadWaterfall()
  }

  /// Asks what the export would do; what was shown of another one goes at once.
  mutating func loadPreflight() -> [Effect] {
    guard pane == .audiences, let request = exportRequest else { return [] }
    audiences.preflight.forget()
    audiences.preflight.asked(at: now)
    return ask(.preflight(request), for: .preflight)
  }

  func audiencesReason(_ action: Action) -> String? {
    switch action {
    case .deliverySettings:
      return selectedDestination == nil ? "Choose a channel first" : nil
    case .delta, .export:
      if audiences.segment == nil { return "Choose a segment first" }
      guard action == .export else { return nil }
      guard let preflight = audiences.preflight.value else { return "The preflight is not done" }
      return preflight.obstacles.first.map { text(of: $0) }
    default: return nil
    }
  }

  /// Why it may not go, with the key that mends it.
  func text(of obstacle: Obstacle) -> String {
    guard obstacle.setting != nil,
      let key = keymap.key(of: .deliverySettings, in: [.audiences])
    else { return obstacle.reason }
    return obstacle.reason + "; \(key) sets it"
  }

  mutating func performAudiences(_ action: Action) -> [Effect] {
    switch action {
    case .chooseSegment: return openSavedSegments(.exported)
    case .delta:
      audiences.isDelta.toggle()
      return loadPreflight()
    case .deliverySettings:
      openDeliverySetting(0)
      return []
    case .export:
      guard let request = exportRequest, let preflight = audiences.preflight.value else {
        return []
      }
      overlay = .confirm(confirmation(of: request, preflight))
      return []
    default: return []
    }
  }

  private func confirmation(_ request: ExportRequest, _ flight: Preflight) -> [String] {
    var lines = [
      "\(Figure.count(flight.waterfall.delivered)) people go to \(request.destination)"
        + (request.isDelta ? ", changes only" : ""),
      "in \(Figure.count(flight.rows)) rows: \(flight.columns.joined(separator: ", "))",
    ]
    if let added = flight.added, let removed = flight.removed {
      lines.append(
        "since the last delivery \(Figure.change(added)) and \(Figure.change(-removed))")
    }
    if flight.unnamed > 0 {
      lines.append(
        "\(Figure.count(flight.unnamed)) identifiers that the channel has cannot be named any more: "
          + "replace its list by a delivery of everyone")
    }
    if request.holdoutPercent > 0 {
      lines.append("\(request.holdoutPercent) % are held out, always the same people")
    }
    if let suppress = request.suppress { lines.append("without \(suppress)") }
    lines += request.settings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return lines + ["", "Type the segment's name to confirm: \(audiences.segmentTitle)"]
  }

  private func confirmation(of request: ExportRequest, _ flight: Preflight) -> Confirmation {
    Confirmation(
      .export(request), title: "Write the audience?", lines: confirmation(request, flight),
      answer: "write the file", phrase: audiences.segmentTitle)
  }

  mutating func takeExport(_ result: ExportResult) -> [Effect] {
    say(
      "\(Figure.count(result.rows)) rows written to \(result.path) in "
        + Figure.duration(seconds: result.seconds))
    return pane == .audiences ? appear() : []
  }

  /// Hands a segment over to the audiences pane.
  mutating func handOver(_ text: String, title: String) -> [Effect] {
    (audiences.segment, audiences.segmentTitle) = (text, title)
    audiences.preflight.forget()
    focus[.audiences] = .destinations
    return pane == .audiences ? loadPreflight() : go(to: .audiences)
  }
}
