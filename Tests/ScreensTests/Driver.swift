import Basis
import Cells
import Requests
import Screens

/// Plays the run loop with an engine of literal answers, and keeps what the screen wanted done.
struct Driver {
  var state: AppState
  /// Everything since the start, in order.
  var effects: [Effect] = []
  /// False leaves questions open, so that a test can answer them itself.
  var answers = true

  init(_ size: Size = Size(120, 36), drafts: DraftStore = DraftStore(), answers: Bool = true) {
    var startup = Sample.startup(size)
    startup.drafts = drafts
    state = AppState(startup)
    self.answers = answers
    send(.started)
  }

  /// Folds a message and then every answer to what it asked; returns the message's own effects.
  @discardableResult
  mutating func send(_ message: Message) -> [Effect] {
    let own = update(&state, message)
    effects += own
    guard answers else { return own }
    var waiting = own
    while !waiting.isEmpty {
      guard case .ask(let inquiry) = waiting.removeFirst() else { continue }
      let more = update(
        &state, .reported(JobReport(job: inquiry.job, event: Self.answer(inquiry.question))))
      effects += more
      waiting += more
    }
    return own
  }

  /// Tells what became of a question that was left open.
  @discardableResult
  mutating func report(_ job: JobID, _ event: JobEvent) -> [Effect] {
    send(.reported(JobReport(job: job, event: event)))
  }

  /// Strikes keys by their names, separated by spaces; the name `Space` is the space bar.
  @discardableResult
  mutating func press(_ names: String) -> [Effect] {
    names.split(separator: " ").flatMap { name -> [Effect] in
      guard let stroke = KeyStroke(name) else { return [] }
      return send(.input(.key(stroke)))
    }
  }

  /// Types a text, character by character.
  @discardableResult
  mutating func type(_ text: String) -> [Effect] {
    text.flatMap { send(.input(.key(KeyStroke($0)))) }
  }

  /// Asks to take in a file, and leaves the question open.
  @discardableResult
  mutating func ingest(_ file: String) -> [Effect] {
    answers = true
    press("1 a Ctrl-U")
    type(file)
    answers = false
    return press("Enter")
  }

  @discardableResult
  mutating func click(_ column: Int, _ row: Int) -> [Effect] {
    let pressed = send(.input(.mouse(MouseEvent(.press(.left), at: Point(column, row)))))
    return pressed + send(.input(.mouse(MouseEvent(.release(.left), at: Point(column, row)))))
  }

  var screen: Canvas { view(state, state.size) }
  var text: String { screen.text }

  /// The questions that are open, by the slot they are for.
  func job(_ slot: Slot) -> JobID? { state.jobs.first { $0.slot == slot }?.id }

