extension KeyContext {
  static let globalKeys: [KeyBinding] = [
    KeyBinding("1", to: .openSources, "Sources"),
    KeyBinding("2", to: .openConsent, "Consent"),
    KeyBinding("3", to: .openSegments, "Segments"),
    KeyBinding("4", to: .openReports, "Reports"),
    KeyBinding("5", to: .openAudiences, "Audiences"),
    KeyBinding("6", to: .openPeople, "People"),
    KeyBinding("0", to: .openHome, "Home: what needs attention"),
    KeyBinding("Tab", "]", to: .nextPanel, "The next panel"),
    KeyBinding("Shift-Tab", "[", to: .previousPanel, "The panel before"),
    KeyBinding("z", to: .zoom, "Give the panel the whole screen, and back"),
    KeyBinding(
      ":", "Ctrl-P", to: .palette,
      "Find an action of any pane, a segment, a source, a report or a person"),
    KeyBinding("?", "F1", to: .help, "The keys that work here"),
    KeyBinding("L", to: .lens, "Count devices, people or households"),
    KeyBinding("@", to: .asOf, "Count as of another day, or of now again"),
    KeyBinding(".", to: .again, "Do the last edit once more"),
    KeyBinding("T", to: .theme, "Choose a theme"),
    KeyBinding("i", to: .receipt, "The receipt of the figure: what, when, how"),
    KeyBinding("C", to: .copyCommand, "Copy the command that prints this pane"),
    KeyBinding("R", "F5", to: .refresh, "Ask the workspace again"),
    KeyBinding("!", to: .showNotices, "What was said before"),
    KeyBinding("Ctrl-X", to: .cancelWork, "Call off the work that is running"),
    KeyBinding("M", to: .mouse, "Give the mouse to the terminal, for selecting text, and back"),
    KeyBinding(
      "S", to: .share, "Share the screen: names become pseudonyms, small figures go; and back"),
    KeyBinding("Ctrl-K", to: .writeKeys, "Save the keys of this session; --keys plays them"),
    KeyBinding("Ctrl-L", to: .redraw, "Draw the screen again"),
    KeyBinding("Ctrl-Z", to: .suspend, "Go to the background; fg comes back"),
    KeyBinding("q", "Ctrl-C", to: .quit, "Quit; asks when work would be lost"),
  ]

  static let listKeys: [KeyBinding] = [
    KeyBinding("j", "Down", to: .down, "Down"),
    KeyBinding("k", "Up", to: .up, "Up"),
    KeyBinding("PgDn", "Ctrl-F", to: .pageDown, "A page down"),
    KeyBinding("PgUp", "Ctrl-B", to: .pageUp, "A page up"),
    KeyBinding("Ctrl-D", to: .halfDown, "Half a page down"),
    KeyBinding("Ctrl-U", to: .halfUp, "Half a page up"),
    KeyBinding("Home", "g g", to: .first, "The first"),
    KeyBinding("End", "G", to: .last, "The last"),
    KeyBinding("Enter", "l", "Right", to: .open, "Open"),
    KeyBinding("Esc", "h", "Left", to: .back, "Back; nothing is lost"),
    KeyBinding("/", to: .filter, "Narrow the list; !word leaves out", hint: "filter"),
    KeyBinding("n", to: .nextMatch, "The next that the filter lit"),
    KeyBinding("N", to: .previousMatch, "The one before"),
    KeyBinding("o", to: .sort, "Sort by the next column", hint: "sort"),
    KeyBinding("O", to: .sortReverse, "Sort the other way round"),
    KeyBinding("c", to: .copy, "Copy what is selected", hint: "copy"),
    KeyBinding("Y", to: .copyTable, "Copy the whole table as CSV"),
    KeyBinding("X", to: .writeTable, "Write the whole table into a CSV file"),
  ]

  static let builderKeys: [KeyBinding] = [
    KeyBinding("a", "+", to: .addCondition, "Add a condition", hint: "add"),
    KeyBinding("e", "Enter", to: .editCondition, "Edit the condition", hint: "edit"),
    KeyBinding("n", to: .negate, "Turn into its opposite", hint: "not"),
    KeyBinding("g", to: .group, "Put into a group of its own", hint: "group"),
    KeyBinding("G", to: .ungroup, "Dissolve the group"),
    KeyBinding("m", "Space", to: .mute, "Leave out for now, and back", hint: "mute"),
    KeyBinding("|", "&", to: .switchJoint, "Between all of and any of", hint: "all/any"),
    KeyBinding("d", "Del", to: .removeCondition, "Cut out; u brings back", hint: "cut"),
    KeyBinding("u", to: .undo, "Undo", hint: "undo"),
    KeyBinding("Ctrl-R", to: .redo, "Redo"),
    KeyBinding("t", to: .textMode, "Edit as text", hint: "as text"),
    KeyBinding("s", "Ctrl-S", to: .save, "Save", hint: "save"),
    KeyBinding("A", to: .saveAs, "Save under another name"),
    KeyBinding("x", to: .exportSegment, "Hand it to a channel", hint: "export"),
    KeyBinding("o", "Esc", "h", "Left", to: .library, "All segments", hint: "open"),
    KeyBinding("y", to: .copyCondition, "Copy the condition"),
    KeyBinding("p", to: .pasteCondition, "Paste a condition"),
    KeyBinding("K", "Alt-Up", to: .moveUp, "Move up"),
    KeyBinding("J", "Alt-Down", to: .moveDown, "Move down"),
    KeyBinding("D", to: .chooseDestination, "Choose the channel of the waterfall"),
    KeyBinding("w", to: .why, "Why someone is in it, or is not"),
    KeyBinding("v", to: .compare, "What is different since the saved version, or the chosen one"),
    KeyBinding("E", to: .editOutside, "Edit the text in your editor"),
    KeyBinding("F2", to: .language, "How segments are written"),
    KeyBinding("Ctrl-N", to: .newSegment, "A new segment"),
  ]

