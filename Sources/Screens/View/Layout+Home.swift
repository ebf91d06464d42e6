internal import Cells
internal import Requests

extension AppState {
  /// What needs attention first, then the sources; what room is left shows the pane's neighbours.
  func homeFrames(_ body: Rect, _ isWide: Bool) -> [Arrangement] {
    let attention = max(1, header.value?.attention.count ?? 1) + 2
    guard isWide else {
      return stacked(
        body, main: .attention, rows: attention, side: Array(panels.dropFirst()),
        first: .sources)
    }
    let sources = min(max(6, (sources.all.value?.count ?? 6) + 3), body.rows / 2)
    let least = 9 + 2 * work.count
    let top = min(max(least, attention), max(least, body.rows / 3 - 2))
    let left = body.rows - top - sources
    guard left >= 8, isOffered(Panel.purposes), isOffered(Panel.library) else {
      let (upper, lower) = cut(body, below: .attention, rows: body.rows - sources)
      return side(.attention, .overview, in: upper, max: 52)
        + [Arrangement(lower, [(.sources, .share())])]
    }
    let rows = max(8, (consent.coverage.value?.purposes.count ?? 6) + 3)
    let hasMore = left >= rows + 10 && isOffered(Panel.activations)
    let rest: [(Panel, rows: Int)] = [(.purposes, rows)] + (hasMore ? [(.consentTrend, 0)] : [])
    let bands = bands(of: body, [(.attention, top), (.sources, sources)] + rest)
    let frames =
      side(.attention, .overview, in: bands[0], max: 52)
      + [Arrangement(bands[1], [(.sources, .share())])]
      + halves(.purposes, .library, in: bands[2])
    return hasMore ? frames + halves(.consentTrend, .activations, in: bands[3]) : frames
  }

  private func side(_ main: Panel, _ side: Panel, in rect: Rect, max most: Int) -> [Arrangement] {
    let widths = rect.columns(.share(2), .share(1, min: 36, max: most))
    let parts = split(rect, side: widths[1].columns, at: .width(pane, side))
    return [Arrangement(parts[0], [(main, .share())]), Arrangement(parts[1], [(side, .share())])]
  }

  private func halves(_ left: Panel, _ right: Panel, in rect: Rect) -> [Arrangement] {
    let widths = rect.columns(.share(5), .share(4))
    let parts = split(rect, side: widths[1].columns, at: .width(pane, right))
    return [Arrangement(parts[0], [(left, .share())]), Arrangement(parts[1], [(right, .share())])]
  }

  /// Purposes above; below them where and when, and beside it where people are lost.
  func consentFrames(_ body: Rect, _ isWide: Bool) -> [Arrangement] {
    let purposes = consent.coverage.value?.purposes.count ?? 6
    let rows = max(6, purposes + 3)
    guard isWide else {
      return stacked(body, main: .purposes, rows: rows, side: Array(panels.dropFirst()))
    }
    let (upper, lower) = cut(body, below: .purposes, rows: min(rows, body.rows / 2))
    // Where there is no room for everything, what has the focus shows in the place of another.
    let (map, losses) = (purposes + 4, purposes + 2)
    let side = min(80, max(48, lower.columns / 3))
    if lower.rows >= losses + 6 + 10, lower.columns >= 150 {
      return [Arrangement(upper, [(.purposes, .share())])]
        + tallConsent(lower, side: side, middle: max(map, losses + 6))
    }
    let parts = split(lower, side: side)
    let isTall = lower.rows >= max(map + 6, losses + 12)
    let left: [(Panel, Track)] =
      isTall
      ? [(.consentMap, .fixed(map)), (.consentTrend, .share())]
      : [(focused == .consentTrend ? .consentTrend : .consentMap, .share())]
    let right: [(Panel, Track)] =
      isTall
      ? [(.consentLosses, .fixed(losses)), (.ledger, .fixed(5)), (.consentPerson, .share())]
      : focused == .consentPerson
        ? [(.consentPerson, .share())] : [(.consentLosses, .share()), (.ledger, .fixed(6))]
    return [
      Arrangement(upper, [(.purposes, .share())]), Arrangement(parts[0], left),
      Arrangement(parts[1], right),
    ]
  }

  /// Where and why in the middle; the trend below has the whole width until one person is looked at.
  private func tallConsent(_ rect: Rect, side: Int, middle: Int) -> [Arrangement] {
    let (above, below) = cut(rect, below: .consentMap, rows: middle + 1)
    let parts = split(above, side: side)
    let hasPerson = !consent.search.isEmpty || focused == .consentPerson
    let halves = hasPerson ? split(below, side: side) : [below]
    let bands = [
      Arrangement(parts[0], [(.consentMap, .share())]),
      Arrangement(parts[1], [(.consentLosses, .share()), (.ledger, .fixed(5))]),
      Arrangement(halves[0], [(.consentTrend, .share())]),
    ]
    return bands + halves.dropFirst().map { Arrangement($0, [(.consentPerson, .share())]) }
  }
}
