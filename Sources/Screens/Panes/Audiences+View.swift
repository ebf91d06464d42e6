internal import Basis
internal import Cells
internal import Requests

extension AppState {
  func drawDestinations(into canvas: inout Canvas) {
    let empty = [Run("No channel is set up.", .textMuted)]
    if drawState(audiences.destinations, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    let (upper, lower) = canvas.withRoom(below: rowCount(.destinations) + 1, least: 8)
    canvas.within(upper) { drawDestinationRows(into: &$0) }
    guard let destination = selectedDestination else { return }
    canvas.within(lower) { drawChannel(destination, into: &$0) }
  }

  private func drawDestinationRows(into canvas: inout Canvas) {
    drawTable(
      .destinations, of: audiences.destinations.value ?? [],
      [
        TableColumn("Channel", min: 26, ideal: 34, flex: 1, max: 44),
        TableColumn("Needs consent for", min: 17, ideal: 30, flex: 1, max: 44, dropOrder: 3),
        TableColumn("At least", align: .trailing, ideal: 8),
        TableColumn("Last", align: .trailing, ideal: 8, dropOrder: 2),
      ], into: &canvas, sortedBy: [0, 1, 2, 3]
    ) { destination in
      [
        .text(destination.title, .textStrong),
        .text(destination.purposes.joined(separator: ", "), .textMuted),
        destination.minimumSize == 0
          ? .text("any", .textMuted) : .text(Figure.count(destination.minimumSize)),
        .text(ago(destination.lastActivation), .textMuted),
      ]
    }
  }

  func drawPreflight(into canvas: inout Canvas) {
    guard audiences.segment != nil else { return drawSegmentsToHandOver(into: &canvas) }
    if drawState(audiences.preflight, into: &canvas, empty: []) { return }
    guard let flight = audiences.preflight.value else { return }
    let steps = flight.waterfall.steps
    // Where there is room, every step says why it is not as long as the one before.
    let isRoomy = canvas.rows >= 2 * steps.count + 20
    let (upper, lower) = canvas.bounds.cutTop(isRoomy ? 2 * steps.count : steps.count)
    canvas.within(upper) { draw(flight.waterfall, isOld: false, pitch: isRoomy ? 2 : 1, into: &$0) }
    canvas.within(lower) { drawConsequence(flight, into: &$0) }
  }

  private func drawConsequence(_ flight: Preflight, into canvas: inout Canvas) {
    let (figures, verdict) = (figures(of: flight), verdict(on: flight, width: canvas.columns - 2))
    // Whether it may go is said whatever else finds no room.
    var lines =
      canvas.rows > figures.count + verdict.count
      ? figures + [[]] + verdict : verdict + figures
    // The first rows need a line apart, their header and one of them.
    if canvas.rows >= lines.count + 4, !flight.sample.isEmpty {
      lines.append([])
      lines += sample(of: flight, width: canvas.columns - 2, rows: canvas.rows - lines.count - 1)
    }
    if canvas.rows >= lines.count + 2 { lines.insert([], at: 0) }
    let chosen = segments.library.value?.first { $0.name == audiences.segmentTitle }
    if canvas.rows >= lines.count + 8, let chosen {
      lines += definition(of: chosen, width: canvas.columns - 2)
    }
    for (row, runs) in lines.enumerated() where row < canvas.rows {
      canvas.put(runs, at: Point(1, row), maxWidth: canvas.columns - 2)
    }
  }

  /// What a segment says that is or can be handed over.
  func definition(of saved: SavedSegment, width: Int) -> [[Run]] {
    [[], [Run(saved.name, .textStrong), Run(", version \(saved.version)", .textMuted)]]
      + TextWidth.wrapped(saved.text, to: max(1, width)).map { Self.coloured($0) }
      + (saved.note.isEmpty ? [] : [[Run(saved.note, .textMuted)]])
  }

  /// Whether it may go, and if not, everything that keeps it.
  private func verdict(on flight: Preflight, width: Int) -> [[Run]] {
    guard flight.obstacles.isEmpty else {
      return flight.obstacles.flatMap { obstacle in
        TextWidth.wrapped(text(of: obstacle), to: max(1, width - 2)).enumerated().map {
          index, line in
          [Run(index == 0 ? "✗ " : "  ", .error, .bold), Run(line, .error)]
        }
      }
    }
    return [
      [
        Run("✓ may go", .ok), Run("  x", .key),
        Run(" writes " + TextWidth.middleTruncated(flight.path, to: 40), .textMuted),
      ]
    ]
  }

  /// What the export would come to, a figure a line.
  private func figures(of flight: Preflight) -> [[Run]] {
    func line(_ label: String, _ figure: String, _ role: Role, _ rest: [Run]) -> [Run] {
      let space = max(1, 26 - TextWidth.of(label) - TextWidth.of(figure))
      return [
        Run(label, .textMuted), Run(String(repeating: " ", count: space)), Run(figure, role),
        Run("  "),
      ] + rest
    }
    var lines = [
      line(
        "rows", people(flight.rows), .textStrong,
        [Run(audiences.isDelta ? "changes only" : "everyone", .textMuted)])
    ]
    for reach in flight.reach {
      lines.append(
        line(
          "with " + reach.namespace, people(reach.count), .text,
          [Run(Figure.percent(reach.count, of: flight.rows), .textMuted)]))
    }
    let (delivered, minimum) = (flight.waterfall.delivered, flight.waterfall.minimumSize)
    if minimum > 0 {
      let missing = minimum - delivered
      lines.append(
        line(
          "at least", Figure.count(minimum), .text,
          [
            missing > 0
              ? Run("\(Figure.count(missing)) too few", .error)
              : Run("met, \(Figure.count(-missing)) to spare", .ok)
          ]))
    }
    if let matching = flight.matching {
      let interval = matching.interval
      func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))" }
      lines.append(
        line(
          "matched, about", Figure.count(Int((Double(flight.rows) * matching.rate).rounded())),
          .text,
          [
            Run(Figure.percent(matching.matched, of: matching.uploaded), .text),
            Run(
              "  \(percent(interval.low))–\(percent(interval.high)) % by feedback on "
                + Figure.short(matching.uploaded), .textMuted),
          ]))
    }
    if let added = flight.added, let removed = flight.removed {
      lines.append(
        line(
          "since the last", Figure.change(added), .deltaUp,
          [
            Run(Figure.change(-removed), .deltaDown),
            Run("  \(people(flight.unchanged)) as before", .textMuted),
          ]))
      if flight.unnamed > 0 {
        lines.append(
          line(
            "not to be named", Figure.count(flight.unnamed), .warn,
            [Run("replace the list by everyone", .textMuted)]))
      }
    } else {
      lines.append([Run("first delivery to this channel", .textMuted)])
    }
    return lines
  }

  /// The first rows in columns, as many as fit.
  private func sample(of flight: Preflight, width: Int, rows: Int) -> [[Run]] {
    let table = [flight.columns] + flight.sample.prefix(max(0, rows - 1))
    let whole = flight.columns.indices.map { column in
      table.map { $0.indices.contains(column) ? TextWidth.of($0[column]) : 0 }.max() ?? 0
    }
    let short = whole.map { min(18, $0) }
    // Where all of them have room, the longest values are cut less.
    let more = Track.lengths(
      zip(whole, short).map { .share(max: $0 - $1) },
      in: max(0, width - short.reduce(0) { $0 + $1 + 2 }))
    let widths = zip(short, more).map { $0 + $1 }
    return table.enumerated().map { number, cells in
      var runs: [Run] = []
      var used = 0
      for (cell, size) in zip(cells, widths) {
        guard used + size <= width else {
          runs.append(Run("…", .textFaint))
          break
        }
        let text = TextWidth.middleTruncated(cell, to: size)
        let space = String(repeating: " ", count: size - TextWidth.of(text) + 2)
        runs.append(Run(text + space, number == 0 ? .header : .textFaint))
        used += size + 2
      }
      return runs
    }
  }

  func drawActivations(into canvas: inout Canvas) {
    let empty = [Run("Nothing has been delivered yet.", .textMuted)]
    if drawState(audiences.activations, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    let (upper, lower) = canvas.withRoom(below: rowCount(.activations) + 1, least: 9)
    canvas.within(upper) { drawActivationRows(into: &$0) }
    canvas.within(lower) { drawDeliveries(into: &$0) }
  }

  private func drawActivationRows(into canvas: inout Canvas) {
    drawTable(
      .activations, of: audiences.activations.value ?? [],
      [
        TableColumn("When", align: .trailing, ideal: 12),
        TableColumn("Segment", min: 12, ideal: 24, flex: 1, max: 44),
        TableColumn("Channel", min: 8, ideal: 20, max: 36),
        TableColumn("Delivered", align: .trailing, ideal: 10),
        TableColumn("New", align: .trailing, min: 7, ideal: 9, dropOrder: 2),
        TableColumn("Gone", align: .trailing, min: 7, ideal: 9, dropOrder: 2),
        TableColumn("File", min: 10, ideal: 28, flex: 1, max: 70, dropOrder: 1),
      ], into: &canvas, sortedBy: [0, 1, 2, 3, 4, 5, 6]
    ) { activation in
      [
        .text(dayAndTime(activation.time), .textMuted), .text(activation.segment, .textStrong),
        .text(activation.destination), .text(people(activation.delivered)),
        .text(Figure.change(activation.added), .deltaUp),
        .text(Figure.change(activation.removed.map { -$0 }), .deltaDown),
        .text(TextWidth.middleTruncated(activation.file, to: 60), .textMuted),
      ]
    }
  }
}
