package import Basis

extension TOMLReader.Problems {
  /// Throws all the problems as one fault; the place is that of the first.
  package func raise() throws(Fault) { try faults.raise() }
}

extension [Fault] {
  /// Throws all the problems of one file as one fault; the place is that of the first.
  package func raise() throws(Fault) {
    guard let first else { return }
    guard count > 1 else { throw first }
    let others = dropFirst().map { fault in
      let subject = fault.subject == first.subject ? "" : "\(fault.subject): "
      return "line \(fault.place?.line ?? 0): \(subject)\(fault.reason). \(fault.remedy)"
    }
    throw Fault(
      first.code, first.subject, reason: first.reason,
      remedy: first.remedy + "; also " + others.joined(separator: "; "), place: first.place)
  }
}