  static let libraryKeys: [KeyBinding] = [
    KeyBinding("Enter", "e", to: .open, "Open in the builder", hint: "open"),
    KeyBinding("a", "Ctrl-N", to: .newSegment, "A new segment", hint: "new"),
    KeyBinding("Space", to: .tick, "Tick for comparing", hint: "tick"),
    KeyBinding("v", to: .overlap, "How those ticked overlap", hint: "overlap"),
    KeyBinding("r", to: .rename, "Rename; references follow", hint: "rename"),
    KeyBinding("d", "Del", to: .removeSegment, "Remove, after asking"),
    KeyBinding("x", to: .exportSegment, "Hand it to a channel", hint: "export"),
  ]

  static let sourceKeys: [KeyBinding] = [
    KeyBinding("a", to: .ingest, "Ingest a file for this source", hint: "ingest"),
    KeyBinding("w", to: .watch, "Watch a folder for its files, and stop", hint: "watch"),
    KeyBinding("r", to: .retryRejects, "Try its rejected rows again", hint: "retry rejects"),
    KeyBinding("u", to: .undoBatch, "Take out what a batch brought", hint: "undo batch"),
    KeyBinding("m", to: .showMapping, "How its rows are read: the mapping", hint: "mapping"),
    KeyBinding("A", to: .auditFeed, "Audit a new feed, step by step", hint: "audit a feed"),
  ]

  static let feedKeys: [KeyBinding] = [
    KeyBinding("e", to: .changeRole, "Say what the column is", hint: "role"),
    KeyBinding(
      "d", "Space", to: .leaveColumnOut, "Leave the column out, and back", hint: "leave out"),
    KeyBinding("s", to: .takeFeed, "Name the source, and take the feed in", hint: "make a source"),
    KeyBinding("A", to: .auditFeed, "Look at another feed", hint: "another"),
  ]

  static let consentKeys: [KeyBinding] = [
    KeyBinding("b", to: .breakdown, "By country, or by source", hint: "break down"),
    KeyBinding("s", to: .consentOf, "What one person permitted, and who said so", hint: "person"),
    KeyBinding("v", to: .verifyLedger, "Read the whole ledger and check it", hint: "verify"),
  ]

  static let peopleKeys: [KeyBinding] = [
    KeyBinding("s", "a", to: .search, "Look for a person by an identifier", hint: "search"),
    KeyBinding(
      "r", to: .reveal, "Show identifiers for ten seconds; this is logged", hint: "reveal"),
    KeyBinding("w", to: .why, "Why the person is in a segment, or is not", hint: "why"),
  ]

  static let audienceKeys: [KeyBinding] = [
    KeyBinding("a", to: .chooseSegment, "Choose the segment to hand over", hint: "segment"),
    KeyBinding("d", to: .delta, "Everyone, or only what changed", hint: "delta"),
    KeyBinding(
      "e", to: .deliverySettings,
      "What the channel is told, how many are held out, who is left out", hint: "settings"),
    KeyBinding("x", to: .export, "Write the file, after asking", hint: "export"),
  ]

  static let reportKeys: [KeyBinding] = [
    KeyBinding("e", to: .parameters, "Change what the report is told", hint: "settings"),
    KeyBinding("t", to: .chart, "Between chart and table", hint: "chart"),
    KeyBinding(
      "+", to: .makeSegment, "Make the row's or the cell's people a segment", hint: "segment"),
    KeyBinding("l", "Right", to: .nextCell, "The cell to the right, where cells stand for people"),
    KeyBinding("h", "Left", to: .previousCell, "The cell to the left, and back to the whole row"),
    KeyBinding("b", to: .setBudget, "Say what the row's campaign may cost", hint: "budget"),
  ]

  static let homeKeys: [KeyBinding] = [
    KeyBinding("Enter", "l", "Right", to: .open, "Open what is selected", hint: "open")
  ]
}
