package import Basis

/// Everything a face can ask; the answer is the case of `Answer` named beside it.
///
/// Every text of a segment is in the segment language.
package enum Question: Hashable, Sendable {
  // The workspace.
  /// `.header`
  case header

  // Sources.
  /// `.sources`
  case sources
  /// `.source`
  case source(name: String)
  /// `.ingested`; reports progress in bytes.
  case ingest(IngestRequest)
  /// `.ingested`; every source where `source` is nil.
  case retryRejects(source: String?)
  /// `.done`: takes out exactly what the batch brought.
  case undoBatch(BatchID)
  /// Takes in what comes into a folder until it is called off: estimates alone, `.done` when it
  /// has begun and `.ingested` after each time that something came.
  case watch(folder: String, source: String)
  /// `.paths`: what a file picker offers for what is typed.
  case paths(startingWith: String)
  /// `.study`: what is in a feed and what would become of it; nothing is kept.
  case study(FeedStudyRequest)
  /// `.ingested`: a new source and its first batch; reports progress in bytes.
  case addSource(NewSourceRequest)

  // Consent.
  /// `.consent`
  case consent(ConsentRequest)
  /// `.ledger`
  case ledger
  /// `.ledger`, after reading every record again; reports progress in records.
  case verifyLedger
  /// `.consentHistory`
  case consentHistory(PersonReference)

  // Segments.
  /// `.checked`
  case check(text: String)
  /// `.completions` for the place `offset`, in bytes of UTF-8.
  case complete(text: String, offset: Int)
  /// `.counted`: the total and every node.
  case count(SegmentDefinition)
  /// `.total`: the total alone, such as for a condition that is only being looked at.
  case total(SegmentDefinition)
  /// `.waterfall`
  case waterfall(SegmentDefinition, destination: String)
  /// `.facets`
  case facets(FacetRequest)
  /// `.trend`
  case trend(SegmentDefinition, days: Int)
  /// `.candidates`
  case candidates(CandidateRequest)
  /// `.segments`
  case segments
  /// `.versions`, newest first
  case versions(name: String)
  /// `.saved`
  case save(SaveRequest)
  /// `.done`
  case removeSegment(name: String)
  /// `.done`: references in other segments follow.
  case renameSegment(name: String, to: String)
  /// `.difference`: what a definition that is not saved changes against a version.
  case difference(name: String, version: Int, text: String)
  /// `.overlap`
  case overlap(names: [String])
  /// `.why`
  case why(SegmentDefinition, PersonReference)

  // People.
  /// `.peopleOverview`
  case peopleOverview
  /// `.people`
  case findPeople(PersonSearch)
  /// `.person`; a revealed view is written to the audit log.
  case person(PersonReference, reveal: Bool)

  // Audiences.
  /// `.destinations`
  case destinations
  /// `.preflight`
  case preflight(ExportRequest)
  /// `.exported`; reports progress in people.
  case export(ExportRequest)
  /// `.activations`, newest first
  case activations

  // Reports.
  /// `.reports`
  case reports
  /// `.table`
  case report(ReportRequest)
  /// `.done`: what a campaign may cost.
  case setBudget(BudgetRequest)
}
