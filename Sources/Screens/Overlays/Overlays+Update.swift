internal import Basis
internal import Cells
internal import Requests

extension AppState {
  /// Gives a stroke to what lies on top.
  mutating func strikeOverlay(_ stroke: KeyStroke) -> [Effect] {
    if let page = keysPage {
      let isSame = stroke.key == .function(1) || (stroke.typed == "?" && page.input == nil)
      return isSame ? closeKeys() : strike(stroke, page)
    }
    if let inside = insideKeys, stroke.key == .function(1) || (stroke.typed == "?" && !typesText) {
      openKeys(inside)
      return []
    }
    if case .line? = overlay, stroke.key == .function(2) { return openLanguage() }
    switch overlay {
    case .chooser(let chooser): return strike(stroke, chooser)
    case .conditions(let picker): return strike(stroke, picker)
    case .line(let line): return strike(stroke, line)
    case .prompt(let prompt): return strike(stroke, prompt)
    case .confirm(let confirmation): return strike(stroke, confirmation)
    case .page(let page): return strike(stroke, page)
    case nil: return []
    }
  }

  mutating func pasteOverlay(_ text: String) -> [Effect] {
    if keysPage != nil { return [] }
    switch overlay {
    case .chooser(var chooser):
      chooser.input.insert(text)
      return narrowed(chooser)
    case .conditions(var picker):
      picker.input.insert(text)
      picker.search()
      overlay = .conditions(picker)
      return preview()
    case .line(var line):
      line.input.insert(text)
      overlay = .line(line)
      return lineTyped()
    case .prompt(var prompt):
      prompt.input.insert(text)
      overlay = .prompt(prompt)
      return promptTyped(prompt)
    case .confirm(var confirmation):
      // A name that has to be typed is not pasted: the point is to read it.
      confirmation.input = TextInput(confirmation.input.text)
      overlay = .confirm(confirmation)
      return []
    case .page, nil: return []
    }
  }

  /// How far a stroke moves in a list that is typed into; nil for other strokes.
  ///
  /// Ctrl-A and Ctrl-E are left for the line that is typed.
  static func listStep(_ stroke: KeyStroke, page: Int) -> Int? {
    switch (stroke.key, stroke.modifiers) {
    case (.home, []): -1_000_000_000
    case (.end, []): 1_000_000_000
    default: step(stroke, page: page)
    }
  }

  /// How far a stroke moves among what is offered below a line; nil for other strokes.
  static func step(_ stroke: KeyStroke, page: Int) -> Int? {
    switch (stroke.key, stroke.modifiers) {
    case (.up, _), (.character("p"), [.control]): -1
    case (.down, _), (.character("n"), [.control]): 1
    case (.pageUp, _): -page
    case (.pageDown, _): page
    default: nil
    }
  }

  // MARK: Choosers

  private mutating func strike(_ stroke: KeyStroke, _ old: Chooser) -> [Effect] {
    var chooser = old
    if stroke.key == .escape { return dismiss(chooser) }
    if stroke.key == .enter {
      guard let item = chooser.selected else { return [] }
      if let reason = item.disabledReason {
        say(reason, .info)
        return []
      }
      overlay = nil
      return cancel(.palettePerson) + choose(item.choice)
    }
    if let step = Self.listStep(stroke, page: overlayRows) {
      chooser.selection = min(max(0, chooser.selection + step), max(0, chooser.shown.count - 1))
      overlay = .chooser(chooser)
      return previewTheme(chooser)
    }
    guard chooser.input.handle(stroke) else { return [] }
    return chooser.input.text == old.input.text ? keep(chooser) : narrowed(chooser)
  }

  private mutating func keep(_ chooser: Chooser) -> [Effect] {
    overlay = .chooser(chooser)
    return []
  }

  private mutating func narrowed(_ chooser: Chooser) -> [Effect] {
    var chooser = chooser
    chooser.typed = .lookedFor
    chooser.search()
    (chooser.selection, chooser.first) = (0, 0)
    overlay = .chooser(chooser)
    return previewTheme(chooser) + lookForTyped(chooser)
  }

  /// Asks whether anybody has the identifier that is typed into the palette.
  private mutating func lookForTyped(_ chooser: Chooser) -> [Effect] {
    guard let typed = chooser.identifier else { return cancel(.palettePerson) }
    return ask(.findPeople(Self.identifier(typed)), for: .palettePerson)
  }

