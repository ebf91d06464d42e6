package import Basis
internal import Columns
internal import Consent
internal import Storage

/// What the rules of retention take away, now and in the months to come.
package struct RetentionReport: Sendable {
  package struct Line: Sendable {
    package let source: String
    /// The purpose; nil for what no purpose may use any more, which `compact` removes.
    package let purpose: String?
    package let keep: String
    package let rows: Int
    /// Rows that do not count any more.
    package let expired: Int
    /// Rows that stop counting later, by the month in which they do, such as 2027-01.
    package let ahead: [(month: String, rows: Int)]
  }

  package let asOf: Timestamp
  package let days: Int
  package let lines: [Line]
  /// Identifiers, which go with the last that is kept of whom they belong to.
  package let identifiers: Identifiers

  package struct Identifiers: Sendable {
    package let count: Int
    /// Those that do not count any more.
    package let expired: Int
    /// Those that stop counting later, by the month in which they do.
    package let ahead: [(month: String, count: Int)]
  }
}

extension QuestionDesk {
  /// Events and attributes by source and purpose, and when they stop counting, up to `days` ahead.
  package func retention(asOf now: Timestamp, days: Int) throws(Fault) -> RetentionReport {
    try reading { (workspace) throws(Fault) in
      let sources = try workspace.catalogue.sources()
      let rules = try PrivacyRules.read(in: workspace.path, sources: sources.map(\.name))
      var names: [SourceID: String] = [:]
      for source in sources { names[source.id] = source.name }
      let preview = RetentionPreview(
        rules.retention, try Self.cells(workspace, names), rules.purposes, asOf: now, days: days)
      let lines = preview.lines.filter { !Self.isSaidForAll($0, preview, rules) }.map { line in
        var months: [String: Int] = [:]
        for day in line.ahead { months[String(day.day.iso8601.prefix(7)), default: 0] += day.rows }
        return RetentionReport.Line(
          source: line.source, purpose: line.purpose.map { rules.purposes.name(of: $0) },
          keep: Self.keep(line, rules), rows: line.rows, expired: line.expired,
          ahead: months.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      }
      return RetentionReport(
        asOf: now, days: days, lines: lines,
        identifiers: try Self.identifiers(workspace, from: now, days: days))
    }
  }

  /// How many identifiers fall out, month by month; each is looked at as on the first of the next.
  private static func identifiers(_ workspace: Workspace, from now: Timestamp, days: Int)
    throws(Fault) -> RetentionReport.Identifiers
  {
    let terms = try DataTerms(workspace, nil)
    let snapshot = try Snapshot(workspace, on: terms.retention(at: now))
    let last = now.advanced(by: Int64(days) * 86_400)
    var instants = [now]
    var months: [String] = []
    while instants[instants.count - 1] < last {
      let day = instants[instants.count - 1].seconds.dividedByFloor(86_400).quotient
      let date = CivilDate(daysSinceEpoch: Int(day))
      months.append(String(date.iso8601.prefix(7)))
      let (year, month) = (date.year * 12 + date.month).dividedByFloor(12)
      let next = CivilDate(year: year, month: month + 1, day: 1).map {
        Timestamp(Int64($0.daysSinceEpoch) * 86_400)
      }
      instants.append(min(last, next ?? last))
    }
    let isRuled = !snapshot.retention.cutoffs.isEmpty
    let forgotten =
      isRuled
      ? try ForgottenNodes.find(
        in: snapshot, bad: try BadNodes.find(in: snapshot), on: instants.map(terms.retention)
      ).map(\.count) : []
    var ahead: [(month: String, count: Int)] = []
    for (index, month) in months.enumerated() where isRuled {
      let further = forgotten[index + 1] - forgotten[index]
      if further > 0 { ahead.append((month, further)) }
    }
    var named = Bitmap(count: snapshot.nodeCount)
    for seen in snapshot.sightings {
      for node in try seen.reader.nodes(of: seen.list) where node != 0 { named.insert(node) }
    }
    return RetentionReport.Identifiers(
      count: named.count, expired: forgotten.first ?? 0, ahead: ahead)
  }

  /// Whether a line says of one purpose what the line of its source says of all.
  private static func isSaidForAll(
    _ line: RetentionPreview.Line, _ preview: RetentionPreview, _ rules: PrivacyRules
  ) -> Bool {
    guard line.purpose != nil else { return false }
    return preview.lines.contains {
      $0.source == line.source && $0.purpose == nil && keep($0, rules) == keep(line, rules)
    }
  }

  private static func keep(_ line: RetentionPreview.Line, _ rules: PrivacyRules) -> String {
    let purposes = line.purpose.map { [$0] } ?? rules.purposes.purposes
    let spans = purposes.compactMap { rules.retention.keep(source: line.source, purpose: $0) }
    let longest = spans.max { $0.end(from: Timestamp(0)) < $1.end(from: Timestamp(0)) }
    return longest.map(\.description) ?? ""
  }

  /// How many events and facts each source has of each day.
  private static func cells(_ workspace: Workspace, _ names: [SourceID: String]) throws(Fault)
    -> [RetentionPreview.Cell]
  {
    var rows: [SourceID: [Int: Int]] = [:]
    func count(_ times: [UInt32], _ source: SourceID?) {
      guard let source else { return }
      var days = rows[source] ?? [:]
      for time in times { days[Int(time) / 86_400, default: 0] += 1 }
      rows[source] = days
    }
    for run in try workspace.runs(of: .events) {
      let reader = try EventRunReader(run.file)
      for type in reader.types { count(try reader.table(type)?.times ?? [], run.record.source) }
    }
    for run in try workspace.runs(of: .attributes) {
      for name in FactMerge.attributes(of: run.file) {
        count(try FactTable.read(name, from: run.file)?.times ?? [], run.record.source)
      }
    }
    return rows.flatMap { source, days in
      days.map {
        RetentionPreview.Cell(
          source: names[source] ?? "", day: CivilDate(daysSinceEpoch: $0.key), rows: $0.value)
      }
    }
  }
}
