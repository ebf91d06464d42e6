import Basis
import Formats

extension NumberText {
  static func scaled(
    _ text: String, places: Int, decimal: DecimalMark = .automatic
  ) throws(NumberProblem) -> Int64 {
    try scaled(Array(text.utf8).span, places: places, decimal: decimal)
  }

  static func integer(_ text: String) throws(NumberProblem) -> Int64 {
    try integer(Array(text.utf8).span)
  }

  static func double(
    _ text: String, decimal: DecimalMark = .automatic
  ) throws(NumberProblem) -> Double {
    try double(Array(text.utf8).span, decimal: decimal)
  }

  static func currency(_ text: String) throws(NumberProblem) -> String? {
    try currency(Array(text.utf8).span)?.code
  }
}

extension TimeFormat {
  func parse(_ text: String, zone: Zone) -> Timestamp? { parse(Array(text.utf8).span, zone: zone) }

  func date(_ text: String) -> CivilDate? { date(Array(text.utf8).span) }
}
