internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// The groups that `--split` tells people apart by: the saved segments, or the values of an attribute.
struct PeopleGroups {
  struct Group {
    let cell: ReportTable.Cell
    let segment: Segment
    let count: Int
  }

  /// The largest group comes first.
  let groups: [Group]
  /// How many there are, with those that are too small to be shown.
  let all: Int

  /// More would be read by nobody, and each takes a run of the report.
  static let most = 12

  init(_ name: String, _ context: ReportContext) throws(Fault) {
    let found = try Self.found(try Self.dimension(name, context), context).filter { $0.count > 0 }
    // Equal groups stay in the order of their values.
    let sorted = found.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }.map(\.element)
    (groups, all) = (Array(sorted.prefix(Self.most)), found.count)
  }

  private static func dimension(
    _ name: String, _ context: ReportContext
  ) throws(Fault) -> Dimension {
    if name == "segment" { return .segment }
    let attributes = context.audience.vocabulary.attributes
    if attributes[name] != nil { return .attribute(name) }
    throw Fault(
      .badReport, "--split", reason: "people have no attribute “\(name)”",
      remedy: NearestName.remedy(for: name, among: ["segment"] + attributes.keys.sorted()))
  }

  private static func found(
    _ dimension: Dimension, _ context: ReportContext
  ) throws(Fault) -> [Group] {
    if let overlapping = try OverlappingGroups([dimension], context) {
      return overlapping.groups.map { group in
        let count = context.people?.intersectionCount(group.people) ?? group.people.count
        return Group(cell: group.cell, segment: group.segment, count: count)
      }
    }
    let axis = try GroupAxis(dimension, over: [EventTable.none(units: context.unitCount)], context)
    guard case .units(let codes, let map)? = axis.sources.first else { return [] }
    var counts = [Int](repeating: 0, count: axis.count)
    for unit in codes.indices where context.counts(unit) {
      counts[Int(map.isEmpty ? codes[unit] : map[Int(codes[unit])])] += 1
    }
    return zip(axis.labels, counts).map { label, count in
      Group(
        cell: label.cell, segment: .attribute(Name(dimension.name), label.test), count: count)
    }
  }
}

extension EventTable {
  /// No event of so many units.
  fileprivate static func none(units: Int) -> EventTable {
    EventTable(starts: [UInt32](repeating: 0, count: units + 1), times: [], fields: [:])
  }
}
