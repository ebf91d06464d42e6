import Basis

/// Writes what is worth keeping: never over something that is there.
enum KeptFile {
  static func write(_ text: String, to file: String) throws(Fault) {
    guard FileSystem.kind(of: file) == nil else {
      throw Fault(
        .alreadyExists, file, reason: "there is already something of this name",
        remedy: "Choose another name; roots and proofs are worth keeping")
    }
    try FileSystem.writeAtomically(Array(text.utf8), to: file)
  }
}
