internal import Basis
internal import Columns
internal import Normalise

/// The names that events are told apart by, such as channels, numbered in the order of the alphabet.
///
/// Numbers are ranks of the names themselves, so that nothing depends on which feed arrived first.
struct KeySpace: Sendable {
  /// What stands for a visit that nothing led to.
  static let direct = ChannelGroup.direct.rawValue

  let names: [String]
  private let sources: [String: Source]

  /// Where a type's events have their names.
  private enum Source: Sendable {
    case constant(UInt32)
    case text(TextColumn)
    case channel(ChannelSource)
  }

  /// Names that no events have yet.
  init(names: [String]) { self.init(names, [:]) }

  private init(_ names: [String], _ sources: [String: Source]) {
    (self.names, self.sources) = (names, sources)
  }

  /// Numbers events by their type.
  static func types(_ names: [String]) -> KeySpace {
    KeySpace(names, ranks(names).mapValues { .constant($0) })
  }

  /// The numbers of the events of a type; nil where they have none.
  ///
  /// Linear where a row's number takes several of its fields.
  func keys(of type: String) -> KeyedEvents.Keys? {
    switch sources[type] {
    case nil: return nil
    case .constant(let key): return .constant(key)
    case .text(let column):
      let ranks = Self.ranks(names)
      return .coded(column.codes, names: Self.numbers(column.dictionary) { ranks[$0] })
    case .channel(let source): return source.keys(Self.ranks(names))
    }
  }

  /// Which names mean a direct visit.
  var directs: [Bool] {
    names.map { ["direct", "direct_none", "none"].contains(Self.folded($0)) }
  }

  /// Whether events of a type can tell their channel.
  static func tellsChannel(_ fields: [String: ValueType]) -> Bool {
    fields["channel"] == .text || fields["utm_source"] == .text
  }

  /// What channels are told by.
  static let channelFields = ["channel", "utm_source", "utm_medium", "utm_campaign", "campaign"]

  /// Numbers events by channel: the field `channel`, else the group of source, medium and campaign.
  static func channels(_ tables: [(type: String, table: EventTable)]) -> KeySpace {
    var sources: [String: Source] = [:]
    var names: Set<String> = []
    for (type, table) in tables {
      let source = ChannelSource(table)
      sources[type] = .channel(source)
      names.formUnion(source.names)
    }
    return KeySpace(names.sorted(), sources)
  }

  /// Numbers events by a field of texts; types without the field have no key.
  static func values(
    of field: String, _ tables: [(type: String, table: EventTable)]
  ) -> KeySpace {
    var sources: [String: Source] = [:]
    var names: Set<String> = []
    for (type, table) in tables {
      guard case .text(let column) = table.fields[field] else { continue }
      sources[type] = .text(column)
      names.formUnion(column.dictionary.texts)
    }
    return KeySpace(names.sorted(), sources)
  }

  static func ranks(_ names: [String]) -> [String: UInt32] {
    Dictionary(
      names.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The number of each code of a dictionary; code 0, the unknown, has none.
  static func numbers(
    _ dictionary: TextDictionary, _ number: (String) -> UInt32?
  ) -> [UInt32] {
    [KeyedEvents.none] + dictionary.texts.map { number($0) ?? KeyedEvents.none }
  }

  /// A name in small letters with one kind of separator: `Paid Search` and `paid-search` are one.
  static func folded(_ name: String) -> String {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
  }
}

/// Where one type's events have their channel.
private struct ChannelSource: Sendable {
  private let channel: TextColumn?
  private let source: TextColumn?
  private let medium: TextColumn?
  private let campaign: TextColumn?
  private let rowCount: Int

  init(_ table: EventTable) {
    func text(_ name: String) -> TextColumn? {
      if case .text(let column) = table.fields[name] { column } else { nil }
    }
    (channel, source, medium) = (text("channel"), text("utm_source"), text("utm_medium"))
    campaign = text("utm_campaign") ?? text("campaign")
    rowCount = table.rowCount
  }

  private static let groups = Dictionary(
    ChannelGroup.allCases.map { (KeySpace.folded($0.rawValue), $0.rawValue) },
    uniquingKeysWith: { first, _ in first })

  /// A channel as a feed writes it, under the name of its group where it is one.
  private static func named(_ text: String) -> String {
    let folded = KeySpace.folded(text)
    return groups[folded] ?? (folded == "none" ? KeySpace.direct : text)
  }

  var names: [String] {
    (channel?.dictionary.texts.map { Self.named($0) } ?? [])
      + (source == nil ? [] : ChannelGroup.allCases.map(\.rawValue))
  }

  func keys(_ ranks: [String: UInt32]) -> KeyedEvents.Keys {
    let named = channel.map { column in
      KeySpace.numbers(column.dictionary) { ranks[Self.named($0)] }
    }
    if let channel, let named, source == nil { return .coded(channel.codes, names: named) }
    guard let source else { return .constant(KeyedEvents.none) }
    var groups = GroupTable(source: source, medium: medium, campaign: campaign, ranks)
    var keys = [UInt32](repeating: KeyedEvents.none, count: rowCount)
    for row in 0..<rowCount {
      if let channel, let named {
        keys[row] = named[Int(channel.codes[row])]
        guard keys[row] == KeyedEvents.none else { continue }
      }
      keys[row] = groups.key(
        source.codes[row], medium?.codes[row] ?? 0, campaign?.codes[row] ?? 0)
    }
    return .rows(keys)
  }
}

/// The groups of the sources, mediums and campaigns that were met, each found once.
private struct GroupTable {
  private let source: TextColumn
  private let medium: TextColumn?
  private let campaign: TextColumn?
  private let ranks: [String: UInt32]
  private var known: [UInt64: UInt32] = [:]
  /// The row before, since the events of a visit say the same.
  private var last: (code: UInt64, key: UInt32) = (.max, KeyedEvents.none)

  init(
    source: TextColumn, medium: TextColumn?, campaign: TextColumn?, _ ranks: [String: UInt32]
  ) {
    (self.source, self.medium, self.campaign, self.ranks) = (source, medium, campaign, ranks)
  }

  mutating func key(_ source: UInt32, _ medium: UInt32, _ campaign: UInt32) -> UInt32 {
    // 21 bits for each; a workspace with more than two million mediums has other troubles.
    let code =
      UInt64(source & 0x1F_FFFF) << 42 | UInt64(medium & 0x1F_FFFF) << 21
      | UInt64(campaign & 0x1F_FFFF)
    if code == last.code { return last.key }
    if let key = known[code] {
      last = (code, key)
      return key
    }
    let group = ChannelGroup.of(
      source: self.source.dictionary[source] ?? "", medium: self.medium?.dictionary[medium] ?? "",
      campaign: self.campaign?.dictionary[campaign] ?? "")
    let key = ranks[group.rawValue] ?? KeyedEvents.none
    known[code] = key
    last = (code, key)
    return key
  }
}
