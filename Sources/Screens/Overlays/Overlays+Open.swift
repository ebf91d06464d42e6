internal import Basis
internal import Cells
internal import Formats
internal import Requests

extension AppState {
  /// The keys that work here, which can be run from the list.
  mutating func openHelp() -> [Effect] {
    if isTyping {
      openKeys(.text)
      return []
    }
    var items: [Chooser.Item] = []
    for context in keyContexts {
      for binding in keymap.bindings(context) {
        guard isOffered(binding.action) else { continue }
        items.append(
          Chooser.Item(
            binding.title, kind: context.title.lowercased(),
            count: binding.keys.joined(separator: "  "),
            disabledReason: disabledReason(binding.action), .action(binding.action)))
      }
    }
    overlay = .chooser(
      Chooser(.help, title: "Keys that work here", prompt: "Type to find; Enter runs", items: items)
    )
    return []
  }

  mutating func openLenses() -> [Effect] {
    let items = Lens.allCases.map { lens in
      Chooser.Item(
        lens.rawValue, note: lens == viewpoint.lens ? "counted now" : "", .lens(lens))
    }
    overlay = .chooser(Chooser(.lens, title: "Count what?", prompt: "Type to find", items: items))
    return []
  }

  mutating func openThemes() -> [Effect] {
    let items = themes.map { Chooser.Item($0, note: $0 == theme ? "in use" : "", .theme($0)) }
    var chooser = Chooser(
      .theme(before: theme), title: "Theme", prompt: "Moving shows it at once", items: items)
    chooser.selection = themes.firstIndex(of: theme) ?? 0
    overlay = .chooser(chooser)
    return []
  }

  mutating func openNotices() -> [Effect] {
    let lines = said.reversed().map {
      ["\(clock($0.since.timestamp)) \($0.notice.role.name)", $0.notice.text]
    }
    overlay = .page(
      Page(
        title: "What was said",
        .receipt(lines.isEmpty ? [["", "Nothing has been said yet"]] : lines)))
    // Errors have been read now.
    notices.removeAll { $0.notice.role == .error }
    return []
  }

  mutating func openDestinations() -> [Effect] {
    let items = (audiences.destinations.value ?? []).map {
      Chooser.Item(
        $0.title, kind: $0.name, note: $0.purposes.joined(separator: ", "),
        count: "min \(Figure.count($0.minimumSize))", .destination($0.name))
    }
    overlay = .chooser(
      Chooser(
        .destination, title: "The channel of the waterfall", prompt: "Type to find", items: items))
    return []
  }

  /// The segments to choose from, for an export or for asking why.
  mutating func openSavedSegments(_ purpose: Chooser.Purpose) -> [Effect] {
    overlay = .chooser(
      Chooser(
        purpose, title: "Which segment?", prompt: "Type to find", items: savedItems(purpose)))
    return ask(.segments, for: .segments)
  }

  private func savedItems(_ purpose: Chooser.Purpose) -> [Chooser.Item] {
    (segments.library.value ?? []).map {
      Chooser.Item(
        $0.name, note: $0.note, count: Figure.count($0.size),
        purpose == .exported ? .exported($0) : .why($0))
    }
  }

  /// Shows segments that arrived while one is being chosen.
  mutating func takeLibrary(_ library: [SavedSegment]) {
    keepPlace(in: .library, rows: { $0.libraryRows }, by: \.key) {
      $0.segments.library.arrived(library)
    }
    guard case .chooser(var chooser) = overlay else { return }
    switch chooser.purpose {
    case .exported, .why:
      chooser.items = savedItems(chooser.purpose)
      chooser.search()
      overlay = .chooser(chooser)
    case .palette:
      chooser.items.removeAll { $0.kind == "segment" }
      chooser.items += Self.segmentItems(library)
      chooser.search()
      overlay = .chooser(chooser)
    case .help, .lens, .destination, .theme, .work: break
    }
  }

  mutating func openConditions() -> [Effect] {
    var picker = ConditionPicker()
    picker.candidates.asked(at: now)
    overlay = .conditions(picker)
    return ask(.candidates(.conditions), for: .candidates)
  }

  mutating func openLine(_ text: String, isNew: Bool) -> [Effect] {
    overlay = .line(ConditionLine(text, isNew: isNew))
    return lineTyped()
  }
}
