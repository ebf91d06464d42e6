import Basis
import Engine
import Requests

/// Whether the workspace is whole, and how fresh what people permitted is.
struct WorkspaceChecks {
  let path: String
  let terms: QuestionDesk.Terms

  func findings() -> [DoctorFinding] {
    let desk = QuestionDesk(path: path)
    do throws(Fault) {
      var found = try whole(desk)
      found += try freshness(desk)
      found += try consent(desk)
      return found
    } catch {
      return [finding("workspace", .fails, "\(error.subject): \(error.reason)", error.remedy)]
    }
  }

  private func finding(
    _ name: String, _ state: DoctorFinding.State, _ detail: String, _ remedy: String = ""
  ) -> DoctorFinding {
    DoctorFinding(
      area: name.hasPrefix("consent") ? "consent" : "workspace", name: name, state: state,
      detail: detail, remedy: remedy)
  }

  private func whole(_ desk: QuestionDesk) throws(Fault) -> [DoctorFinding] {
    let report = try desk.check()
    guard let first = report.problems.first else {
      return [
        finding(
          "integrity", .works,
          "\(counted(report.batches, "batch", "batches")) in \(counted(report.files, "file")), "
            + "all as written")
      ]
    }
    let more = report.problems.count > 1 ? ", and \(report.problems.count - 1) more" : ""
    return [
      finding(
        "integrity", .fails, first + more,
        "`parterre verify` lists everything; restore a backup, or undo the batches concerned")
    ]
  }

  private func freshness(_ desk: QuestionDesk) throws(Fault) -> [DoctorFinding] {
    let sources = try desk.sources(asOf: terms.asOf)
    let late = sources.filter { if case .late = $0.freshness { true } else { false } }
    guard !sources.isEmpty else {
      return [finding("sources", .note, "there is none", "`parterre source add` makes one")]
    }
    return [
      finding(
        "sources", late.isEmpty ? .works : .note,
        late.isEmpty
          ? "\(sources.count), none of them late"
          : "\(late.count) of \(sources.count) late: "
            + late.map(\.name).joined(separator: ", "),
        late.isEmpty ? "" : "Ask their senders, or change the interval with `source set --every`")
    ]
  }

  private func consent(_ desk: QuestionDesk) throws(Fault) -> [DoctorFinding] {
    guard case .ledger(let ledger) = try desk.answer(.ledger, terms: terms), ledger.records > 0,
      case .consent(let coverage) = try desk.answer(
        .consent(ConsentRequest(breakdown: .source)), terms: terms)
    else {
      return [
        finding(
          "consent", .note, "nobody has told anything: nobody may be addressed",
          "Ingest a consent feed")
      ]
    }
    let age = ledger.lastRecord.map { max(0, terms.asOf.seconds - $0.seconds) / 86_400 }
    let isOld = (age ?? 0) > 30
    var found = [
      finding(
        "consent", isOld ? .note : .works,
        "\(counted(ledger.records, "record")), the last "
          + (age.map { $0 == 0 ? "today" : "\(counted(Int($0), "day")) ago" } ?? "never"),
        isOld ? "Look whether the consent feed still comes" : "")
    ]
    for purpose in coverage.purposes {
      let total = purpose.total
      guard total.granted + total.expired > 0 else { continue }
      let isStale = total.expired > total.granted || purpose.expiringSoon * 10 > total.granted
      found.append(
        finding(
          "consent for \(purpose.name)", isStale ? .note : .works,
          "\(grouped(total.granted)) granted, \(grouped(total.expired)) expired, "
            + "\(grouped(purpose.expiringSoon)) end within 30 days",
          isStale ? "Ask these people again before their grants end" : ""))
    }
    return found
  }
}
