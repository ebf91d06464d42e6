internal import Basis
internal import Columns
internal import Sealing
internal import Storage

/// One person of the data, or one device, with every identifier in clear.
struct Subject {
  struct Identifier {
    let node: UInt32
    let namespace: String
    let value: [UInt8]

    var text: String { String(decoding: value, as: UTF8.self) }
  }

  /// The unit that is counted; nil where the identifier belongs to nobody who counts.
  let unit: UInt32?
  let nodes: Set<UInt32>
  let identifiers: [Identifier]
}

extension QuestionDesk {
  /// Reads `NAMESPACE:VALUE`.
  static func identifier(_ text: String) throws(Fault) -> (namespace: String, value: String) {
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex,
      text.index(after: colon) != text.endIndex
    else {
      throw Fault(
        .usage, "the identifier", reason: "it is not NAMESPACE:VALUE",
        remedy: "Write it as in email:name@example.org")
    }
    return (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }

  /// The person or the device that an identifier belongs to, with all that is there of them,
  /// whether its retention is over or not.
  func subject(_ text: String, _ audience: WorkspaceAudience) throws(Fault) -> Subject {
    let (namespace, value) = try Self.identifier(text)
    let snapshot = audience.snapshot
    guard let node = try node(namespace, value, snapshot) else {
      throw .nobody(namespace, among: snapshot.namespaces)
    }
    var nodes: Set<UInt32> = [node]
    let isWhole = snapshot.retention.cutoffs.isEmpty
    let units = isWhole ? audience.units : try wholeAudience(audience.lens).units
    if let unit = units[node] {
      for (other, owner) in units.unitOfNode.enumerated() where owner == unit {
        nodes.insert(UInt32(other))
      }
    }
    return Subject(
      unit: audience.units[node], nodes: nodes, identifiers: try identifiers(of: nodes, snapshot))
  }

  /// The values of some nodes in clear, in the order of the nodes.
  private func identifiers(of nodes: Set<UInt32>, _ snapshot: Snapshot) throws(Fault)
    -> [Subject.Identifier]
  {
    let ordered = nodes.sorted()
    return try reading { (workspace) throws(Fault) in
      var identifiers: [Subject.Identifier] = []
      for run in snapshot.identifiers {
        let codes = try run.reader.namespaces()
        let values = try run.reader.values(of: ordered) { (sealed) throws(Fault) in
          try workspace.vault.open(sealed, context: IdentifierSweep.sealingContext)
        }
        for (node, value) in values where !value.isEmpty {
          let code = Int(codes[Int(node - run.reader.firstNode)])
          identifiers.append(
            Subject.Identifier(node: node, namespace: snapshot.namespaces[code], value: value))
        }
      }
      return identifiers.sorted { $0.node < $1.node }
    }
  }
}
