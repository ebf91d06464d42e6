internal import Basis
internal import Cells
internal import Requests

extension AppState {
  // MARK: The picker

  mutating func strike(_ stroke: KeyStroke, _ old: ConditionPicker) -> [Effect] {
    var picker = old
    switch (stroke.key, stroke.modifiers) {
    case (.escape, _): return stepBack(picker)
    case (.enter, _): return accept(picker)
    case (.tab, _):
      // What is selected goes into a line, to be changed before it is added.
      guard let condition = picker.condition else { return [] }
      return cancel(.preview) + cancel(.candidates) + openLine(condition, isNew: true)
    case (.character(" "), []) where picker.isTicking:
      guard let name = picker.selected?.candidate.name else { return [] }
      if let index = picker.ticked.firstIndex(of: name) {
        picker.ticked.remove(at: index)
      } else {
        picker.ticked.append(name)
      }
      picker.selection = min(picker.selection + 1, max(0, picker.offers.count - 1))
      overlay = .conditions(picker)
      return preview()
    default: break
    }
    if let step = Self.listStep(stroke, page: overlayRows) {
      picker.selection = min(max(0, picker.selection + step), max(0, picker.offers.count - 1))
      overlay = .conditions(picker)
      return preview()
    }
    guard picker.input.handle(stroke) else { return [] }
    if picker.input.text != old.input.text { picker.search() }
    overlay = .conditions(picker)
    return preview()
  }

  /// From values to conditions, and from there out.
  private mutating func stepBack(_ old: ConditionPicker) -> [Effect] {
    guard old.stage != .conditions else {
      overlay = nil
      return cancel(.preview) + cancel(.candidates)
    }
    return cancel(.preview) + openConditions()
  }

  private mutating func accept(_ picker: ConditionPicker) -> [Effect] {
    guard let offer = picker.selected else { return [] }
    if picker.stage == .conditions, !offer.isTyped {
      if offer.candidate.kind == .attribute, offer.candidate.hasValues {
        return open(
          .values(offer.candidate), of: .values(attribute: offer.candidate.name, limit: 1_000))
      }
      if !offer.candidate.alternatives.isEmpty {
        return open(.campaign(offer.candidate), of: .campaign(offer.candidate.name))
      }
      if offer.candidate.kind == .event {
        var next = ConditionPicker()
        next.stage = .event(offer.candidate)
        next.search()
        overlay = .conditions(next)
        return cancel(.candidates) + preview()
      }
    }
    guard let tree = picker.tree else { return [] }
    // What was typed is read before it is taken, so that a slip shows where it is.
    if offer.isTyped {
      return cancel(.preview) + openLine(offer.candidate.condition, isNew: true)
    }
    overlay = nil
    return cancel(.preview) + cancel(.candidates) + edit { $0.add(tree) }
  }

  /// Goes on to a list that has to be asked for.
  private mutating func open(_ stage: ConditionPicker.Stage, of request: CandidateRequest)
    -> [Effect]
  {
    var next = ConditionPicker()
    next.stage = stage
    next.candidates.asked(at: now)
    overlay = .conditions(next)
    return cancel(.preview) + ask(.candidates(request), for: .candidates)
  }

  /// Asks what the total would be with the selected condition; the question before is called off.
  mutating func preview() -> [Effect] {
    guard case .conditions(var picker) = overlay else { return [] }
    guard let tree = picker.tree, picker.selected?.isTyped != true else {
      picker.preview.forget()
      overlay = .conditions(picker)
      return cancel(.preview)
    }
    picker.preview.asked(at: now)
    overlay = .conditions(picker)
    return ask(.total(.tree(segments.builder.adding(tree))), for: .preview)
  }

  /// Takes what the picker offers; the preview is asked for where it would be of something else.
  mutating func takeCandidates(_ candidates: [Candidate], isFinal: Bool) -> [Effect] {
    guard case .conditions(var picker) = overlay else { return [] }
    let before = picker.condition
    picker.take(candidates, isFinal: isFinal)
    overlay = .conditions(picker)
    return picker.condition == before ? [] : preview()
  }

  mutating func takePreview(_ total: SegmentTotal, isFinal: Bool) {
    switch overlay {
    case .conditions(var picker):
      if isFinal { picker.preview.arrived(total) } else { picker.preview.estimated(total) }
      overlay = .conditions(picker)
    case .line(var line):
      if isFinal { line.preview.arrived(total) } else { line.preview.estimated(total) }
      overlay = .line(line)
    case .chooser, .prompt, .confirm, .page, nil: break
    }
  }