  static func answer(_ question: Question) -> JobEvent {
    switch question {
    case .header: .answered(.header(Sample.header))
    case .sources: .answered(.sources(Sample.sources))
    case .source(let name): .answered(.source(detail(name)))
    case .ingest(let request):
      .answered(
        .ingested(
          IngestSummary(
            source: request.source, files: request.files.count, filesKnown: 0, rows: 100,
            accepted: 98, duplicates: 1, rejected: [.init(reason: "bad_date", count: 1)],
            seconds: 0.4)))
    case .retryRejects, .undoBatch, .removeSegment, .renameSegment, .setBudget:
      .answered(.done("Done"))
    case .paths:
      .answered(
        .paths([
          PathCandidate(path: "feeds/", isFolder: true, bytes: nil),
          PathCandidate(path: "orders.csv", isFolder: false, bytes: 1_200),
        ]))
    case .study(let request): .answered(.study(Sample.study(request)))
    case .addSource(let request):
      .answered(
        .ingested(
          IngestSummary(
            source: request.name, files: 1, filesKnown: 0, rows: 12_040, accepted: 12_031,
            duplicates: 2, rejected: [.init(reason: "bad_date", count: 7)], seconds: 0.2)))
    case .consent: .answered(.consent(Sample.coverage))
    case .watch: .cancelled
    case .consentHistory: .answered(.consentHistory(Sample.history))
    case .ledger, .verifyLedger: .answered(.ledger(Sample.ledger))
    case .check(let text): .answered(.checked(check(text)))
    case .complete(_, let offset):
      .answered(
        .completions([
          Completion(replacing: offset..<offset, text: "country", kind: "attribute", count: 9)
        ]))
    case .count(let definition):
      if case .tree(let tree) = definition {
        .answered(.counted(Sample.count(tree, total: total(tree))))
      } else {
        .answered(.counted(Sample.count()))
      }
    case .total(let definition):
      .answered(
        .total(
          SegmentTotal(
            count: definition.text.utf8.count * 1_000, precision: .exact, population: 1_000_000,
            milliseconds: 0.3)))
    case .waterfall: .answered(.waterfall(Sample.waterfall))
    case .facets: .answered(.facets(Sample.facets))
    case .trend: .answered(.trend(Sample.trend))
    case .candidates(.conditions): .answered(.candidates(Sample.candidates))
    case .candidates(.values): .answered(.candidates(Sample.values))
    case .candidates(.campaign): .answered(.candidates(Sample.campaign))
    case .segments: .answered(.segments(Sample.library))
    case .versions: .answered(.versions(Sample.versions))
    case .save(let request):
      .answered(
        .saved(
          SavedSegment(
            name: request.name, reference: "@" + request.name, text: request.text,
            version: (request.basedOn ?? 0) + 1,
            note: request.note, savedAt: Sample.now.timestamp, size: nil)))
    case .difference(_, let version, let text):
      .answered(.difference(Sample.difference(version, text)))
    case .overlap(let names):
      .answered(
        .overlap(
          Overlap(
            names: names,
            shared: names.indices.map { row in
              names.indices.map { row == $0 ? 1_000 * (row + 1) : 250 }
            }, population: 1_000_000)))
    case .why:
      .answered(
        .why(
          WhyAnswer(
            isMember: false,
            nodes: [
              .init(text: "all of", depth: 0, holds: false, because: ""),
              .init(text: "country in (DE, AT, CH)", depth: 1, holds: true, because: "DE, by crm"),
              .init(
                text: "consent(ads)", depth: 1, holds: false, because: "refused 19 Nov, newsletter"),
            ])))
    case .peopleOverview: .answered(.peopleOverview(Sample.overview))
    case .findPeople(let search):
      .answered(.people(search.value == "nobody" ? [] : Sample.matches))
    case .person(_, let reveal): .answered(.person(person(reveal)))
    case .destinations: .answered(.destinations(Sample.destinations))
    case .preflight: .answered(.preflight(Sample.preflight))
    case .export(let request):
      .answered(
        .exported(
          ExportResult(
            path: request.path ?? Sample.preflight.path, rows: 118_266, sha256: "ab12",
            waterfall: Sample.waterfall, seconds: 0.2)))
    case .activations: .answered(.activations(Sample.activations))
    case .reports: .answered(.reports(Sample.reports))
    case .report(let request): .answered(.table(Sample.table(request)))
    }
  }

  static func detail(_ name: String) -> SourceDetail {
    var detail = Sample.detail
    detail.summary = Sample.sources.first { $0.name == name } ?? detail.summary
    return detail
  }

  static func person(_ isRevealed: Bool) -> PersonView {
    var person = Sample.person
    person.isRevealed = isRevealed
    if isRevealed { person.identifiers[0].shown = "mara@example.org" }
    return person
  }

  /// A total that depends on the tree, so that edits change it.
  static func total(_ tree: SegmentTree) -> Int {
    tree == Sample.tree ? 184_203 : 100_000 + tree.text.utf8.count * 100
  }

  /// Reads the sample's own text, conditions joined by `and`, and nothing with `?` in it.
  static func check(_ text: String) -> SegmentCheck {
    if text == Sample.tree.text || text == SegmentLines.text(Sample.tree) {
      return SegmentCheck(text: text, tokens: [], problems: [], tree: Sample.tree)
    }
    if let place = text.utf8.firstIndex(of: UInt8(ascii: "?")) {
      let offset = text.utf8.distance(from: text.utf8.startIndex, to: place)
      return SegmentCheck(
        text: text, tokens: [SegmentToken(0..<offset, .name)],
        problems: [
          SegmentProblem(
            offset..<offset + 1, message: "“?” is no condition; an attribute was expected",
            suggestion: "country")
        ], tree: nil)
    }
    guard !text.isEmpty else {
      return SegmentCheck(
        text: text, tokens: [], problems: [SegmentProblem(0..<0, message: "nothing yet")],
        tree: nil)
    }
    let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return SegmentCheck(text: text, tokens: [], problems: [], tree: .condition(trimmed))
  }
}

extension [Effect] {
  /// What is asked of the engine, in order.
  var questions: [Question] {
    compactMap { effect in
      if case .ask(let inquiry) = effect { inquiry.question } else { nil }
    }
  }
}
