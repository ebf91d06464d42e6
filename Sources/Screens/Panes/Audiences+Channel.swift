internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// What the channel under the cursor takes and was told, and what it was given so far.
  func drawChannel(_ destination: Destination, into canvas: inout Canvas) {
    let used = canvas.facts(facts(of: destination), about: destination.title)
    var room = canvas.bounds.cutTop(used + 1).rest
    let given = (audiences.activations.value ?? []).filter { $0.destination == destination.name }
    if !given.isEmpty, room.rows >= 3 {
      let (upper, lower) = room.cutTop(given.count + 2)
      canvas.within(upper) { draw(given, into: &$0) }
      room = lower
    }
    let limits = limits(of: destination)
    if !limits.isEmpty {
      guard room.rows > limits.count + 1 else { return }
      let (upper, lower) = room.cutTop(limits.count + 2)
      canvas.within(upper) { draw(limits, into: &$0) }
      room = lower
    }
    guard !destination.columns.isEmpty, room.rows >= min(6, destination.columns.count + 1) else {
      return
    }
    canvas.within(room) { draw(destination.columns, into: &$0) }
  }

  /// What stands in each column of the file, and what is done to it before.
  private func draw(_ columns: [Destination.Column], into canvas: inout Canvas) {
    canvas.heading([Run("Columns of the file", .textStrong)], row: 0)
    // A line says how many more there are, where they have no room.
    let hidden = columns.count - (canvas.rows - 1)
    let count = hidden > 0 ? canvas.rows - 2 : columns.count
    Table(
      [
        TableColumn("", min: 8, ideal: 20), TableColumn("", min: 8, ideal: 18),
        TableColumn("", min: 8, ideal: 24, flex: 1, dropOrder: 1),
      ], count: count, isFocused: false, hasHeader: false
    ).draw(into: &canvas, in: canvas.bounds.cutTop(1).rest) { index in
      [
        .text(columns[index].name), .text(columns[index].holds, .textStrong),
        .text(columns[index].form, .textMuted),
      ]
    }
    guard hidden > 0 else { return }
    canvas.put(
      "\(columns.count - count) more", row: canvas.rows - 1, column: 1, role: .textFaint)
  }

  private struct Limit {
    let name: String
    let count: Int
    let role: Role
  }

  /// How many of everyone it could have at most: who permits each of its purposes, and who is known by
  /// what it takes.
  private func limits(of destination: Destination) -> [Limit] {
    let purposes = (consent.coverage.value?.purposes ?? [])
      .filter { destination.purposes.contains($0.name) }
      .map { Limit(name: "permit " + $0.name, count: $0.total.granted, role: .consentGranted) }
    let known = (people.overview.value?.namespaces ?? [])
      .filter { destination.identifiers.contains($0.name) }
      .map { Limit(name: "known by " + $0.name, count: $0.people, role: .bar) }
    return purposes + known
  }

  private func draw(_ limits: [Limit], into canvas: inout Canvas) {
    canvas.heading([Run("Of everyone", .textStrong)], row: 0)
    let all = header.value?.population ?? 0
    Table(
      [
        TableColumn("", min: 12, ideal: 26, max: 34), TableColumn("", align: .trailing, ideal: 11),
        TableColumn("", align: .trailing, ideal: 8),
        TableColumn("", min: 6, ideal: 12, flex: 1, max: 40, dropOrder: 1),
      ], count: limits.count, isFocused: false, hasHeader: false
    ).draw(into: &canvas, in: canvas.bounds.cutTop(1).rest) { index in
      let limit = limits[index]
      return [
        .text(limit.name), .text(people(limit.count), .textStrong),
        .text(Figure.percent(limit.count, of: all), .textMuted),
        .bar(all > 0 ? Double(limit.count) / Double(all) : nil, limit.role, isPart: true),
      ]
    }
  }

  private func facts(of destination: Destination) -> [(String, String)] {
    let told = audiences.settings[destination.name] ?? [:]
    func setting(_ name: String) -> String { told[name].map { "\(name) \($0)" } ?? name }
    let asked = destination.settings.map(setting).joined(separator: " · ")
    let minimum = destination.minimumSize
    let facts: [(String, String)] = [
      ("file", destination.format), ("takes", destination.identifiers.joined(separator: ", ")),
      ("needs a grant for", destination.purposes.joined(separator: ", ")),
      ("at least", minimum > 0 ? Figure.count(minimum) + " rows" : "any number of rows"),
      ("can be told", asked),
      ("held out", told[DeliverySetting.holdout].map { $0 + " %" } ?? ""),
      ("without", told[DeliverySetting.suppress] ?? ""),
      ("last delivery", ago(destination.lastActivation)),
    ]
    return facts.filter { !$0.1.isEmpty }
  }

  /// How many each delivery to the channel had, newest first.
  private func draw(_ given: [Activation], into canvas: inout Canvas) {
    canvas.heading([Run("Delivered to it", .textStrong)], row: 0)
    let most = Double(max(1, given.map(\.delivered).max() ?? 1))
    Table(
      [
        TableColumn("", align: .trailing, ideal: 12), TableColumn("", min: 12, ideal: 24, max: 34),
        TableColumn("", align: .trailing, ideal: 10),
        TableColumn("", min: 6, ideal: 12, flex: 1, max: 30, dropOrder: 1),
      ], count: min(given.count, canvas.rows - 1), isFocused: false, hasHeader: false
    ).draw(into: &canvas, in: canvas.bounds.cutTop(1).rest) { index in
      [
        .text(dayAndTime(given[index].time), .textMuted), .text(given[index].segment),
        .text(people(given[index].delivered)), .bar(Double(given[index].delivered) / most),
      ]
    }
  }

  /// How many went out each time to the channel of the selected delivery.
  func drawDeliveries(into canvas: inout Canvas) {
    let all = audiences.activations.value ?? []
    guard let shown = selected(.activations, of: all) else { return }
    let same = all.filter { $0.destination == shown.destination && $0.segment == shown.segment }
    guard same.count > 1 else { return }
    canvas.heading(
      [
        Run("\(shown.segment) to \(shown.destination)", .textStrong),
        Run(", delivery by delivery", .textMuted),
      ], row: 0)
    let given = same.sorted { $0.time < $1.time }
    ColumnChart(
      given.map { Double($0.delivered) }, labels: given.map { day($0.time) }
    ).draw(into: &canvas, in: canvas.bounds.cutTop(1).rest.inset(left: 1, right: 1).cutTop(16).top)
  }

  /// The segments that can be handed over, while none is chosen.
  func drawSegmentsToHandOver(into canvas: inout Canvas) {
    let hint = [
      Run("a", .key),
      Run(" chooses the segment to hand over: what would happen shows here.", .textMuted),
    ]
    put(hint, into: &canvas)
    let top = Self.wrapped(hint, to: max(1, canvas.columns - 2)).count + 1
    let saved = (segments.library.value ?? []).filter { $0.size != nil }
    let largest = saved.sorted { ($0.size ?? 0) > ($1.size ?? 0) }
    guard !saved.isEmpty, canvas.rows >= top + 4 else { return }
    canvas.heading(
      [Run("Segments", .textStrong), Run(" by their size when saved", .textMuted)], row: top)
    let most = Double(max(1, largest.first?.size ?? 1))
    Table(
      [
        TableColumn("", min: 12, ideal: 26, max: 40), TableColumn("", align: .trailing, ideal: 11),
        TableColumn("", min: 6, ideal: 12, flex: 1, max: 40),
      ], count: min(largest.count, canvas.rows - top - 1, 24), isFocused: false, hasHeader: false
    ).draw(into: &canvas, in: canvas.bounds.cutTop(top + 1).rest) { index in
      [
        .text(largest[index].name), .text(people(largest[index].size)),
        .bar(largest[index].size.map { Double($0) / most }),
      ]
    }
    // What each of them says, as far as there is room for all of it.
    var row = top + 1 + min(largest.count, 24)
    for segment in largest {
      let lines = definition(of: segment, width: canvas.columns - 2)
      guard row + lines.count <= canvas.rows else { break }
      for line in lines {
        canvas.put(line, at: Point(1, row), maxWidth: canvas.columns - 2)
        row += 1
      }
    }
  }
}
