internal import Basis
package import Consent
internal import Formats

/// How a workspace reads the signals of one source, whatever the feed's mapping says.
package struct WorkspaceSignals: Sendable, Equatable {
  let mapping: SignalMapping
  /// The names of the mapping's purposes, each at the place of its number.
  let purposes: [String]

  package init(_ mapping: SignalMapping, purposes: [String]) {
    (self.mapping, self.purposes) = (mapping, purposes)
  }
}

/// What a consent signal says about our purposes, by the rules of a mapping.
struct ConsentSignals: Sendable {
  private let mapping: SignalMapping
  /// The purposes that a signal can decide about, in the order of their numbers in `mapping`.
  private let purposes: [String]

  /// Reads rules such as `gcs:ad_storage` or `tcf:1,3,4 vendor:755`, by purpose.
  init(_ map: [String: [String]]) throws(Fault) {
    purposes = map.keys.sorted()
    guard purposes.count <= 64 else {
      throw Fault(
        .badMapping, "consent_map", reason: "it names more than 64 purposes",
        remedy: "Split the feed over two sources")
    }
    var lines: [SignalMapping.Line] = []
    for (number, purpose) in purposes.enumerated() {
      do throws(SignalRuleError) {
        let rules = try (map[purpose] ?? []).map { (text) throws(SignalRuleError) in
          try SignalRule(text)
        }
        lines.append(SignalMapping.Line(PurposeID(UInt8(number)), rules))
      } catch {
        throw Fault(
          .badMapping, "consent_map.\(purpose)", reason: error.reason, remedy: error.expected)
      }
    }
    mapping = SignalMapping(lines)
  }

  /// Takes the rules that a workspace's consent.toml has for the source.
  init(_ rules: WorkspaceSignals) { (mapping, purposes) = (rules.mapping, rules.purposes) }

  /// What one signal says that was received at `time`: what it grants and what it refuses, each with
  /// the time from which that counts; nothing where it says nothing.
  ///
  /// `hasOwnTime` tells whether the row says the time itself.
  func words(
    _ kind: SignalKind, _ text: String, at time: Timestamp, hasOwnTime: Bool
  ) throws(SignalError) -> [Word] {
    let bytes = Array(text.utf8)
    let outcome = try mapping.outcome(of: kind, bytes.span, now: time, hasOwnTime: hasOwnTime)
    let granted = decisions(outcome.granted, isGranted: true)
    let refused = decisions(outcome.refused, isGranted: false)
    let (grantedAt, refusedAt) = (outcome.grantedAt ?? time, outcome.refusedAt ?? time)
    let words =
      grantedAt == refusedAt
      ? [Word(time: grantedAt, decisions: granted + refused)]
      : [Word(time: grantedAt, decisions: granted), Word(time: refusedAt, decisions: refused)]
    return words.filter { !$0.decisions.isEmpty }
  }

  /// Decisions that were made at one time.
  struct Word {
    let time: Timestamp
    let decisions: [(purpose: String, isGranted: Bool)]
  }

  private func decisions(_ set: PurposeSet, isGranted: Bool) -> [(purpose: String, isGranted: Bool)]
  {
    set.purposes.map { (purposes[Int($0.number)], isGranted) }
  }
}
