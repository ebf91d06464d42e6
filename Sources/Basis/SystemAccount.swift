internal import CSystem

/// The account of the operating system that runs the program.
package enum SystemAccount {
  /// Its name; `unknown` where the system has none for it, as in some containers.
  package static var name: String {
    var bytes = [CChar](repeating: 0, count: 256)
    guard unsafe pt_account_name(&bytes, UInt64(bytes.count)) == 0 else { return "unknown" }
    return String(
      decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
