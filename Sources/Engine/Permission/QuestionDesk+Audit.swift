package import Basis
internal import Consent
internal import Storage

/// What somebody did on a workspace.
package struct AuditLine: Sendable, Equatable {
  /// The line's place in the log, from 1.
  package let number: Int
  package let time: Timestamp
  package let actor: String
  package let action: String
  package let subject: String
  package let detail: String
}

extension QuestionDesk {
  /// The newest lines of the audit log that fit, the oldest of them first, and how many fit in all.
  package func auditLog(action: String?, since: Timestamp?, newest limit: Int) throws(Fault) -> (
    lines: [AuditLine], total: Int
  ) {
    try reading { (workspace) throws(Fault) in
      try workspace.catalogue.consistently { () throws(Fault) in
        let found = try workspace.catalogue.auditLog(action: action, since: since, newest: limit)
        let lines = found.map {
          AuditLine(
            number: Int($0.sequence), time: $0.entry.time, actor: $0.entry.actor,
            action: $0.entry.action, subject: $0.entry.subject, detail: $0.entry.detail)
        }
        return (lines, try workspace.catalogue.auditCount(action: action, since: since))
      }
    }
  }
}
