internal import Cells

extension AppState {
  /// The notices in sight, the newest last.
  var shownNotices: [Notice] { notices.suffix(TimedNotice.shown).map(\.notice) }

  /// What is left of the body, and where the notices stand: nothing that is said lies over a list.
  ///
  /// A single one that fits stands beside the tabs, so that nothing moves for it. More than that
  /// takes rows from the body, whose lists then scroll to what is selected.
  func noticeRoom(tabs: Rect, body: Rect) -> (body: Rect, notices: Rect) {
    let shown = shownNotices
    guard !shown.isEmpty else { return (body, tabs.cutRight(0).right) }
    let beside = tabs.cutRight(tabs.columns - tabsEnd - 1).right
    if shown.count == 1, let only = shown.first {
      let width = TextWidth.of(only.text) + Notice.margin
      if width <= beside.columns, !only.text.contains("\n") {
        return (body, beside.cutRight(width).right)
      }
    }
    let inside = body.inset(left: 1, right: 1)
    let rows = shown.reduce(0) { $0 + $1.lines(in: inside.columns).count }
    let (rest, room) = body.cutBottom(min(rows, body.rows / 3))
    return (rest, room.inset(left: 1, right: 1))
  }

  func drawNotices(into canvas: inout Canvas, _ layout: Layout) {
    guard !layout.notices.isEmpty else { return }
    canvas.notices(shownNotices, in: layout.notices)
  }
}