  /// Shows whether there is such a person, where the palette still lies open.
  mutating func takeTyped(_ typed: Chooser.Typed) {
    guard case .chooser(var chooser) = overlay, chooser.offersPeople else { return }
    chooser.typed = typed
    chooser.search()
    overlay = .chooser(chooser)
  }

  mutating func previewTheme(_ chooser: Chooser) -> [Effect] {
    guard case .theme? = chooser.selected?.choice, case .theme(let name)? = chooser.selected?.choice
    else { return [] }
    theme = name
    return [.useTheme(name)]
  }

  private mutating func dismiss(_ chooser: Chooser) -> [Effect] {
    overlay = nil
    guard case .theme(let before) = chooser.purpose, theme != before else {
      return cancel(.palettePerson)
    }
    theme = before
    return [.useTheme(before)]
  }

  mutating func choose(_ choice: Chooser.Choice) -> [Effect] {
    switch choice {
    case .action(let action): return perform(action)
    case .elsewhere(let action, let context): return take(action, to: context)
    case .segment(let name): return openSegment(named: name)
    case .source(let name): return openSource(name, panel: .sources)
    case .report(let name):
      let kinds = reports.kinds.value ?? []
      if let row = order(.reportKinds).firstIndex(where: { kinds[$0].name == name }) {
        lists[.reportKinds, default: ListState()].selection = row
      }
      return go(to: .reports) + loadReport()
    case .theme(let name):
      (theme, chosenTheme) = (name, name)
      return [.useTheme(name)]
    case .lens(let lens):
      guard lens != viewpoint.lens else { return [] }
      viewpoint.lens = lens
      segments.totalBeforeEdit = nil
      people.person.forget()
      people.matches.forget()
      return refresh()
    case .destination(let name):
      segments.destination = name
      segments.waterfall.forget()
      return loadWaterfall()
    case .exported(let saved): return handOver(saved.reference, title: saved.name)
    case .why(let saved):
      guard let profile = people.person.value?.profile else { return [] }
      return askWhy(
        .text(saved.reference), .profile(profile), title: "Why: \(saved.name)")
    case .work(let job): return callOff(job)
    case .person(let typed): return go(to: .people) + search(typed)
    }
  }

  // MARK: Prompts

  private mutating func strike(_ stroke: KeyStroke, _ old: Prompt) -> [Effect] {
    var prompt = old
    switch stroke.key {
    case .escape:
      overlay = nil
      return cancel(.paths)
    case .enter:
      let text = prompt.input.text.trimmed
      guard !text.isEmpty || Self.mayBeEmpty(prompt.purpose) else { return [] }
      overlay = nil
      return entered(text, prompt)
    case .tab:
      guard prompt.offers.indices.contains(prompt.offer) else { return [] }
      prompt.input.text = prompt.offers[prompt.offer]
    default:
      if let step = Self.step(stroke, page: 5) {
        prompt.offer = min(max(0, prompt.offer + step), max(0, prompt.offers.count - 1))
        overlay = .prompt(prompt)
        return []
      }
      guard prompt.input.handle(stroke) else { return [] }
    }
    overlay = .prompt(prompt)
    return prompt.input.text == old.input.text ? [] : promptTyped(prompt)
  }

  private static func mayBeEmpty(_ purpose: Prompt.Purpose) -> Bool {
    switch purpose {
    case .saveNote, .setting, .deliverySetting, .asOf, .role: true
    case .saveName, .rename, .searchPerson, .searchConsent, .ingest, .watch, .why, .writeTable,
      .writeKeys, .studyFile, .newSourceName, .newSourceParty, .newSourceKind, .budget:
      false
    }
  }

  private mutating func promptTyped(_ prompt: Prompt) -> [Effect] {
    guard prompt.purpose.isPath else { return [] }
    return ask(.paths(startingWith: prompt.input.text), for: .paths)
  }

  private mutating func entered(_ text: String, _ prompt: Prompt) -> [Effect] {
    switch prompt.purpose {
    case .saveName: return save(as: text, note: "")
    case .saveNote(let name): return save(as: name, note: text)
    case .rename(let name): return ask(.renameSegment(name: name, to: text), for: .rename)
    case .searchPerson: return search(text)
    case .searchConsent: return searchConsent(text)
    case .ingest(let source):
      return cancel(.paths)
        + ask(.ingest(IngestRequest(source: source, files: [text])), for: .ingest)
    case .watch(let source):
      return cancel(.paths) + ask(.watch(folder: text, source: source), for: .watch(source: source))
    case .why: return askWhy(text)
    case .setting(_, let name): return set(name, to: text)
    case .deliverySetting(let destination, let name):
      return setDelivery(name, of: destination, to: text)
    case .asOf: return lookBack(to: text)
    case .writeTable(let panel): return csv(of: panel).map { [.write($0, to: text)] } ?? []
    case .writeKeys: return [.writeKeys(to: text)]
    case .studyFile: return openStudy(text)
    case .role(let column): return setRole(of: column, to: text)
    case .newSourceName: return nameSource(text)
    case .newSourceParty(let name): return chooseKind(name, party: text)
    case .budget(let campaign): return setBudget(of: campaign, to: text)
    case .newSourceKind(let name, let party): return confirmSource(name, party: party, kind: text)
    }
  }

