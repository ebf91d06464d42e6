/// Why one row cannot be used.
struct RowProblem: Error {
  let field: String?
  let reason: RejectReason
  let detail: String

  init(_ field: String?, _ reason: RejectReason, _ detail: String) {
    (self.field, self.reason, self.detail) = (field, reason, detail)
  }
}
