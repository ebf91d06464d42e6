internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// Gathers the texts of several dictionaries under one numbering.
struct LabelPool {
  private(set) var texts: [String]
  private var codes: [ExactText: UInt32]
  private let first: TextDictionary?

  init(_ first: TextDictionary? = nil) {
    self.first = first
    texts = first?.texts ?? []
    codes = Dictionary(
      texts.enumerated().map { (ExactText($1), UInt32($0 + 1)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The code of a text, a new one where it is new.
  mutating func code(_ text: String) -> UInt32 {
    if let code = codes[ExactText(text)] { return code }
    texts.append(text)
    codes[ExactText(text)] = UInt32(texts.count)
    return UInt32(texts.count)
  }

  /// How a dictionary's codes become the pool's; empty where they are the same.
  mutating func map(_ dictionary: TextDictionary) -> [UInt32] {
    if dictionary == first { return [] }
    var map: [UInt32] = [0]
    map.reserveCapacity(dictionary.texts.count + 1)
    for text in dictionary.texts { map.append(code(text)) }
    return map
  }

  var labels: [GroupLabel] { [.unknown] + texts.map { .text($0) } }
}

extension GroupAxis {
  /// A dimension over `tables`; `extra` are texts beside those in the tables.
  init(
    _ dimension: Dimension, over tables: [EventTable], extra: [String] = [],
    channels: CampaignChannels? = nil, _ context: ReportContext
  ) throws(Fault) {
    switch dimension {
    case .time(let unit):
      let steps = Steps(context.period, unit, context.calendar)
      let labels = steps.starts.map { start in
        GroupLabel(cell: .date(CivilDate(daysSinceEpoch: start)), test: .known(true))
      }
      self.init(
        dimension: dimension, labels: [.unknown] + labels,
        sources: tables.map { _ in .steps(steps) }, isOwn: tables.map { _ in true })
    case .field(let name):
      try self.init(field: name, over: tables, extra, channels, context)
    case .attribute(let name):
      let (source, labels) = try Self.attribute(name, context)
      self.init(
        dimension: dimension, labels: labels, sources: tables.map { _ in source },
        isOwn: tables.map { _ in true })
    case .segment:
      preconditionFailure("segments overlap and are scanned one by one")
    }
  }

  private init(
    field name: String, over tables: [EventTable], _ extra: [String],
    _ channels: CampaignChannels?, _ context: ReportContext
  ) throws(Fault) {
    let columns = tables.map { $0.fields[name] }
    let kinds = columns.compactMap { $0 }
    if let first = kinds.first, case .text = first {
      var pool = LabelPool(Self.dictionary(first))
      var sources: [Source] = []
      for (table, column) in zip(tables, columns) {
        if case .text(let text)? = column {
          sources.append(.rows(text.codes, map: pool.map(text.dictionary)))
        } else if let channels, case .text(let campaigns)? = table.fields["campaign"] {
          sources.append(.rows(campaigns.codes, map: channels.map(campaigns.dictionary, &pool)))
        } else if case .text(let text)? = try context.audience.attribute(name) {
          sources.append(.units(text.codes, map: pool.map(text.dictionary)))
        } else {
          sources.append(.constant(0))
        }
      }
      for text in extra { _ = pool.code(text) }
      self.init(
        dimension: .field(name), labels: pool.labels, sources: sources,
        isOwn: columns.map { $0 != nil })
      return
    }
    var numbers: [Int64: UInt32] = [:]
    var labels = [GroupLabel.unknown]
    var sources: [Source] = []
    for column in columns {
      guard let column else {
        sources.append(.constant(0))
        continue
      }
      sources.append(.rows(try Self.codes(of: column, name, &numbers, &labels), map: []))
    }
    self.init(
      dimension: .field(name), labels: labels, sources: sources, isOwn: columns.map { $0 != nil })
  }

  private static func attribute(
    _ name: String, _ context: ReportContext
  ) throws(Fault) -> (Source, [GroupLabel]) {
    guard let column = try context.audience.attribute(name) else {
      return (.constant(0), [.unknown])
    }
    if case .text(let text) = column {
      return (.units(text.codes, map: []), LabelPool(text.dictionary).labels)
    }
    var numbers: [Int64: UInt32] = [:]
    var labels = [GroupLabel.unknown]
    let codes = try codes(of: column, name, &numbers, &labels)
    return (.units(codes, map: []), labels)
  }

  /// The most different numbers that make groups.
  private static let mostNumbers = 10_000

  private static func codes(
    of column: Column, _ name: String, _ numbers: inout [Int64: UInt32],
    _ labels: inout [GroupLabel]
  ) throws(Fault) -> [UInt32] {
    guard case .whole(let whole) = column else { throw unfit(name, "its values make no groups") }
    if case .money = whole.kind { throw unfit(name, "amounts of money make no groups") }
    var codes = [UInt32](repeating: 0, count: whole.values.count)
    for (row, value) in whole.values.enumerated() where value != WholeColumn.unknown {
      if let code = numbers[value] {
        codes[row] = code
        continue
      }
      guard labels.count <= mostNumbers else { throw unfit(name, "it has too many values") }
      let code = UInt32(labels.count)
      numbers[value] = code
      labels.append(.whole(value, whole.kind))
      codes[row] = code
    }
    return codes
  }

  private static func unfit(_ name: String, _ reason: String) -> Fault {
    Fault(
      .badReport, "--by \(name)", reason: reason,
      remedy: "Choose a text, a whole number or a flag")
  }

  private static func dictionary(_ column: Column) -> TextDictionary? {
    if case .text(let text) = column { text.dictionary } else { nil }
  }
}

/// The one channel of each campaign, where it has just one; for events that do not tell theirs.
struct CampaignChannels: Sendable {
  private var channels: [String: String?] = [:]

  /// Takes the pairs that occur; a campaign with two channels has none.
  mutating func add(_ campaign: String, _ channel: String) {
    if let known = channels[campaign] {
      if known != channel { channels[campaign] = .some(nil) }
    } else {
      channels[campaign] = channel
    }
  }

  /// Takes the pairs of a table that has both fields.
  mutating func add(_ table: EventTable) {
    guard case .text(let campaigns)? = table.fields["campaign"],
      case .text(let channels)? = table.fields["channel"]
    else { return }
    // Two channels at most are looked for: the first, and whether another one comes.
    var seen = [UInt32](repeating: 0, count: campaigns.dictionary.texts.count + 1)
    var isMixed = [Bool](repeating: false, count: seen.count)
    for row in campaigns.codes.indices {
      let (campaign, channel) = (Int(campaigns.codes[row]), channels.codes[row])
      guard channel != 0, seen[campaign] != channel else { continue }
      if seen[campaign] == 0 { seen[campaign] = channel } else { isMixed[campaign] = true }
    }
    for code in seen.indices.dropFirst() {
      guard let campaign = campaigns.dictionary[UInt32(code)],
        let channel = channels.dictionary[seen[code]]
      else { continue }
      add(campaign, channel)
      if isMixed[code] { self.channels[campaign] = .some(nil) }
    }
  }

  func channel(of campaign: String) -> String? { channels[campaign] ?? nil }

  /// The pool's code of the channel of each of a dictionary's campaigns.
  func map(_ campaigns: TextDictionary, _ pool: inout LabelPool) -> [UInt32] {
    var map: [UInt32] = [0]
    for text in campaigns.texts { map.append(channel(of: text).map { pool.code($0) } ?? 0) }
    return map
  }
}
