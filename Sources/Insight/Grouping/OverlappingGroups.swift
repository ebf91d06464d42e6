internal import Basis
internal import Columns
internal import Requests
internal import Segments

/// Groups that a person can be in several of: the saved segments, or the values of a list.
struct OverlappingGroups {
  struct Group {
    let cell: ReportTable.Cell
    let people: DenseSet
    let segment: Segment
  }

  let dimension: Dimension
  let groups: [Group]

  /// The groups of the one dimension that has such; nil where there is none.
  init?(_ dimensions: [Dimension], _ context: ReportContext) throws(Fault) {
    var found: [(Dimension, [Group])] = []
    for dimension in dimensions {
      if let groups = try Self.groups(dimension, context) { found.append((dimension, groups)) }
    }
    guard let first = found.first else { return nil }
    guard found.count == 1 else {
      throw Fault(
        .badReport, "--by", reason: "people can be in several groups of both",
        remedy: "Break down by one of segments and lists at a time")
    }
    (dimension, groups) = first
  }

  private static func groups(
    _ dimension: Dimension, _ context: ReportContext
  ) throws(Fault) -> [Group]? {
    switch dimension {
    case .time, .field: return nil
    case .segment:
      var groups: [Group] = []
      for saved in try context.data.savedSegments() {
        let segment = Segment.reference(Name(saved.name))
        groups.append(
          Group(
            cell: .text(saved.name), people: try context.planner.units(segment), segment: segment))
      }
      return groups
    case .attribute(let name):
      guard case .list(let column)? = try context.audience.attribute(name) else { return nil }
      var groups: [Group] = []
      for text in column.dictionary.texts {
        let segment = Segment.attribute(Name(name), .equals(text))
        let people = try context.planner.units(segment)
        if people.count > 0 {
          groups.append(Group(cell: .text(text), people: people, segment: segment))
        }
      }
      return groups
    }
  }
}