  /// Counts as of another instant; an empty text is now again.
  private mutating func lookBack(to text: String) -> [Effect] {
    segments.totalBeforeEdit = nil
    guard let instant = instant(text) else {
      guard text.isEmpty else {
        say("“\(text)” is no day such as 2026-11-21", .warn)
        return []
      }
      viewpoint.asOf = nil
      return refresh()
    }
    viewpoint.asOf = instant
    return refresh()
  }

  private mutating func askWhy(_ text: String) -> [Effect] {
    askWhy(segments.definition, Self.reference(text), title: "Why, or why not")
  }

  private mutating func askWhy(
    _ segment: SegmentDefinition, _ person: PersonReference, title: String
  ) -> [Effect] {
    segments.why.forget()
    segments.why.asked(at: now)
    overlay = .page(Page(title: title, .why))
    return ask(.why(segment, person), for: .why)
  }

  mutating func takeOffers(_ found: [PathCandidate]) {
    guard case .prompt(var prompt) = overlay, prompt.purpose.isPath else { return }
    var offers = found
    // Nothing but a folder can be watched.
    if case .watch = prompt.purpose { offers.removeAll { !$0.isFolder } }
    (prompt.offers, prompt.offer) = (offers.map(\.path), 0)
    overlay = .prompt(prompt)
  }

  // MARK: Confirmations

  private mutating func strike(_ stroke: KeyStroke, _ old: Confirmation) -> [Effect] {
    var confirmation = old
    if stroke.key == .escape {
      overlay = nil
      return []
    }
    guard let phrase = confirmation.phrase else {
      guard stroke.typed == "y" else {
        if stroke.typed == "n" { overlay = nil }
        return []
      }
      overlay = nil
      return confirmed(confirmation.purpose)
    }
    if stroke.key == .enter {
      guard confirmation.input.text.trimmed == phrase else {
        say("That is not “\(phrase)”", .warn)
        return []
      }
      overlay = nil
      return confirmed(confirmation.purpose)
    }
    _ = confirmation.input.handle(stroke)
    overlay = .confirm(confirmation)
    return []
  }

  private mutating func confirmed(_ purpose: Confirmation.Purpose) -> [Effect] {
    switch purpose {
    case .quit: return work.flatMap { cancel($0.id) } + [.quit]
    case .leaveSegment(let row):
      segments.edits = 0
      return row.map { reallyOpen($0) } ?? open(newSegment: "")
    case .forgetDraft(let key): return forget(key)
    case .removeSegment(let name):
      segments.ticked.removeAll { $0 == name }
      return ask(.removeSegment(name: name), for: .remove)
    case .undoBatch(let batch): return ask(.undoBatch(batch), for: .undoBatch)
    case .export(let request): return ask(.export(request), for: .export)
    case .addSource(let request): return ask(.addSource(request), for: .addSource)
    }
  }

  // MARK: All of them

  /// Holds the selection of what lies on top to what it has.
  mutating func settleOverlay() {
    switch overlay {
    case .chooser(var chooser):
      let count = chooser.shown.count
      chooser.selection = min(max(0, chooser.selection), max(0, count - 1))
      chooser.first = Scroll.first(
        selection: chooser.selection, count: count, visible: overlayRows, from: chooser.first)
      overlay = .chooser(chooser)
    case .conditions(var picker):
      let count = picker.offers.count
      picker.selection = min(max(0, picker.selection), max(0, count - 1))
      picker.first = Scroll.first(
        selection: picker.selection, count: count, visible: overlayRows, from: picker.first)
      overlay = .conditions(picker)
    case .page(var page):
      settle(&page)
      overlay = .page(page)
    case .line, .prompt, .confirm, nil: break
    }
    if var page = keysPage {
      settle(&page)
      keysPage = page
    }
  }
}
