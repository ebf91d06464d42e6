package import Basis
package import Cells
package import Requests

/// What lies over a pane and has the keys.
package enum Overlay: Equatable, Sendable {
  case chooser(Chooser)
  case conditions(ConditionPicker)
  case line(ConditionLine)
  case prompt(Prompt)
  case confirm(Confirmation)
  /// Lines to read: a receipt, why someone is in a segment, how segments overlap.
  case page(Page)
}

/// A list to choose one thing from, narrowed by typing.
package struct Chooser: Equatable, Sendable {
  package enum Choice: Hashable, Sendable {
    case action(Action)
    /// An action of another pane, or of another state of this one.
    case elsewhere(Action, KeyContext)
    case segment(String)
    case source(String)
    case report(String)
    case theme(String)
    case lens(Lens)
    case destination(String)
    case exported(SavedSegment)
    /// Why the person on the screen is in the segment.
    case why(SavedSegment)
    /// Whoever has the identifier that was typed.
    case person(String)
    /// Calls work off.
    case work(JobID)
  }

  package struct Item: Hashable, Sendable {
    package var name: String
    package var kind: String
    package var note: String
    package var count: String
    package var disabledReason: String?
    package var choice: Choice

    init(
      _ name: String, kind: String = "", note: String = "", count: String = "",
      disabledReason: String? = nil, _ choice: Choice
    ) {
      (self.name, self.kind, self.note, self.count) = (name, kind, note, count)
      (self.disabledReason, self.choice) = (disabledReason, choice)
    }

    var isElsewhere: Bool { if case .elsewhere = choice { true } else { false } }
  }

  package enum Purpose: Hashable, Sendable {
    case palette, help, lens, destination, exported, why, work
    /// The theme to go back to.
    case theme(before: String)
  }

  package var purpose: Purpose
  package var title: String
  package var prompt: String
  package internal(set) var items: [Item] { didSet { measure() } }
  package var input = TextInput()
  package var selection = 0
  package var first = 0

  init(_ purpose: Purpose, title: String, prompt: String, items: [Item]) {
    (self.purpose, self.title, self.prompt, self.items) = (purpose, title, prompt, items)
    measure()
    search()
  }

  /// How many columns a box needs that cuts none of the items.
  package private(set) var wholeWidth = 0

  private mutating func measure() {
    func widest(_ text: (Item) -> String) -> Int {
      items.reduce(0) { max($0, TextWidth.of(text($1))) }
    }
    let names = widest { $0.name + ($0.disabledReason.map { "  " + $0 } ?? "") }
    // Margins, and what lies between four columns.
    wholeWidth = names + widest(\.note) + widest(\.kind) + widest(\.count) + 12
  }

  /// An item that matches what was typed, with what to light in its name.
  package struct Match: Hashable, Sendable {
    package var item: Item
    package var matched: [Int]
  }

  /// The items that match what was typed, best first; found again by `search`.
  package private(set) var shown: [Match] = []

  /// True where an identifier that is typed leads to its person.
  package internal(set) var offersPeople = false

  /// Who has the identifier that is typed.
  enum Typed: Hashable, Sendable {
    case lookedFor, somebody, nobody
    /// The engine could not tell.
    case unknown
  }

  var typed = Typed.lookedFor

  /// The identifier that is typed; nil where it is none yet, or nobody is to be found here.
  var identifier: String? {
    offersPeople && Identifiers.isWhole(input.text) ? input.text.trimmed : nil
  }

  /// The person with the identifier that is typed, as the screen may show it.
  private var person: Item? {
    guard let identifier else { return nil }
    let shown = AppState.masked(identifier)
    return Item(
      "Show the person \(shown)", kind: "person", note: typed == .lookedFor ? "looking…" : "",
      disabledReason: typed == .nobody ? "Nobody has \(shown)" : nil, .person(identifier))
  }

  /// Finds what matches what is typed; costs grow with the number of items.
  mutating func search() {
    let matcher = FuzzyMatcher(input.text)
    let candidates = Subsequence.filter(items, by: input.text, text: \.name)
    let ranked = matcher.ranked(candidates.map(\.name))
    // What can be done here stands before what matches as well and is elsewhere.
    let order = ranked.indices.sorted { one, other in
      let (first, second) = (candidates[ranked[one].index], candidates[ranked[other].index])
      return (ranked[other].match.score, first.isElsewhere ? 1 : 0, one)
        < (ranked[one].match.score, second.isElsewhere ? 1 : 0, other)
    }
    shown =
      (person.map { [Match(item: $0, matched: [])] } ?? [])
      + order.map {
        Match(item: candidates[ranked[$0].index], matched: ranked[$0].match.positions)
      }
  }

  var selected: Item? { shown.indices.contains(selection) ? shown[selection].item : nil }
}

/// One line to type, for a name, a note, an identifier, a path.
package struct Prompt: Equatable, Sendable {
  package enum Purpose: Hashable, Sendable {
    case saveName
    case saveNote(name: String)
    case rename(String)
    case searchPerson
    case searchConsent
    case ingest(source: String)
    case watch(source: String)
    case why
    case setting(report: String, name: String)
    case asOf
    case writeTable(Panel)
    case writeKeys
    case studyFile
    case role(column: String)
    case newSourceName
    case newSourceParty(name: String)
    case newSourceKind(name: String, party: String)
    case budget(campaign: String)
    case deliverySetting(destination: String, name: String)

    /// True where the path of a file is typed, and completed.
    var isPath: Bool {
      switch self {
      case .ingest, .watch, .studyFile: true
      default: false
      }
    }
  }

  package var purpose: Purpose
  package var title: String
  package var about: String
  package var input: TextInput
  /// What may be meant; Tab takes the selected one.
  package var offers: [String] = []
  package var offer = 0

  init(_ purpose: Purpose, title: String, about: String, text: String = "") {
    (self.purpose, self.title, self.about) = (purpose, title, about)
    input = TextInput(text)
  }
}

/// A question before something that cannot be taken back by a key.
package struct Confirmation: Equatable, Sendable {
  package enum Purpose: Equatable, Sendable {
    case quit
    /// Opens another segment, or nil for a new one.
    case leaveSegment(opening: LibraryRow?)
    case forgetDraft(DraftStore.Key)
    case removeSegment(String)
    case undoBatch(BatchID)
    case export(ExportRequest)
    case addSource(NewSourceRequest)
  }

  package var purpose: Purpose
  package var title: String
  package var lines: [String]
  /// What `y` does, and what Esc does.
  package var answer: String
  package var refusal: String
  /// What has to be typed instead of `y`; nil where `y` does.
  package var phrase: String?
  package var input = TextInput()

  init(
    _ purpose: Purpose, title: String, lines: [String], answer: String, refusal: String = "go back",
    phrase: String? = nil
  ) {
    (self.purpose, self.title, self.lines) = (purpose, title, lines)
    (self.answer, self.refusal, self.phrase) = (answer, refusal, phrase)
  }
}

/// Lines to read and to copy.
package struct Page: Equatable, Sendable {
  package enum Content: Hashable, Sendable {
    case receipt([[String]]), why, overlap, difference, language
  }

  package var title: String
  package var content: Content
  package var first = 0
  /// Only lines with all of its words are shown.
  package var filter = ""
  /// The filter while it is typed.
  package var input: TextInput?

  init(title: String, _ content: Content) { (self.title, self.content) = (title, content) }
}
