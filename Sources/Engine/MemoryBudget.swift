package import Basis
internal import Glibc

/// How much memory the answers of one desk may keep between questions.
///
/// Half of it is for columns, half for results; what was not used for longest goes first. What one
/// question needs while it runs comes on top.
package struct MemoryBudget: Sendable, Equatable {
  package let bytes: Int

  package init(bytes: Int) { self.bytes = max(0, bytes) }

  /// Reads a size as `800M` or `2G`; nil for anything else.
  package init?(_ text: String) {
    let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    guard let last = text.uppercased().last else { return nil }
    let shift = shifts[last]
    guard let number = Int(shift == nil ? text[...] : text.dropLast()), number > 0,
      number <= Int.max >> (shift ?? 0)
    else { return nil }
    self.init(bytes: number << (shift ?? 0))
  }

  /// What the environment's `PARTERRE_MEMORY` says; otherwise a quarter of the machine's memory.
  package static var standard: MemoryBudget {
    if let value = unsafe getenv("PARTERRE_MEMORY"),
      let budget = MemoryBudget(unsafe String(cString: value))
    {
      return budget
    }
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return MemoryBudget(bytes: pages > 0 && size > 0 ? pages * size / 4 : 1 << 30)
  }

  /// Refuses a `PARTERRE_MEMORY` that says no size, so that nobody takes a slip for a limit.
  package static func check() throws(Fault) {
    guard let value = unsafe getenv("PARTERRE_MEMORY") else { return }
    let text = unsafe String(cString: value)
    guard !text.isEmpty, MemoryBudget(text) == nil else { return }
    throw Fault(
      .usage, "PARTERRE_MEMORY", reason: "“\(text)” is no size",
      remedy: "Write a whole number with K, M, G or T, such as 2G")
  }

  var columns: Int { bytes / 2 }
  var results: Int { bytes - bytes / 2 }
}
