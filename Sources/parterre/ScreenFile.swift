import Basis
import Cells
import Formats
import Requests
import Screens

/// Where the screen's state survives a crash and a quit: a small TOML file of the workspace.
struct ScreenFile {
  /// Which form of the file this is; a file of another one is left alone.
  private static let form = 1

  private let path: String

  init(workspace: String) { path = workspace + "/screen.toml" }

  /// What the last session left, and a word about a file that is there and cannot be used.
  func read() -> (memory: ScreenMemory?, warning: String?) {
    guard FileSystem.kind(of: path) != nil else { return (nil, nil) }
    do throws(Fault) {
      let document = try TOMLDocument.parse(try FileSystem.readText(path), file: path)
      let reader = TOMLReader(document, "screen.toml", code: .badConfiguration)
      let memory = Self.memory(reader)
      if let problem = reader.problems.faults.first { throw problem }
      return (memory, nil)
    } catch {
      return (nil, "The screen starts afresh, screen.toml is of no use: \(error.reason)")
    }
  }

  /// Keeps it; a full disk must not end the session, so a failure only leaves the old one.
  func write(_ memory: ScreenMemory) {
    try? FileSystem.writeAtomically(Array(Self.text(memory).utf8), to: path)
  }

  // MARK: Writing

  private static func text(_ memory: ScreenMemory) -> String {
    var lines = ["form = \(form)", "pane = \(quoted("\(memory.pane)"))"]
    lines.append("lens = \(quoted(memory.lens.rawValue))")
    if let theme = memory.theme { lines.append("theme = \(quoted(theme))") }
    if let segment = memory.segment {
      lines.append(
        segment.name.isEmpty ? "draft = \(segment.number)" : "segment = \(quoted(segment.name))")
    }
    lines.append("library = \(memory.showsLibrary)")
    if let name = memory.destination { lines.append("destination = \(quoted(name))") }
    lines.append("chart = \(memory.showsChart)")
    lines += table("focus", memory.focus.map { ("\($0.key)", quoted("\($0.value)")) })
    lines += dividers(memory.dividers)
    lines += table("rows", memory.lists.map { ("\($0.key)", "\($0.value.selection)") })
    let sorts = memory.lists.compactMap { panel, place in
      place.sort.map { (panel, $0) }
    }
    lines += table("sorts", sorts.map { ("\($0.0)", "\($0.1.column)") })
    let descending = sorts.filter(\.1.isDescending)
    lines += table("descending", descending.map { ("\($0.0)", "true") })
    if let report = memory.report {
      lines += ["[report]", "name = \(quoted(report.name))"]
      lines += table(
        "report.settings", report.settings.map { (quoted($0.name), quoted($0.value)) })
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where lines between panels are: of sides by pane, of others by pane and panel.
  private static func dividers(_ dividers: [Divider: Int]) -> [String] {
    var tables: [String: [(key: String, value: String)]] = [:]
    for (divider, place) in dividers {
      switch divider {
      case .side(let pane): tables["sides", default: []].append(("\(pane)", "\(place)"))
      case .width(let pane, let panel):
        tables["widths.\(pane)", default: []].append(("\(panel)", "\(place)"))
      case .height(let pane, let panel):
        tables["heights.\(pane)", default: []].append(("\(panel)", "\(place)"))
      }
    }
    return tables.keys.sorted().flatMap { table($0, tables[$0] ?? []) }
  }

  private static func table(_ name: String, _ entries: [(key: String, value: String)]) -> [String] {
    guard !entries.isEmpty else { return [] }
    return ["[\(name)]"] + entries.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
  }

  /// A text as TOML has it, which is as JSON has it.
  private static func quoted(_ text: String) -> String { JSON.string(text).text }

  // MARK: Reading

  private static func memory(_ reader: TOMLReader) -> ScreenMemory {
    var memory = ScreenMemory()
    guard reader.integer("form") == form else {
      reader.problem("form", "it is of another version", "Nothing has to be done")
      return memory
    }
    memory.pane = reader.string("pane").flatMap { name($0, "pane", of: panes, reader) } ?? .home
    memory.lens = reader.choice("lens", of: Lens.self) ?? .person
    memory.theme = reader.string("theme")
    memory.segment =
      reader.string("segment").map { DraftStore.Key(name: $0) }
      ?? reader.integer("draft").map { DraftStore.Key(number: $0) }
    memory.showsLibrary = reader.boolean("library") ?? true
    memory.destination = reader.string("destination")
    memory.showsChart = reader.boolean("chart") ?? false
    for (pane, panel) in entries(of: "focus", by: panes, reader, { $0.string($1) }) {
      memory.focus[pane] = name(panel, "focus", of: panels, reader)
    }
    memory.dividers = dividers(reader)
    memory.lists = lists(reader)
    if let report = reader.table("report"), let name = report.string("name") {
      let settings = report.texts("settings") ?? [:]
      memory.report = ReportRequest(
        name: name,
        settings: settings.sorted { $0.key < $1.key }.map {
          ReportRequest.Setting($0.key, $0.value)
        })
      report.refuseOthers()
    }
    reader.refuseOthers()
    return memory
  }

  private static func dividers(_ reader: TOMLReader) -> [Divider: Int] {
    var dividers: [Divider: Int] = [:]
    for (pane, place) in entries(of: "sides", by: panes, reader, { $0.integer($1) }) {
      dividers[.side(pane)] = place
    }
    for name in ["widths", "heights"] {
      guard let table = reader.table(name) else { continue }
      for text in table.keys {
        guard let pane = Self.name(text, text, of: panes, table) else { continue }
        for (panel, place) in entries(of: text, by: panels, table, { $0.integer($1) }) {
          dividers[name == "widths" ? .width(pane, panel) : .height(pane, panel)] = place
        }
      }
    }
    return dividers
  }

  private static func lists(_ reader: TOMLReader) -> [Panel: ScreenMemory.Place] {
    let rows = entries(of: "rows", by: panels, reader) { $0.integer($1) }
    let sorts = entries(of: "sorts", by: panels, reader) { $0.integer($1) }
    let descending = entries(of: "descending", by: panels, reader) { $0.boolean($1) }
    var lists: [Panel: ScreenMemory.Place] = [:]
    for (panel, row) in rows {
      let sort = sorts[panel].map {
        ListState.Sort(column: max(0, $0), isDescending: descending[panel] ?? false)
      }
      lists[panel] = ScreenMemory.Place(selection: max(0, row), sort: sort)
    }
    return lists
  }

  private static let panes = Dictionary(uniqueKeysWithValues: Pane.allCases.map { ("\($0)", $0) })
  private static let panels = Dictionary(
    uniqueKeysWithValues: Panel.allCases.map { ("\($0)", $0) })

  /// A table whose keys are panes or panels.
  private static func entries<Key: Hashable, Value>(
    of table: String, by keys: [String: Key], _ reader: TOMLReader,
    _ value: (TOMLReader, String) -> Value?
  ) -> [Key: Value] {
    guard let inner = reader.table(table) else { return [:] }
    var entries: [Key: Value] = [:]
    for text in inner.keys {
      guard let key = name(text, text, of: keys, inner) else { continue }
      entries[key] = value(inner, text)
    }
    return entries
  }

  private static func name<Named>(
    _ text: String, _ key: String, of names: [String: Named], _ reader: TOMLReader
  ) -> Named? {
    if let found = names[text] { return found }
    reader.problem(key, "there is no “\(text)”", "Nothing has to be done")
    return nil
  }
}
