/// Everything a key, a click or the palette can do; the raw value is the name in `config.toml`.
package enum Action: String, Hashable, Sendable, CaseIterable {
  // Everywhere.
  case openHome = "pane.home"
  case openSources = "pane.sources"
  case openConsent = "pane.consent"
  case openSegments = "pane.segments"
  case openReports = "pane.reports"
  case openAudiences = "pane.audiences"
  case openPeople = "pane.people"
  case palette, help, lens, asOf = "as-of", again = "repeat", theme, mouse, refresh, redraw,
    suspend, quit
  case zoom, nextPanel = "panel.next", previousPanel = "panel.previous"
  case showNotices = "notices"
  case cancelWork = "work.cancel"
  case receipt
  case share = "screen-share"
  case writeKeys = "session.keys"

  // Lists.
  case up, down, pageUp = "page.up", pageDown = "page.down"
  case halfUp = "half.up", halfDown = "half.down", first, last
  case open, back, filter, nextMatch = "match.next", previousMatch = "match.previous"
  case sort, sortReverse = "sort.reverse"
  case copy, copyTable = "copy.table", copyCommand = "copy.command", writeTable = "list.csv"

  // Sources.
  case ingest = "source.ingest"
  case watch = "source.watch"
  case showMapping = "source.mapping"
  case retryRejects = "source.retry"
  case undoBatch = "source.undo"
  case auditFeed = "source.audit"
  case changeRole = "feed.role"
  case leaveColumnOut = "feed.leave-out"
  case takeFeed = "feed.take"

  // Consent.
  case breakdown = "consent.breakdown"
  case verifyLedger = "consent.verify"
  case consentOf = "consent.person"

  // Segments.
  case addCondition = "segment.add"
  case editCondition = "segment.edit"
  case negate = "segment.not"
  case group = "segment.group"
  case ungroup = "segment.ungroup"
  case switchJoint = "segment.joint"
  case mute = "segment.mute"
  case removeCondition = "segment.cut"
  case copyCondition = "segment.copy"
  case pasteCondition = "segment.paste"
  case moveUp = "segment.up"
  case moveDown = "segment.down"
  case undo = "segment.undo"
  case redo = "segment.redo"
  case textMode = "segment.text"
  case editOutside = "segment.editor"
  case save = "segment.save"
  case saveAs = "segment.save-as"
  case library = "segment.library"
  case newSegment = "segment.new"
  case chooseDestination = "segment.destination"
  case why = "segment.why"
  case compare = "segment.compare"
  case language = "segment.language"
  case exportSegment = "segment.export"
  case tick = "library.tick"
  case overlap = "library.overlap"
  case rename = "library.rename"
  case removeSegment = "library.remove"

  // People.
  case search = "people.search"
  case reveal = "people.reveal"

  // Audiences.
  case chooseSegment = "audience.segment"
  case delta = "audience.delta"
  case deliverySettings = "audience.settings"
  case export = "audience.export"

  // Reports.
  case parameters = "report.parameters"
  case chart = "report.chart"
  case makeSegment = "report.segment"
  case nextCell = "report.cell.next", previousCell = "report.cell.previous"
  case setBudget = "report.budget"

  /// True for what changes a segment's tree without asking anything: `.` does it again.
  var isEdit: Bool {
    switch self {
    case .negate, .group, .ungroup, .switchJoint, .mute, .removeCondition, .pasteCondition,
      .moveUp, .moveDown:
      true
    default: false
    }
  }

  /// True for what ends with something new in the workspace.
  var writes: Bool {
    switch self {
    case .ingest, .watch, .retryRejects, .undoBatch, .takeFeed, .save, .saveAs, .rename,
      .removeSegment, .reveal, .export, .setBudget:
      true
    default: false
    }
  }

  /// The pane that the action opens, for those that open one.
  var pane: Pane? {
    switch self {
    case .openHome: .home
    case .openSources: .sources
    case .openConsent: .consent
    case .openSegments: .segments
    case .openReports: .reports
    case .openAudiences: .audiences
    case .openPeople: .people
    default: nil
    }
  }
}
