internal import Basis
package import Cells
package import Formats
package import Requests

/// What the program tells the screen when it starts.
package struct Startup: Equatable, Sendable {
  package var size: Size
  package var now: Instant
  /// The panes that work, Home aside; a pane that is not here is not shown.
  package var panes: [Pane]
  /// What the engine does not answer, and so what is not to be seen.
  package var missing: Set<Feature>
  package var themes: [String]
  package var theme: String
  package var viewpoint: Viewpoint
  package var drafts: DraftStore
  package var keymap: Keymap
  package var glyphs: Glyphs
  /// The workspace's time zone, in which times are shown and read.
  package var zone: Zone
  /// How `-w` names the workspace in commands that are copied; nil where it is the default one.
  package var workspace: String?
  /// What was left at the end of the last session; nil where nothing of it is to be taken up.
  package var memory: ScreenMemory?
  /// The pane to start with, and how wide the sides of panes are, where the user decided.
  package var start: Pane?
  package var sideWidths: [Pane: Int]

  package init(
    size: Size, now: Instant, panes: [Pane], missing: Set<Feature> = [],
    themes: [String], theme: String,
    viewpoint: Viewpoint = Viewpoint(), drafts: DraftStore = DraftStore(),
    keymap: Keymap = Keymap(), glyphs: Glyphs = .unicode, zone: Zone = .utc,
    workspace: String? = nil, memory: ScreenMemory? = nil, start: Pane? = nil,
    sideWidths: [Pane: Int] = [:]
  ) {
    (self.size, self.now, self.panes, self.themes) = (size, now, panes, themes)
    self.missing = missing
    (self.theme, self.viewpoint, self.drafts, self.keymap) = (theme, viewpoint, drafts, keymap)
    (self.glyphs, self.zone) = (glyphs, zone)
    self.workspace = workspace
    (self.memory, self.start, self.sideWidths) = (memory, start, sideWidths)
  }
}

/// Everything the screen knows; what it shows follows from this and the size alone.
package struct AppState: Equatable, Sendable {
  package var size: Size
  package var now: Instant
  package let panes: [Pane]
  package let missing: Set<Feature>
  package let themes: [String]
  package var theme: String
  /// The theme that was chosen by hand, now or in an earlier session.
  package var chosenTheme: String?
  package let keymap: Keymap
  package let glyphs: Glyphs
  package let zone: Zone
  package let workspace: String?
  package var viewpoint: Viewpoint
  package var drafts: DraftStore

  package var pane = Pane.home
  /// The panel that has the focus, by pane.
  package var focus: [Pane: Panel] = [:]
  package var lists: [Panel: ListState] = [:]
  package var isZoomed = false
  package var overlay: Overlay?
  /// The keys that work in what has the keys, over everything else until it is closed.
  package var keysPage: Page?
  /// The filter that is being typed, and the list as it was, to go back to.
  package var filterInput: TextInput?
  package var filterBefore = ListState()
  /// Strokes of a sequence that is not complete.
  package var pending: [KeyStroke] = []
  package var lastClick: Click?
  /// Where the lines between panels are that somebody moved.
  package var dividers: [Divider: Int] = [:]
  /// The line that is dragged.
  var dragged: Layout.Handle?
  /// Where it was taken hold of, until it moves.
  var heldAt: Point?
  /// What `.` does again.
  package var lastEdit: Action?
  package var isMouseOn = true
  /// True while the screen is shown to others: names are pseudonyms, small figures are hidden.
  package var isShared = false

  package var nextJob = 1
  package var jobs: [RunningJob] = []
  /// How long the last answer for each purpose took.
  var took: [Slot: Double] = [:]
  package var notices: [TimedNotice] = []
  /// Everything that was said, oldest first, whether or not it is still in sight.
  package var said: [TimedNotice] = []

  package var header = Loadable<WorkspaceHeader>()
  package var sources = SourcesState()
  package var consent = ConsentState()
  package var segments = SegmentsState()
  package var people = PeopleState()
  package var audiences = AudiencesState()
  package var reports = ReportsState()

  package init(_ startup: Startup) {
    (size, now) = (startup.size, startup.now)
    panes = [.home] + Pane.allCases.filter { $0 != .home && startup.panes.contains($0) }
    missing = startup.missing
    (themes, theme) = (startup.themes, startup.theme)
    (keymap, glyphs) = (startup.keymap, startup.glyphs)
    (viewpoint, drafts) = (startup.viewpoint, startup.drafts)
    (zone, workspace) = (startup.zone, startup.workspace)
    if let memory = startup.memory { recall(memory) }
    for (pane, width) in startup.sideWidths { dividers[.side(pane)] = width }
    if let start = startup.start, panes.contains(start) { pane = start }
  }

  /// Where and when the mouse was pressed last, for double clicks.
  package struct Click: Hashable, Sendable {
    package var point: Point
    package var at: Instant
  }

  /// How long the run loop may sleep before it has to send a tick; nil when nothing moves.
  package var millisecondsToNextTick: Int? {
    if jobs.contains(where: { $0.state != .resting }) { return 100 }
    let ends = notices.filter { $0.notice.role != .error }.map {
      $0.since.milliseconds + TimedNotice.milliseconds - now.milliseconds
    }
    let masks = people.revealedUntil.map { $0.milliseconds - now.milliseconds }
    return (ends + [masks].compactMap { $0 }).min().map { Int(max(1, $0)) }
  }

  /// Whether what is typed is somebody's identifier, as it is once `event` is taken.
  package func takesIdentifier(_ event: InputEvent) -> Bool {
    switch overlay {
    case .prompt(let prompt):
      return [.searchPerson, .searchConsent, .why].contains(prompt.purpose)
    case .chooser(let chooser) where chooser.offersPeople:
      let typed: String
      switch event {
      case .key(let stroke): typed = stroke.typed.map { String($0) } ?? ""
      case .paste(let text): typed = text
      default: typed = ""
      }
      return Identifiers.begins(chooser.input.text + typed)
    default: return false
    }
  }

  /// What was typed into the palette so far.
  package var typedIntoPalette: String {
    if case .chooser(let chooser) = overlay, chooser.offersPeople { chooser.input.text } else { "" }
  }

  /// True when quitting would lose work.
  package var hasUnsavedWork: Bool { segments.isDirty || !work.isEmpty }
}

