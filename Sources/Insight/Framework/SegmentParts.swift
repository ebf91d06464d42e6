package import Segments

/// Shorter ways to write the segments that stand behind a report's rows.
extension Segment {
  /// Did one of `types` in a window, each such event passing `filter`; everyone where there is none.
  package static func did(
    _ types: [String], times: Times? = nil, in window: Window?, where filter: Filter? = nil
  ) -> Segment {
    let parts = types.map {
      Segment.behaviour(Behaviour(Name($0), times: times, window: window, filter: filter))
    }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  /// An attribute with one value; nil means that it is not known.
  package static func has(_ attribute: String, _ value: String?) -> Segment {
    .attribute(Name(attribute), .equals(value))
  }
}

extension Test {
  /// The test for one text; nil means that it is not known.
  package static func equals(_ text: String?) -> Test {
    text.map { .compare(.equal, Literal(.text($0))) } ?? .known(false)
  }
}

extension Filter {
  /// All of `tests` hold for one event; nil where there is none.
  package static func all(of tests: [(field: String, test: Test)]) -> Filter? {
    let parts = tests.map { Filter.test(Name($0.field), $0.test) }
    return parts.count > 1 ? .all(parts) : parts.first
  }
}
