internal import Basis
internal import Columns
internal import Segments

/// What first-party sources say of people, for checking what others say.
struct FirstPartyTruth {
  private let context: ReportContext
  private let parties: [SourceFacts]
  private let births: [Int64]?

  /// Whether age bands can be checked against dates of birth.
  let comparesAges: Bool

  /// On how many people a source and the truth both speak, and on how many they agree.
  struct Agreement {
    var compared = 0
    var equal = 0
  }

  init(_ sources: [SourceFacts], _ context: ReportContext) throws(Fault) {
    self.context = context
    parties = sources.filter { $0.party == "first" }
    var births: [Int64]?
    for party in parties {
      guard
        case .whole(let column)? = try context.data.attribute("birth_date", from: party.name)?
          .column,
        column.kind == .date
      else { continue }
      births = births ?? column.values
    }
    self.births = births
    comparesAges =
      births != nil
      && sources.contains { $0.party != "first" && $0.attributes.contains("age_band") }
  }

  /// How far a source agrees; nil where there is nothing that both say.
  func agreement(of source: SourceFacts) throws(Fault) -> Agreement? {
    var agreement = Agreement()
    for name in source.attributes {
      guard let said = try context.data.attribute(name, from: source.name)?.column else { continue }
      let truths = parties.filter { $0.attributes.contains(name) }
      for party in truths {
        guard let truth = try context.data.attribute(name, from: party.name)?.column else {
          continue
        }
        compare(said, truth, &agreement)
      }
      if truths.isEmpty, name == "age_band", case .text(let bands) = said, let births {
        compare(bands, births, &agreement)
      }
    }
    return agreement.compared > 0 ? agreement : nil
  }

  private func compare(_ said: Column, _ truth: Column, _ agreement: inout Agreement) {
    switch (said, truth) {
    case (.text(let a), .text(let b)):
      for unit in a.codes.indices where a.codes[unit] != 0 && b.codes[unit] != 0 {
        guard context.counts(unit) else { continue }
        agreement.compared += 1
        let isEqual = a.dictionary[a.codes[unit]] == b.dictionary[b.codes[unit]]
        agreement.equal += isEqual ? 1 : 0
      }
    case (.whole(let a), .whole(let b)):
      for unit in a.values.indices
      where a.values[unit] != WholeColumn.unknown && b.values[unit] != WholeColumn.unknown {
        guard context.counts(unit) else { continue }
        agreement.compared += 1
        agreement.equal += a.values[unit] == b.values[unit] ? 1 : 0
      }
    // Lists and measured numbers are seldom equal, and that would tell nothing.
    case (.text, _), (.whole, _), (.real, _), (.list, _): break
    }
  }

  private func compare(_ bands: TextColumn, _ births: [Int64], _ agreement: inout Agreement) {
    let ranges = bands.dictionary.texts.map { Self.ages($0) }
    let today = CivilDate(
      daysSinceEpoch: Int(context.calendar.day(of: context.asOf.seconds)))
    for unit in bands.codes.indices
    where bands.codes[unit] != 0 && births[unit] != WholeColumn.unknown {
      guard context.counts(unit), let range = ranges[Int(bands.codes[unit]) - 1] else { continue }
      let birth = CivilDate(daysSinceEpoch: Int(births[unit]))
      let isBefore = (today.month, today.day) < (birth.month, birth.day)
      agreement.compared += 1
      agreement.equal += range.contains(today.year - birth.year - (isBefore ? 1 : 0)) ? 1 : 0
    }
  }

  /// The ages of a band such as `35-44`, `65+` or `<18`; nil for anything else.
  static func ages(_ band: String) -> ClosedRange<Int>? {
    if band.last == "+", let low = Int(band.dropLast()) { return low...max(low, 200) }
    if band.first == "<", let high = Int(band.dropFirst()), high > 0 { return 0...(high - 1) }
    let ends = band.split(whereSeparator: { $0 == "-" || $0 == "–" }).compactMap { Int($0) }
    return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
  }
}
