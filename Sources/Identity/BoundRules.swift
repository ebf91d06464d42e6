/// Rules looked up by a namespace's code, with the parts that are switched off left out.
struct BoundRules: Sendable {
  /// One limit that a group has to keep.
  struct Limit: Sendable {
    let namespace: UInt16
    let count: Int
    let seconds: UInt32?
  }

  let strengths: [UInt8]
  let priorities: [UInt8]
  let flags: [NodeFlags]
  let sharedAbove: [Int]
  let isDevice: [Bool]
  let limits: [Limit]
  /// The index into `limits` by namespace; -1 where it has none.
  let limitIndex: [Int32]
  let hasShared: Bool

  init(_ rules: IdentityRules, namespaces: [String]) {
    let bound = namespaces.map { rules.rule(for: $0) }
    strengths = bound.map { UInt8(clamping: $0.strength) }
    priorities = bound.map { rule in
      UInt8(clamping: rule.off.contains(.priority) ? rule.strength : rule.priority ?? rule.strength)
    }
    isDevice = bound.map(\.isDevice)
    sharedAbove = bound.map { $0.off.contains(.shared) ? Int.max : $0.sharedAbove ?? Int.max }
    var flags: [NodeFlags] = []
    var limits: [Limit] = []
    var limitIndex: [Int32] = []
    for (code, rule) in bound.enumerated() {
      var own: NodeFlags = []
      if !rule.joins, !rule.off.contains(.nonJoining) { own.insert(.nonJoining) }
      if rule.strength >= rules.strongFrom { own.insert(.strong) }
      if sharedAbove[code] != Int.max { own.insert(.shareable) }
      flags.append(own)
      guard let limit = rule.limit, !rule.off.contains(.limit) else {
        limitIndex.append(-1)
        continue
      }
      limitIndex.append(Int32(limits.count))
      let seconds = limit.days.map { UInt32(clamping: $0 * 86_400) }
      limits.append(
        Limit(namespace: UInt16(code), count: max(1, limit.count), seconds: seconds))
    }
    (self.flags, self.limits, self.limitIndex) = (flags, limits, limitIndex)
    hasShared = flags.contains { $0.contains(.shareable) }
  }
}

/// What a node may do; eight million of them are looked up at random, so they are one byte.
struct NodeFlags: OptionSet, Sendable {
  let rawValue: UInt8
  /// A bad identifier, or one that an analyst isolated.
  static let alone = NodeFlags(rawValue: 1)
  static let nonJoining = NodeFlags(rawValue: 2)
  static let shared = NodeFlags(rawValue: 4)
  static let strong = NodeFlags(rawValue: 8)
  static let shareable = NodeFlags(rawValue: 16)
  /// An analyst cut one of its links.
  static let cut = NodeFlags(rawValue: 32)
  /// An analyst merged it, whatever its namespace's rule.
  static let merged = NodeFlags(rawValue: 64)

  static let passive: NodeFlags = [.nonJoining, .shared]
  static let stopping: NodeFlags = [.alone, .nonJoining, .shared]
}
