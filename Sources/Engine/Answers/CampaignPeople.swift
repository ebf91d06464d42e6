internal import Basis
internal import Columns
internal import Segments

/// A campaign that events name, and how many have such an event.
struct CampaignPeople {
  /// An event whose field names campaigns.
  struct Use: Hashable {
    let event: String
    let field: String

    /// The condition that somebody has such an event of a campaign.
    func condition(of campaign: String) -> Segment {
      let test = Test.compare(.equal, Literal(.text(campaign)))
      return .behaviour(Behaviour(Name(event), filter: .test(Name(field), test)))
    }
  }

  /// As it is written where it is met first; other cases of its letters are the same campaign.
  let name: String
  let people: Int
  let uses: [Use]

  /// The fields whose text is a campaign's name.
  static let fields = ["campaign", "utm_campaign"]

  /// The events that can name a campaign, in order.
  static func uses(in vocabulary: Vocabulary) -> [Use] {
    vocabulary.events.sorted { $0.key < $1.key }.flatMap { event, known in
      fields.filter { known[$0] == .text }.map { Use(event: event, field: $0) }
    }
  }

  /// Every campaign of which somebody has an event up to `asOf`, the one with most people first.
  ///
  /// One look at each event counts all campaigns, where a count of each would look once for each.
  static func all(
    in audience: WorkspaceAudience, asOf: Timestamp, _ cancellation: Cancellation
  ) throws(Fault) -> [CampaignPeople] {
    var census = Census()
    for use in uses(in: audience.vocabulary) {
      guard let frame = try audience.eventFrame(use.event),
        case .text(let column)? = try audience.eventField(use.field, of: use.event)
      else { continue }
      census.add(use, frame, column)
    }
    return try census.counted(unitCount: audience.unitCount, asOf: asOf, cancellation)
  }
}

/// Counts the people of every campaign at once.
private struct Census {
  /// Events that name campaigns; one whose column has the code `c` is of the campaign `numbers[c]`.
  private struct Table {
    let use: CampaignPeople.Use
    let starts: [UInt32]
    let times: [UInt32]
    let codes: [UInt32]
    let numbers: [Int]
  }

  private var tables: [Table] = []
  private var numberOfFolded: [String: Int] = [:]
  /// Number 0 is of events that name no campaign.
  private var names = [""]

  mutating func add(_ use: CampaignPeople.Use, _ frame: EventTable, _ column: TextColumn) {
    var numbers = [0]
    for text in column.dictionary.texts {
      let folded = SimpleFolding.folded(text)
      if let known = numberOfFolded[folded] {
        numbers.append(known)
      } else {
        numberOfFolded[folded] = names.count
        numbers.append(names.count)
        names.append(text)
      }
    }
    tables.append(
      Table(
        use: use, starts: frame.starts, times: frame.times, codes: column.codes, numbers: numbers))
  }

  func counted(
    unitCount: Int, asOf: Timestamp, _ cancellation: Cancellation
  ) throws(Fault) -> [CampaignPeople] {
    let end = UInt32(clamping: asOf.seconds)
    var people = [Int](repeating: 0, count: names.count)
    /// The unit that was counted last for a campaign, so that nobody counts twice.
    var last = [Int](repeating: -1, count: names.count)
    /// Whether anybody has an event of a table, by table and by campaign.
    var isUsed = [Bool](repeating: false, count: tables.count * names.count)
    for unit in 0..<unitCount {
      if unit & 0xFFFF == 0 { try cancellation.check() }
      for index in tables.indices {
        var row = Int(tables[index].starts[unit])
        let rows = Int(tables[index].starts[unit + 1])
        while row < rows, tables[index].times[row] <= end {
          let number = tables[index].numbers[Int(tables[index].codes[row])]
          isUsed[index * names.count + number] = true
          if last[number] != unit { people[number] += 1 }
          last[number] = unit
          row += 1
        }
      }
    }
    return names.indices.dropFirst().filter { people[$0] > 0 }.map { number in
      CampaignPeople(
        name: names[number], people: people[number],
        uses: tables.indices.filter { isUsed[$0 * names.count + number] }.map { tables[$0].use })
    }.sorted { ($1.people, $0.name) < ($0.people, $1.name) }
  }
}