/// The state of the sources pane.
package struct SourcesState: Equatable, Sendable {
  package var all = Loadable<[SourceSummary]>()
  package var detail = Loadable<SourceDetail>()
  /// The feed of which a source is being made; nil while the sources themselves are shown.
  package var study: FeedStudyState?
  /// The one that was left last, to be taken up again.
  package var lastStudy: FeedStudyState?
  /// The source that was made last, until it is in the list.
  var made: String?
  package init() {}
}

/// The state of the consent pane.
package struct ConsentState: Equatable, Sendable {
  package var coverage = Loadable<ConsentCoverage>()
  package var ledger = Loadable<LedgerState>()
  package var breakdown = ConsentRequest.Breakdown.country
  /// One person's consent, and what was typed to find it, masked.
  package var person = Loadable<ConsentHistory>()
  package var search = ""
  package init() {}
}

/// The state of the people pane.
package struct PeopleState: Equatable, Sendable {
  package var search = ""
  /// Shown until somebody is looked for.
  package var overview = Loadable<PeopleOverview>()
  /// What is known of all of them, attribute by attribute.
  package var everyone = Loadable<[Facet]>()
  package var matches = Loadable<[PersonMatch]>()
  package var person = Loadable<PersonView>()
  /// When revealed identifiers are masked again; nil while nothing is revealed.
  package var revealedUntil: Instant?
  package init() {}
}

/// The state of the audiences pane.
package struct AudiencesState: Equatable, Sendable {
  package var destinations = Loadable<[Destination]>()
  package var activations = Loadable<[Activation]>()
  package var preflight = Loadable<Preflight>()
  /// The segment to hand over, as text in the segment language, and as it is called.
  package var segment: String?
  package var segmentTitle = ""
  package var isDelta = false
  /// What was told each destination, by its name: its own settings, and `DeliverySetting`'s.
  package var settings: [String: [String: String]] = [:]
  package init() {}
}

/// The state of the reports pane.
package struct ReportsState: Equatable, Sendable {
  package var kinds = Loadable<[ReportKind]>()
  package var table = Loadable<ReportTable>()
  /// How its rows went day by day, where it has no chart of its own.
  package var courses = Loadable<ReportCourses>()
  /// True once they were asked for, whether or not it has any.
  package var hasAskedCourses = false
  /// What else is shown of it where there is room.
  package var asides: [ReportAside] = []
  package var request: ReportRequest?
  /// The report that was open at the end of the last session, until it is asked for again.
  package var recalled: ReportRequest?
  package var showsChart = false
  package init() {}
}
