import Basis
import Cells

// Figures as commands print them: the same as on the screen.

/// A whole number with separators between the thousands.
func grouped(_ number: Int) -> String { Figure.count(number) }

/// `1 row`, `4,210 rows`: a whole number with what it counts.
func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
  Counted.text(number, one, many, figure: grouped(number))
}

/// A whole number with its sign.
func signed(_ number: Int) -> String { number > 0 ? "+" + grouped(number) : grouped(number) }

/// A number with one decimal.
func decimal(_ number: Double) -> String {
  let tenths = Int((number.magnitude * 10).rounded())
  return (number < 0 && tenths > 0 ? "−" : "") + "\(grouped(tenths / 10)).\(tenths % 10)"
}

/// A share of one in percent with one decimal.
func percent(_ share: Double) -> String { decimal(share * 100) + " %" }

/// A part of a whole in percent with one decimal; a dash where there is no whole.
func percent(_ part: Int, of whole: Int) -> String { Figure.percent(part, of: whole) }
