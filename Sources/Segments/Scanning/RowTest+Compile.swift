internal import Basis
internal import Columns

/// Turns tests into what loops look at, given the type of the column they meet.
struct TestCompiler {
  let calendar: CalendarDays

  /// The ranges of whole numbers that pass `test`, where `literal` gives a literal's meaning.
  ///
  /// `known(false)` is compiled as `known(true)`; its caller takes the complement.
  private func ranges(
    _ test: Test, _ literal: (Literal) throws(Fault) -> WholeLiteral
  ) throws(Fault) -> [ClosedRange<Int64>] {
    switch test {
    case .known: return WholeLiteral.everything
    case .compare(let comparison, let value): return try literal(value).ranges(comparison)
    case .between(let low, let high):
      return WholeLiteral.range(try literal(low).low, try literal(high).high)
    case .member(let values, let negated):
      var found: [ClosedRange<Int64>] = []
      for value in values { found += try literal(value).ranges(.equal) }
      return negated ? Ranges.complement(found) : Ranges.merged(found)
    case .text(let operation, _, _): throw refused("`\(operation.rawValue)` needs a text")
    }
  }

  /// Compiles a test of a column of whole numbers.
  func whole(_ test: Test, _ kind: WholeColumn.Kind) throws(Fault) -> RowTest {
    .whole(
      try ranges(test) { (literal) throws(Fault) in
        switch (kind, literal.content) {
        case (.integer, .number(let number)): return WholeLiteral(number, places: 0)
        case (.money(let places), .number(let number)): return WholeLiteral(number, places: places)
        case (.boolean, .boolean(let flag)): return WholeLiteral(flag ? 1 : 0)
        case (.date, .moment(.day(let date))): return WholeLiteral(Int64(date.daysSinceEpoch))
        case (.time, .moment(let moment)): return range(of: moment)
        case (.integer, _), (.money, _), (.boolean, _), (.date, _), (.time, _):
          throw refused("`\(literal.asText)` does not fit the column's type")
        }
      })
  }

  /// Compiles a test of the day of the week.
  func weekday(_ test: Test) throws(Fault) -> RowTest {
    .whole(
      try ranges(test) { (literal) throws(Fault) in
        guard let number = Weekday.number(literal) else {
          throw refused("`\(literal.asText)` is no day of the week")
        }
        return WholeLiteral(number)
      })
  }

  /// Compiles a test of a column of floating-point numbers.
  func real(_ test: Test) throws(Fault) -> RowTest {
    func value(_ literal: Literal) throws(Fault) -> Double {
      guard case .number(let number) = literal.content else {
        throw refused("`\(literal.asText)` is no number")
      }
      return number.double
    }
    let infinity = Double.infinity
    switch test {
    case .known: return .real([-infinity...infinity])
    case .between(let low, let high):
      let (low, high) = (try value(low), try value(high))
      return .real(low <= high ? [low...high] : [])
    case .member(let literals, let negated):
      var values: [Double] = []
      for literal in literals { values.append(try value(literal)) }
      let distinct = Set(values).sorted()
      guard negated else { return .real(distinct.map { $0...$0 }) }
      var (kept, low): ([ClosedRange<Double>], Double) = ([], -infinity)
      for value in distinct {
        kept.append(low...value.nextDown)
        low = value.nextUp
      }
      return .real(kept + [low...infinity])
    case .compare(let comparison, let literal):
      let value = try value(literal)
      switch comparison {
      case .equal: return .real([value...value])
      case .notEqual: return .real([-infinity...value.nextDown, value.nextUp...infinity])
      case .less: return .real([-infinity...value.nextDown])
      case .lessOrEqual: return .real([-infinity...value])
      case .greater: return .real([value.nextUp...infinity])
      case .greaterOrEqual: return .real([value...infinity])
      }
    case .text(let operation, _, _): throw refused("`\(operation.rawValue)` needs a text")
    }
  }

  /// Compiles a test of a column of texts, or of lists of texts.
  func text(
    _ test: Test, _ dictionary: FoldedDictionary, isList: Bool, _ cancellation: Cancellation
  ) throws(Fault) -> RowTest {
    let (mask, negated): ([UInt8], Bool)
    switch test {
    case .known:
      (mask, negated) = ((0..<dictionary.codeCount).map { $0 == 0 ? 0 : 1 }, false)
    case .compare(.equal, let literal):
      (mask, negated) = (dictionary.mask(equalTo: [literal.asText]), false)
    case .compare(.notEqual, let literal):
      (mask, negated) = (dictionary.mask(equalTo: [literal.asText]), true)
    case .member(let literals, let isNegated):
      (mask, negated) = (dictionary.mask(equalTo: literals.map(\.asText)), isNegated)
    case .text(let operation, let pattern, let isNegated):
      (mask, negated) = (try dictionary.mask(operation, pattern, cancellation), isNegated)
    case .compare, .between: throw refused("texts have no order")
    }
    if isList { return .list(mask, wantsAny: !negated) }
    guard negated else { return .codes(mask) }
    return .codes(mask.indices.map { $0 == 0 || mask[$0] == 1 ? 0 : 1 })
  }

  /// The seconds that a moment stands for: a whole day, or one second.
  func range(of moment: Moment) -> WholeLiteral {
    switch moment {
    case .day(let date):
      let day = Int64(date.daysSinceEpoch)
      return WholeLiteral(
        low: calendar.start(ofDay: day), high: calendar.start(ofDay: day + 1) - 1)
    case .local(let date, let time): return WholeLiteral(calendar.instant(of: date, time))
    case .utc(let date, let time):
      return WholeLiteral(Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay))
    }
  }

  private func refused(_ reason: String) -> Fault {
    Fault(.badSegment, "segment", reason: reason, remedy: "Check the types of the names in it")
  }
}
