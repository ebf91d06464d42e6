package import Requests

/// The parameters that several reports share; a report lists those that it takes.
extension ReportKind.Parameter {
  /// `--last`, `--from` and `--to`: the stretch of time that is looked at.
  package static func period(last: String = "30d") -> [Self] {
    [
      Self(
        name: "last", value: last, placeholder: "DURATION",
        about: "the last so many days (30d), weeks (4w) or hours (12h)"),
      Self(name: "from", placeholder: "TIME", about: "the first day or instant, instead of --last"),
      Self(name: "to", placeholder: "TIME", about: "the last day or instant (now)"),
    ]
  }

  /// `--compare`: figures of an earlier period beside those of this one.
  package static let compare = Self(
    name: "compare", choices: ["previous", "last-year"], placeholder: "PERIOD",
    about: "also show the change against the period before, or a year ago")

  /// `--segment`: only these people.
  package static let segment = Self(
    name: "segment", placeholder: "EXPR", about: "only the people of this segment")

  /// `--split`: the report for each of several groups of people.
  package static let split = Self(
    name: "split", placeholder: "DIM",
    about: "once for each saved segment (segment), or for each value of an attribute of people")

  /// `--by`: what rows are broken down by.
  package static func by(_ value: String, choices: [String] = [], about: String) -> Self {
    Self(name: "by", value: value, choices: choices, placeholder: "DIM,…", about: about)
  }

  /// `--unit`: the length of a step in time.
  package static func unit(_ value: String) -> Self {
    Self(
      name: "unit", value: value, choices: TimeUnit.allCases.map(\.rawValue), placeholder: "UNIT",
      about: "the length of a step in time")
  }
}
