internal import Basis
internal import Columns
internal import Identity
internal import Sealing
internal import Storage
internal import Synchronization

/// Numbers identifiers by their namespace and value, which no order of arrival changes.
///
/// The numbers are made when they are asked for and never kept: at rest they would let anybody who
/// guesses an address find it. A class, because a file that cannot be read is remembered.
final class IdentifierNumbers: NodeNames {
  private let runs: [IdentifierRunReader]
  private let namespaces: [String]
  private let open: @Sendable ([UInt8]) throws(Fault) -> [UInt8]
  private let failure = Mutex<Fault?>(nil)

  init(_ snapshot: Snapshot) {
    runs = snapshot.identifiers.map(\.reader)
    namespaces = snapshot.namespaces
    open = snapshot.identifierOpener
  }

  /// Throws what kept names from being read.
  func check() throws(Fault) {
    if let fault = failure.withLock({ $0 }) { throw fault }
  }

  func numbers(of nodes: [UInt32]) -> [UInt64] {
    var known: [UInt32: UInt64] = [:]
    do throws(Fault) {
      for run in runs { try read(nodes, from: run, into: &known) }
    } catch {
      failure.withLock { $0 = $0 ?? error }
    }
    return nodes.map { known[$0] ?? 0 }
  }

  private func read(
    _ nodes: [UInt32], from run: IdentifierRunReader, into known: inout [UInt32: UInt64]
  ) throws(Fault) {
    let own = nodes.filter { $0 >= run.firstNode && Int($0 - run.firstNode) < run.count }
    guard !own.isEmpty else { return }
    let codes = try run.namespaces()
    for (node, value) in try run.values(of: own, open: open) {
      let code = Int(codes[Int(node - run.firstNode)])
      let name = code < namespaces.count ? namespaces[code] : ""
      known[node] = Hash64.of(value.span, seed: Hash64.of(Array(name.utf8).span))
    }
  }
}
