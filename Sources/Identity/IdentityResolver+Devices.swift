internal import Basis

extension IdentityResolver {
  /// The device lens: each unit holds one device and what is known of the person on it.
  ///
  /// Within a person, devices of different namespaces that were seen together are one device (a
  /// browser's cookie and its advertising identifier), two of one namespace never are. All other
  /// identifiers go to the device that the strongest chain of links ties them to, so that facts are
  /// counted once. A person without a known device stays one unit. Cost grows with the number of
  /// nodes, and as a sort with the links of people who have several devices.
  package func devices(of people: Clusters) -> Clusters {
    var counts = [UInt32](repeating: 0, count: people.unitCount)
    for node in 0..<nodeCount where isDevice(node) { counts[Int(people.units[node])] += 1 }
    var representatives = people.units.map { people.smallest[Int($0)] }
    for node in 0..<nodeCount where counts[Int(people.units[node])] > 1 {
      representatives[node] = UInt32(node)
    }
    let rows = (0..<UInt32(links.count)).filter { row in
      let unit = people.units[Int(links.a[Int(row)])]
      return counts[Int(unit)] > 1 && unit == people.units[Int(links.b[Int(row)])]
        && isUsable(Int(row), under: rules.probableLenses.contains(.device))
    }
    guard !rows.isEmpty else { return Clusters(representatives: representatives) }
    var devices = Devices(self, representatives: representatives)
    // Around one device every order is the same: each other either joins it or has one already.
    let ordered = ordered(rows) {
      people.units[Int(links.a[$0])]
    } isFree: { rows in
      [links.a[rows[0]], links.b[rows[0]]].contains { node in
        isDevice(Int(node)) && rows.allSatisfy { links.a[$0] == node || links.b[$0] == node }
      }
    }
    for row in ordered where isDevice(Int(links.a[row])) && isDevice(Int(links.b[row])) {
      devices.joinDevices(links.a[row], links.b[row])
    }
    for row in ordered { devices.joinOther(links.a[row], links.b[row]) }
    return Clusters(representatives: devices.representatives())
  }

  private func isDevice(_ node: Int) -> Bool { bound.isDevice[Int(namespaces[node])] }

  private func isUsable(_ row: Int, under usesProbable: Bool) -> Bool {
    (usesProbable || links.evidence(at: row) != .probable) && role(of: row) != .nothing
  }
}

/// Groups that hold at most one device each.
private struct Devices {
  private var groups: UnionFind
  /// The kinds of a group's devices as bits, at its root.
  private var kinds: [UInt64]

  init(_ resolver: borrowing IdentityResolver, representatives: [UInt32]) {
    groups = UnionFind(count: representatives.count)
    kinds = [UInt64](repeating: 0, count: representatives.count)
    let bits = Self.bits(resolver.bound.isDevice)
    for (node, representative) in representatives.enumerated() {
      if representative == node {
        kinds[node] = bits[Int(resolver.namespaces[node])]
      } else {
        groups.join(UInt32(node), representative)
      }
    }
  }

  /// A bit for each device namespace; beyond 64 of them, kinds share bits and stay apart.
  private static func bits(_ isDevice: [Bool]) -> [UInt64] {
    var next: UInt64 = 0
    return isDevice.map { isDevice in
      guard isDevice else { return 0 }
      defer { next += 1 }
      return 1 << (next % 64)
    }
  }

  /// Joins two devices of different kinds.
  mutating func joinDevices(_ a: UInt32, _ b: UInt32) {
    let (first, second) = (groups.root(of: a), groups.root(of: b))
    guard first != second, kinds[Int(first)] & kinds[Int(second)] == 0 else { return }
    join(first, second)
  }

  /// Joins two groups unless both have a device.
  mutating func joinOther(_ a: UInt32, _ b: UInt32) {
    let (first, second) = (groups.root(of: a), groups.root(of: b))
    guard first != second, kinds[Int(first)] == 0 || kinds[Int(second)] == 0 else { return }
    join(first, second)
  }

  mutating func representatives() -> [UInt32] {
    groups.flatten()
    return groups.parents
  }

  private mutating func join(_ first: UInt32, _ second: UInt32) {
    groups.join(first, second)
    kinds[Int(min(first, second))] = kinds[Int(first)] | kinds[Int(second)]
  }
}
