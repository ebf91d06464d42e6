extension LedgerEntry {
  /// Names the fields in which this entry, as it is chained, differs from `stored`, as a workspace's
  /// own columns have it.
  ///
  /// A workspace keeps consent twice: in the chain, where a change shows, and in columns that
  /// questions are asked of. Whoever changes a column by hand is found by this comparison. Where the
  /// person's salt was erased the subject and the evidence cannot be compared any more.
  package func differences(from stored: LedgerEntry, saltIsErased: Bool) -> [String] {
    var names: [String] = []
    if time != stored.time { names.append("time") }
    if !saltIsErased, subject != stored.subject { names.append("identifier") }
    if source != stored.source { names.append("source") }
    if kind != stored.kind { names.append("kind") }
    if basis != stored.basis { names.append("legal basis") }
    if jurisdiction != stored.jurisdiction { names.append("jurisdiction") }
    if granted != stored.granted { names.append("granted purposes") }
    if refused != stored.refused { names.append("refused purposes") }
    if !saltIsErased, evidence != stored.evidence { names.append("proof") }
    return names
  }
}
