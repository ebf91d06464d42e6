internal import Basis
internal import Formats

/// What a named kind of feed implies beyond how it is written; what a mapping says comes first.
package enum FeedSpec {
  /// The kind of feed that a delimited text is by its columns; nil for one like any other.
  package static func kind(of columns: [String]) -> FeedKind? {
    let finder = ColumnFinder(columns)
    func has(_ groups: [String]...) -> Bool { groups.allSatisfy { finder.first($0) != nil } }
    if has(["Event Time"], ["User ID"], ["Event Type"]) { return .dtv2 }
    if has(["TimeUsec2", "TimeUsec", "Time"], ["LineItemId"], ["UserId", "PublisherProvidedID"]) {
      return .gam
    }
    guard CostReportSpec.rule(columns) != nil else { return nil }
    if finder.first(beginning: ["Amount spent", "Ausgegebener Betrag", "Montant dépensé"]) != nil {
      return .metaAds
    }
    return has(["Impr.", "Impressionen", "Impressions", "Impresiones"], CostReportSpec.currencies)
      ? .googleAds : nil
  }

  /// The mapping with all that its kind of feed implies.
  package static func completed(_ mapping: Mapping, columns: [String], file: String) -> Mapping {
    var full = kindCompleted(mapping, columns: columns, file: file)
    // Amounts of one event are in one currency, which reports look for in its field `currency`.
    if !full.fields.contains(where: { $0.name == currencyField }),
      let column = full.fields.lazy.compactMap(\.currencyColumn).first
    {
      full.fields.append(
        ValueRule(name: currencyField, input: Input(column: column), type: .text))
    }
    return full
  }

  private static let currencyField = "currency"

  private static func kindCompleted(_ mapping: Mapping, columns: [String], file: String)
    -> Mapping
  {
    var full = mapping
    switch mapping.feed.kind {
    case .segment: return SegmentSpec.completed(mapping)
    case .googleAds, .metaAds: CostReportSpec.complete(&full, columns)
    case .dtv2: AdLogSpec.completeTransfer(&full, columns)
    case .gam: AdLogSpec.completeManager(&full, columns, file: file)
    case .tcf: ConsentRecordSpec.complete(&full, columns)
    case .csv, .json, .jsonLines, nil: break
    }
    return full
  }

  /// The paths that the first objects of a feed have, for kinds that are told by their columns.
  static func paths(in head: [UInt8]) -> [String] {
    var paths: [String] = []
    for line in head.split(separator: 10).prefix(50) {
      let bytes = Array(line)
      guard let leaves = try? JSONLeaves.read(bytes.span) else { continue }
      for leaf in leaves where !paths.contains(leaf.path) { paths.append(leaf.path) }
    }
    return paths
  }
}
