internal import Basis
internal import Cells

extension AppState {
  /// The keys of what lies on top.
  var insideKeys: InsideKeys? {
    switch overlay {
    case .chooser: .list
    case .conditions: .picker
    case .line: .line
    case .prompt: .prompt
    case .confirm: .question
    case .page: .page
    case nil: nil
    }
  }

  /// True where letters are text in what lies on top.
  var typesText: Bool {
    switch overlay {
    case .chooser, .conditions, .line, .prompt: true
    case .confirm(let confirmation): confirmation.phrase != nil
    case .page(let page): page.input != nil
    case nil: false
    }
  }

  /// Shows what keys do, over what they do it in.
  mutating func openKeys(_ inside: InsideKeys) {
    keysPage = Page(
      title: "Keys · \(inside.title)",
      .receipt(inside.keys.map { [$0.names.joined(separator: "  "), $0.title] }))
  }

  /// Shows how segments are written, over whatever one is written in.
  mutating func openLanguage() -> [Effect] {
    keysPage = Page(title: "How segments are written", .language)
    return []
  }

  mutating func closeKeys() -> [Effect] {
    keysPage = nil
    return []
  }

  /// Gives a stroke to the page on top: the one of keys, or the overlay.
  mutating func strike(_ stroke: KeyStroke, _ old: Page) -> [Effect] {
    var page = old
    if page.input != nil { return strikeFind(stroke, page) }
    if let step = Self.step(stroke, in: pageRows(page)) {
      page.first = max(0, min(page.first + step, pageLines(page).count))
      return show(page)
    }
    switch (stroke.key, stroke.typed) {
    case (_, "/"):
      page.input = TextInput(page.filter)
      return show(page)
    case (_, "c"), (_, "y"): return copied(pageText(page), page.title)
    case (.escape, _) where !page.filter.isEmpty:
      page.filter = ""
      return show(page)
    case (.escape, _), (.enter, _), (_, "q"), (_, "i"): return closePage()
    default: return []
    }
  }

  private mutating func strikeFind(_ stroke: KeyStroke, _ old: Page) -> [Effect] {
    var page = old
    switch stroke.key {
    case .escape: (page.filter, page.input) = ("", nil)
    case .enter: page.input = nil
    default:
      _ = page.input?.handle(stroke)
      (page.filter, page.first) = (page.input?.text ?? "", 0)
    }
    return show(page)
  }

  private mutating func show(_ page: Page) -> [Effect] {
    if keysPage != nil { keysPage = page } else { overlay = .page(page) }
    return []
  }

  private mutating func closePage() -> [Effect] {
    if keysPage != nil { return closeKeys() }
    overlay = nil
    return cancel(.why) + cancel(.overlap) + cancel(.difference)
  }

  /// How far a stroke moves in a page of so many rows; nil for other strokes.
  private static func step(_ stroke: KeyStroke, in rows: Int) -> Int? {
    switch (stroke.key, stroke.modifiers) {
    case (.up, _), (.character("k"), []): -1
    case (.down, _), (.character("j"), []): 1
    case (.pageUp, _), (.character("b"), []), (.character("b"), [.control]): -rows
    case (.pageDown, _), (.character(" "), []), (.character("f"), [.control]): rows
    case (.character("u"), [.control]): -max(1, rows / 2)
    case (.character("d"), [.control]): max(1, rows / 2)
    case (.home, _), (.character("g"), []): -1_000_000_000
    case (.end, _), (.character("G"), _): 1_000_000_000
    default: nil
    }
  }

  /// Keeps the last lines at the bottom of the page.
  func settle(_ page: inout Page) {
    page.first = min(page.first, max(0, pageLines(page).count - pageRows(page)))
  }
}
