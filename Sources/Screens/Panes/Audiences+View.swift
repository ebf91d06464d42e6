internal import Basis
internal import Cells
internal import Requests

extension AppState {
  func drawDestinations(into canvas: inout Canvas) {
    let empty = [Run("No channel is set up.", .textMuted)]
    if drawState(audiences.destinations, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    drawTable(
      .destinations, of: audiences.destinations.value ?? [],
      [
        TableColumn("Channel", min: 12, ideal: 24, flex: 1),
        TableColumn("Needs consent for", min: 10, ideal: 20, flex: 1, dropOrder: 1),
        TableColumn("At least", align: .trailing, ideal: 8),
        TableColumn("Last", align: .trailing, min: 8, ideal: 9, dropOrder: 2),
      ], into: &canvas, sortedBy: [0, 2, 3]
    ) { destination in
      [
        .text(destination.title, .textStrong),
        .text(destination.purposes.joined(separator: ", "), .textMuted),
        .text(Figure.count(destination.minimumSize)),
        .text(ago(destination.lastActivation), .textMuted),
      ]
    }
  }

  func drawPreflight(into canvas: inout Canvas) {
    guard audiences.segment != nil else {
      canvas.put(
        [
          Run("a", .key),
          Run(" chooses the segment to hand over: what would happen shows here.", .textMuted),
        ], at: Point(1, 0), maxWidth: canvas.columns - 2)
      return
    }
    if drawState(audiences.preflight, into: &canvas, empty: []) { return }
    guard let flight = audiences.preflight.value else { return }
    let steps = flight.waterfall.steps.count
    let (upper, lower) = canvas.bounds.cutTop(steps + 1)
    canvas.within(upper) { draw(flight.waterfall, isOld: false, into: &$0) }
    canvas.within(lower) { drawConsequence(flight, into: &$0) }
  }

  private func drawConsequence(_ flight: Preflight, into canvas: inout Canvas) {
    var row = 0
    func line(_ runs: [Run]) {
      canvas.put(runs, at: Point(1, row), maxWidth: canvas.columns - 2)
      row += 1
    }
    if let added = flight.added, let removed = flight.removed {
      line([
        Run("since last  ", .textMuted), Run(Figure.change(added), .deltaUp),
        Run("  ", .text), Run(Figure.change(-removed), .deltaDown),
        Run("  \(Figure.count(flight.unchanged)) unchanged", .textMuted),
      ])
    } else {
      line([Run("first delivery to this channel", .textMuted)])
    }
    let mode = audiences.isDelta ? "changes only" : "everyone"
    line([
      Run("rows        ", .textMuted), Run(Figure.count(flight.rows), .textStrong),
      Run("  \(mode)", .textMuted),
    ])
    for reach in flight.reach {
      line([
        Run("with ", .textMuted), Run(reach.namespace + "  "),
        Run(Figure.count(reach.count), .text),
        Run("  " + Figure.percent(reach.count, of: flight.waterfall.delivered), .textMuted),
      ])
    }
    for obstacle in flight.obstacles { line([Run("✗ ", .error, .bold), Run(obstacle, .error)]) }
    if flight.obstacles.isEmpty {
      line([
        Run("✓ may go", .ok), Run("  x", .key),
        Run(" writes " + TextWidth.middleTruncated(flight.path, to: 40), .textMuted),
      ])
    }
    guard canvas.rows > row + 2, !flight.sample.isEmpty else { return }
    row += 1
    line([Run(flight.columns.joined(separator: "  "), .header)])
    for sample in flight.sample { line([Run(sample.joined(separator: "  "), .textFaint)]) }
  }

  func drawActivations(into canvas: inout Canvas) {
    let empty = [Run("Nothing has been delivered yet.", .textMuted)]
    if drawState(audiences.activations, into: &canvas, isEmpty: \.isEmpty, empty: empty) { return }
    drawTable(
      .activations, of: audiences.activations.value ?? [],
      [
        TableColumn("When", align: .trailing, ideal: 12),
        TableColumn("Segment", min: 12, ideal: 24, flex: 1),
        TableColumn("Channel", min: 8, ideal: 20),
        TableColumn("Delivered", align: .trailing, ideal: 10),
        TableColumn("New", align: .trailing, min: 7, ideal: 9, dropOrder: 2),
        TableColumn("Gone", align: .trailing, min: 7, ideal: 9, dropOrder: 2),
        TableColumn("File", min: 10, ideal: 28, flex: 1, dropOrder: 1),
      ], into: &canvas, sortedBy: [0, 1, 2, 3]
    ) { activation in
      [
        .text(dayAndTime(activation.time), .textMuted), .text(activation.segment, .textStrong),
        .text(activation.destination), .text(Figure.count(activation.delivered)),
        .text(Figure.change(activation.added), .deltaUp),
        .text(Figure.change(activation.removed.map { -$0 }), .deltaDown),
        .text(activation.file, .textMuted),
      ]
    }
  }
}