  mutating func failedOverlay(_ fault: Fault?, _ slot: Slot) {
    switch overlay {
    case .conditions(var picker):
      switch (slot, fault) {
      case (.candidates, let fault?): picker.candidates.failed(fault)
      case (.candidates, nil): picker.candidates.stopped()
      case (_, let fault?): picker.preview.failed(fault)
      case (_, nil): picker.preview.stopped()
      }
      overlay = .conditions(picker)
    case .line(var line):
      switch (slot, fault) {
      case (.lineCheck, let fault?): line.checked.failed(fault)
      case (.lineCheck, nil): line.checked.stopped()
      case (_, let fault?): line.preview.failed(fault)
      case (_, nil): line.preview.stopped()
      }
      overlay = .line(line)
    case .chooser, .prompt, .confirm, .page, nil: break
    }
  }

  // MARK: The line

  mutating func strike(_ stroke: KeyStroke, _ old: ConditionLine) -> [Effect] {
    var line = old
    switch (stroke.key, stroke.modifiers) {
    case (.escape, _):
      overlay = nil
      return cancel(.lineCheck) + cancel(.lineCompletions) + cancel(.preview)
    case (.enter, _): return accept(line)
    case (.tab, _):
      guard line.completions.indices.contains(line.completion) else { return [] }
      line.complete()
      overlay = .line(line)
      return lineTyped()
    default: break
    }
    if let step = Self.step(stroke, page: 5) {
      line.completion = min(max(0, line.completion + step), max(0, line.completions.count - 1))
      overlay = .line(line)
      return []
    }
    guard line.input.handle(stroke) else { return [] }
    overlay = .line(line)
    if line.input.text == old.input.text, line.input.cursor == old.input.cursor { return [] }
    return lineTyped()
  }

  /// Has the line read again.
  mutating func lineTyped() -> [Effect] {
    guard case .line(var line) = overlay else { return [] }
    line.checked.asked(at: now)
    (line.completions, line.completion) = ([], 0)
    overlay = .line(line)
    let effects = cancel(.preview) + ask(.check(text: line.input.text), for: .lineCheck)
    guard has(.completions) else { return effects }
    return effects
      + ask(.complete(text: line.input.text, offset: line.offset), for: .lineCompletions)
  }

  mutating func takeLineCheck(_ check: SegmentCheck) -> [Effect] {
    guard case .line(var line) = overlay else { return [] }
    line.checked.arrived(check)
    guard check.isSound, check.text == line.input.text else {
      line.preview.forget()
      overlay = .line(line)
      return []
    }
    line.preview.asked(at: now)
    overlay = .line(line)
    let builder = segments.builder
    let condition = line.condition
    let tree = line.isNew ? builder.adding(.condition(condition)) : builder.replacing(condition)
    return ask(.total(.tree(tree)), for: .preview)
  }

  mutating func takeCompletions(_ completions: [Completion], _ slot: Slot) {
    if slot == .completions {
      segments.completions = segments.mode == .text ? completions : []
      segments.completion = 0
      return
    }
    guard case .line(var line) = overlay else { return }
    (line.completions, line.completion) = (completions, 0)
    overlay = .line(line)
  }

  private mutating func accept(_ line: ConditionLine) -> [Effect] {
    guard let check = line.checked.value, check.text == line.input.text else { return [] }
    guard check.isSound else {
      say(line.problem?.message ?? "This is not a condition yet", .warn)
      return []
    }
    overlay = nil
    let condition = line.condition
    let effects = cancel(.preview) + cancel(.lineCompletions)
    return effects
      + edit { line.isNew ? $0.add(.condition(condition)) : $0.replace(with: condition) }
  }
}

extension ConditionLine {
  /// What the line means in the tree: several conditions joined stay together.
  var condition: String {
    let text = input.text.trimmed
    switch checked.value?.tree {
    case .all(let members)? where members.count > 1: return "(" + text + ")"
    case .any(let members)? where members.count > 1: return "(" + text + ")"
    case .all, .any, .not, .condition, nil: return text
    }
  }

  var offset: Int { input.text.prefix(input.cursor).utf8.count }

  mutating func complete() {
    let text = Array(input.text.utf8)
    let chosen = completions[completion]
    let range = chosen.replacing.clamped(to: 0..<text.count)
    input.text =
      String(decoding: text[..<range.lowerBound], as: UTF8.self) + chosen.text
      + String(decoding: text[range.upperBound...], as: UTF8.self)
  }
}
