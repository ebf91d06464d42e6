internal import Basis
internal import Columns
internal import Intake
internal import Storage

/// The consent records of one batch as columns, by purpose.
enum ConsentRun {
  /// The run; nil where there is nothing in it.
  static func run(_ rows: [BatchBuilder.ConsentRow]) -> RunWriter? {
    var byPurpose: [String: [(node: UInt32, time: UInt32, isGranted: Bool)]] = [:]
    for row in rows {
      for decision in row.record.decisions {
        byPurpose[decision.purpose, default: []].append(
          (row.node, row.record.time, decision.isGranted))
      }
    }
    guard !byPurpose.isEmpty else { return nil }
    var run = RunWriter()
    let purposes = byPurpose.keys.sorted()
    run.add("purposes", texts: purposes)
    for purpose in purposes {
      let entries = (byPurpose[purpose] ?? []).sorted { ($0.node, $0.time) < ($1.node, $1.time) }
      run.add("\(purpose)/nodes", entries.map(\.node), ascending: true)
      run.add("\(purpose)/times", entries.map(\.time))
      run.add("\(purpose)/granted", entries.map { $0.isGranted ? 1 : 0 } as [UInt32])
    }
    return run
  }
}

/// The consent of one version of the data: every record, asked by purpose and instant.
struct ConsentData: Sendable {
  let purposes: [String]
  let runs: [RunFile]
  /// Seconds after which a grant no longer counts: thirteen months of 30.44 days.
  static let expiry: Int64 = 13 * 2_629_746

  init(_ workspace: Workspace) throws(Fault) {
    runs = try workspace.runs(of: .consent).map(\.file)
    var purposes: Set<String> = []
    for run in runs { purposes.formUnion(try run.texts("purposes")) }
    self.purposes = purposes.sorted()
  }

  /// What each unit has decided about a purpose at an instant.
  ///
  /// The latest record of each identifier counts, at equal times a refusal; a person's identifiers
  /// must agree, strictest first; a grant that is too old counts as none.
  func states(of purpose: String, asOf instant: Timestamp, units: NodeUnits) throws(Fault)
    -> [ConsentState]
  {
    var latest: [UInt32: (time: UInt32, isGranted: Bool)] = [:]
    let limit = UInt32(clamping: instant.seconds)
    for run in runs where run.has("\(purpose)/nodes") {
      let nodes = try run.numbers("\(purpose)/nodes")
      let times = try run.numbers("\(purpose)/times")
      let granted = try run.numbers("\(purpose)/granted")
      for row in nodes.indices where times[row] <= limit {
        let isGranted = granted[row] == 1
        if let known = latest[nodes[row]] {
          guard known.time <= times[row] else { continue }
          if known.time == times[row], !known.isGranted { continue }
        }
        latest[nodes[row]] = (times[row], isGranted)
      }
    }
    var states = [ConsentState](repeating: .noSignal, count: units.count)
    for (node, record) in latest {
      guard let unit = units[node] else { continue }
      var state: ConsentState = record.isGranted ? .granted : .refused
      if record.isGranted, Int64(record.time) + Self.expiry < instant.seconds { state = .expired }
      states[Int(unit)] = max(states[Int(unit)], state)
    }
    return states
  }

  func units(granting purpose: String, asOf instant: Timestamp, units: NodeUnits) throws(Fault)
    -> UnitSet
  {
    let states = try states(of: purpose, asOf: instant, units: units)
    return UnitSet(states.indices.filter { states[$0] == .granted }.map { UInt32($0) })
  }
}

/// What a unit has decided; the greater one wins where its identifiers differ.
enum ConsentState: Int, Comparable, Sendable {
  case noSignal
  case expired
  case granted
  case refused

  static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
