internal import Basis
internal import Cells
internal import Requests

/// Names that stand for others, always the same ones for the same name.
enum Pseudonym {
  static func of(_ name: String) -> String {
    let hash = Hash64.of(name, seed: 0x5C4EE9)
    let first = adjectives[Int(hash % UInt64(adjectives.count))]
    let second = nouns[Int(hash >> 16 % UInt64(nouns.count))]
    return "\(first)-\(second)-\(10 + Int(hash >> 40 % 90))"
  }

  // Short ones, so that a pseudonym fits where a name did.
  private static let adjectives = [
    "amber", "brisk", "calm", "dusky", "early", "fair", "grand", "hazel", "ivory", "jade",
    "keen", "lilac", "merry", "noble", "ochre", "pale", "quiet", "rosy", "soft", "tawny",
    "umber", "vivid", "warm", "young",
  ]
  private static let nouns = [
    "aster", "birch", "clove", "daisy", "elder", "fern", "gorse", "heath", "iris", "ivy",
    "larch", "maple", "mint", "olive", "poppy", "reed", "rowan", "rose", "thyme", "viola",
    "wheat", "yew",
  ]
}

extension AppState {
  /// Figures of fewer people are hidden while the screen is shared.
  static let leastShared = 10

  /// How many people, as the screen may show it.
  func people(_ count: Int?) -> String {
    guard isShared, let count, (1..<Self.leastShared).contains(count) else {
      return Figure.count(count)
    }
    return "<\(Self.leastShared)"
  }

  /// What every name on the screen is drawn as; nil while nobody looks on.
  var renaming: Renaming? {
    guard isShared else { return nil }
    return Renaming(Set(names).filter { $0.count > 1 }.map { ($0, Pseudonym.of($0)) })
  }

  /// Everything in sight that names somebody or something of somebody's.
  private var names: [String] {
    var names = [header.value?.name, sources.detail.value?.summary.name].compactMap { $0 }
    names += (sources.all.value ?? []).map(\.name)
    names += (sources.detail.value?.batches ?? []).map(\.file)
    names += (segments.library.value ?? []).map(\.name)
    // Beside the list of segments stands whose they are, and where they are kept.
    if let saved = selectedSegment { names += [saved.owner, saved.folder] + saved.tags }
    if let folder = sources.detail.value?.dropFolder { names.append(folder) }
    names += [segments.name, audiences.segmentTitle] + drafts.drafts.map(\.key.name)
    for activation in audiences.activations.value ?? [] {
      names += [activation.segment, activation.file]
    }
    if consent.coverage.value?.breakdown == .source {
      names += consent.coverage.value?.groups ?? []
    }
    if case .conditions(let picker) = overlay {
      names += (picker.candidates.value ?? []).filter { Self.namingKinds.contains($0.kind) }
        .map(\.name)
    }
    if pane == .people, let person = people.person.value {
      names += person.attributes.map(\.shown) + person.timeline.map(\.detail) + person.segments
    }
    if let table = reports.table.value { names += Self.names(in: table) }
    return names
  }

  private static let namingKinds: Set<Candidate.Kind> = [.segment, .campaign]

  /// The texts of a report's columns that name what belongs to somebody.
  private static func names(in table: ReportTable) -> [String] {
    let columns = table.columns.indices.filter { index in
      let title = table.columns[index].title.lowercased()
      return table.columns[index].kind == .text && namingColumns.contains { title.contains($0) }
    }
    let cells = table.rows.filter { !$0.isTotal }.flatMap { row in
      columns.compactMap { column -> String? in
        guard row.cells.indices.contains(column), case .text(let text) = row.cells[column]
        else { return nil }
        return text
      }
    }
    return cells + (columns.isEmpty ? [] : table.series.map(\.name))
  }

  private static let namingColumns = [
    "campaign", "segment", "source", "creative", "placement", "publisher", "site", "provider",
    "partner", "landing", "advertiser", "list",
  ]

  /// A report's cell, hidden where it counts too few people for a screen that is shared.
  func shared(_ cell: ReportTable.Cell, _ kind: ReportTable.Column.Kind) -> ReportTable.Cell {
    guard isShared, kind == .count, case .integer(let count) = cell,
      (1..<Self.leastShared).contains(count)
    else { return cell }
    return .small
  }
}
