internal import Basis
internal import Columns
internal import Formats
internal import Normalise
internal import Sealing

/// One identifier of the rows while a block is built; each thread has one of its own.
struct IdentifierColumn {
  let rule: BoundIdentifier
  let plainColumn: Int?
  let hasConditions: Bool
  /// A region per row goes past the memo.
  let hasRegion: Bool
  /// What raw texts were worth before.
  var memo = HashIndex(capacity: 1 << 10)

  init(_ rule: BoundIdentifier) {
    (self.rule, plainColumn) = (rule.copy, rule.plainColumn)
    (hasConditions, hasRegion) = (!rule.conditions.isEmpty, rule.regionColumn != nil)
  }
}

extension BlockBuilder {
  /// What a cell is worth as an identifier.
  private enum Found {
    case nothing
    /// The number of the block's identifier.
    case number(UInt32)
    /// Somebody who was erased: nothing of the row is kept.
    case erased
    /// It is left out, for the reason of this number.
    case flaw(Int)
  }

  /// Why identifiers are left out, in an order that a memo can point into.
  private static let flaws =
    BadIdentifiers.Kind.allCases.map(\.rawValue) + IdentifierProblem.allCases.map(\.rawValue)
  private static let firstProblem = BadIdentifiers.Kind.allCases.count

  /// Reads the row's identifiers into `rowIdentifiers`.
  ///
  /// One that is malformed or stands for nobody is left out and counted while another is there; a
  /// row with none but malformed ones cannot be used.
  mutating func readIdentifiers(_ row: RowText) throws(RowProblem) {
    rowIdentifiers.removeAll(keepingCapacity: true)
    var malformed: RowProblem?
    for index in identifierColumns.indices {
      let plainColumn = identifierColumns[index].plainColumn
      if let plainColumn, row.isEmpty(plainColumn) { continue }
      if identifierColumns[index].hasConditions,
        !identifierColumns[index].rule.conditions.allSatisfy({ row.matches($0) })
      {
        continue
      }
      let found: Found
      if let plainColumn {
        found = row.with(plainColumn) { text in identifier(text, index, row) }
      } else if let text = identifierColumns[index].rule.input.text(row) {
        let bytes = Array(text.utf8)
        found = identifier(bytes.span, index, row)
      } else {
        found = .nothing
      }
      switch found {
      case .nothing: break
      case .erased: throw RowProblem(nil, .erased, "")
      case .number(let number):
        if !rowIdentifiers.contains(number) { rowIdentifiers.append(number) }
      case .flaw(let flaw):
        let rule = identifierColumns[index].rule
        let name = rule.input.name ?? rule.kind.name
        rowFlaws.append(RowFlaw(field: name, reason: Self.flaws[flaw], isIdentifier: true))
        if flaw >= Self.firstProblem, malformed == nil {
          let problem = IdentifierProblem.allCases[flaw - Self.firstProblem]
          malformed = RowProblem(name, .badIdentifier, problem.explanation)
        }
      }
    }
    if let malformed, rowIdentifiers.isEmpty { throw malformed }
  }

  private mutating func identifier(_ text: Span<UInt8>, _ index: Int, _ row: RowText) -> Found {
    guard text.count > 0 else { return .nothing }
    // The memo answers for the whole rule, so a region per row goes past it.
    let hasRegion = identifierColumns[index].hasRegion
    let raw = Hash64.of(text, seed: UInt64(index))
    if !hasRegion, let known = identifierColumns[index].memo.value(for: raw) {
      return known > UInt32.max - UInt32(Self.flaws.count)
        ? .flaw(Int(UInt32.max - known)) : .number(known)
    }
    scratch.removeAll(keepingCapacity: true)
    let rule = identifierColumns[index].rule
    let found: Found
    switch rule.canonicalise(text, row, into: &scratch) {
    case .bad(let kind): found = .flaw(Self.number(kind.rawValue))
    case .invalid(let problem):
      found = plan.erased.hold(misplaced: text) ? .erased : .flaw(Self.number(problem.rawValue))
    case .usable:
      found = plan.erased.hold(scratch.span, of: rule.name) ? .erased : .number(number(rule))
    }
    if !hasRegion {
      switch found {
      case .nothing, .erased: break
      case .number(let number): _ = identifierColumns[index].memo.insert(raw, number)
      case .flaw(let flaw): _ = identifierColumns[index].memo.insert(raw, UInt32.max - UInt32(flaw))
      }
    }
    return found
  }

  /// The local number of the identifier whose canonical bytes are in `scratch`.
  private mutating func number(_ rule: BoundIdentifier) -> UInt32 {
    let hash = rule.hash.of(scratch.span)
    let (number, isNew) = identifierIndex.insert(hash, UInt32(block.identifiers.count))
    if isNew {
      block.identifiers.hashes.append(hash)
      block.identifiers.aliases.append(rule.alias?.of(SHA256.of(scratch.span).hex) ?? 0)
      block.identifiers.namespaces.append(rule.namespace)
      block.identifiers.isUsed.append(false)
      block.identifiers.values += scratch
      block.identifiers.ends.append(UInt32(block.identifiers.values.count))
    }
    return number
  }

  private static func number(_ name: String) -> Int { flaws.firstIndex(of: name) ?? 0 }
}
