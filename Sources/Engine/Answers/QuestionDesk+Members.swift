package import Basis
internal import Columns
internal import Sealing
internal import Segments
internal import Storage

extension QuestionDesk {
  /// One member of a segment with what was asked for.
  package struct Member: Sendable {
    package let profile: UInt32
    package let identifiers: [(namespace: String, values: [String])]
    package let attributes: [(name: String, value: Value?)]
    /// True where something stays masked although it was to be shown: the person has not permitted
    /// what the list is for.
    package let isWithheld: Bool
  }

  /// What is listed of members, and how many of them.
  package struct MemberList: Sendable {
    package var limit: Int
    package var namespaces: [String]
    package var attributes: [String]
    /// Shows identifiers and personal attributes unmasked of those who have permitted what the list
    /// is for, which is written to the audit log.
    package var reveal: Bool
    /// What the list is for; the workspace's own where nothing is said.
    package var purposes: [String]

    package init(
      limit: Int, namespaces: [String] = [], attributes: [String] = [], reveal: Bool = false,
      purposes: [String] = []
    ) {
      (self.limit, self.namespaces, self.attributes) = (limit, namespaces, attributes)
      (self.reveal, self.purposes) = (reveal, purposes)
    }
  }

  /// The first members of a segment, in the order of the profiles.
  package func members(of text: String, _ list: MemberList, terms: Terms) throws(Fault) -> (
    total: Int, members: [Member]
  ) {
    let (planner, segment) = try planned(text, terms)
    let set = try planner.units(segment)
    return (
      set.count,
      try members(set.members(limit: list.limit), list, try audience(terms.lens), planner)
    )
  }

  /// Why attributes of a list are empty for some or all, a sentence each.
  package func notes(on list: MemberList) throws(Fault) -> [String] {
    try reading { (workspace) throws(Fault) in
      let use = try AttributeUse(workspace)
      return list.attributes.compactMap { use.note(on: $0, for: list.purposes) }
    }
  }

  /// Some units with what is listed of them; the planner tells of whom attributes may be shown.
  func members(
    _ units: [UInt32], _ list: MemberList, _ audience: WorkspaceAudience, _ planner: SetPlanner
  ) throws(Fault) -> [Member] {
    let use = try reading { (workspace) throws(Fault) in try AttributeUse(workspace) }
    var allowing = try use.allowing(list.attributes, for: list.purposes, planner)
    if audience.lens == .household {
      // A household's value may be that of any of its persons.
      for (name, granted) in use.granted where allowing[name] != nil {
        let all = try permission(for: granted).units(of: audience.units)
        allowing[name] = allowing[name]?.intersection(
          DenseSet(UnitSet(all.members()), bound: audience.unitCount))
      }
    }
    var columns: [(String, Column)] = []
    for name in list.attributes {
      guard let column = try audience.attribute(name) else {
        throw .unknownAttribute(name, among: audience.vocabulary.attributes.keys)
      }
      columns.append((name, column))
    }
    for name in list.namespaces where !audience.vocabulary.namespaces.contains(name) {
      throw .unknownNamespace(name, among: audience.vocabulary.namespaces)
    }
    let permission = list.reveal ? try permission(for: list.purposes) : nil
    let permitting = permission?.units(of: audience.units)
    if let permission {
      try writing { (workspace) throws(Fault) in
        try workspace.catalogue.audit(
          "reveal", "members",
          "\(Counted.text(units.count, "profile")) for \(permission.purposes.joined(separator: ", "))",
          at: clock())
      }
    }
    let identifiers =
      list.namespaces.isEmpty
      ? [:] : try self.identifiers(of: units, list.namespaces, audience, permission)
    let personal = Set(list.attributes.filter { audience.snapshot.isPersonal($0) })
    return units.map { unit in
      let isPermitted = permitting?.contains(unit) ?? false
      let known = identifiers[unit]
      var isMasked = known?.isMasked ?? false
      let attributes = columns.map { (name, column) -> (String, Value?) in
        let isAllowed = allowing[name]?.contains(Int(unit)) ?? true
        let value = isAllowed ? column.value(at: Int(unit)) : nil
        guard let value, personal.contains(name), !isPermitted else { return (name, value) }
        isMasked = true
        return (name, .text(Mask.masked(value.shown, namespace: name)))
      }
      return Member(
        profile: unit, identifiers: list.namespaces.map { ($0, known?.values[$0] ?? []) },
        attributes: attributes, isWithheld: list.reveal && isMasked)
    }
  }

  /// The identifiers of a unit by namespace.
  struct ListedIdentifiers {
    var values: [String: [String]] = [:]
    var isMasked = false
  }

  /// The identifiers of some units in the order of their nodes; masked without `permission`, and
  /// wherever the person does not permit it, of whatever kind they are: a cookie names its person to
  /// everybody who set it or was ever told it.
  func identifiers(
    of units: [UInt32], _ namespaces: [String]?, _ audience: WorkspaceAudience,
    _ permission: ListPermission?
  ) throws(Fault) -> [UInt32: ListedIdentifiers] {
    var wanted = Bitmap(count: audience.unitCount)
    for unit in units { wanted.insert(unit) }
    let snapshot = audience.snapshot
    var answers: [UInt32: ListedIdentifiers] = [:]
    for run in snapshot.identifiers {
      let codes = try run.reader.namespaces()
      var nodes: [UInt32] = []
      for index in codes.indices {
        let node = run.reader.firstNode + UInt32(index)
        guard let unit = audience.units[node], wanted.contains(unit) else { continue }
        let name = snapshot.namespaces[Int(codes[index])]
        if namespaces?.contains(name) ?? true { nodes.append(node) }
      }
      let values = try run.reader.values(of: nodes, open: snapshot.identifierOpener)
      for node in nodes {
        guard let unit = audience.units[node], let bytes = values[node] else { continue }
        let name = snapshot.namespaces[Int(codes[Int(node - run.reader.firstNode)])]
        let text = String(decoding: bytes, as: UTF8.self)
        let isShown = permission?.allows(node: node) ?? false
        answers[unit, default: ListedIdentifiers()].values[name, default: []].append(
          isShown ? text : Mask.masked(text, namespace: name))
        if !isShown { answers[unit]?.isMasked = true }
      }
    }
    return answers
  }
}
