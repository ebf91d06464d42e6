package import Basis

extension TOMLReader.Problems {
  /// Throws all the problems as one fault; the place is that of the first.
  package func raise() throws(Fault) {
    guard let first = faults.first else { return }
    guard faults.count > 1 else { throw first }
    let others = faults.dropFirst().map { fault in
      "line \(fault.place?.line ?? 0): \(fault.reason). \(fault.remedy)"
    }
    throw Fault(
      first.code, first.subject, reason: first.reason,
      remedy: first.remedy + "; also " + others.joined(separator: "; "), place: first.place)
  }
}
