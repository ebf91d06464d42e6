/// Makes a sum or an average a decimal again, of six places.
///
/// What binary digits leave over behind them would make three tenths of 0.1 more than 0.3, and what a
/// division leaves over would make a third of 10 another number than 3.333333, which is all that
/// anybody can write of it.
struct DecimalRounding: Sendable {
  /// How many parts of one are certain of figures below a bound; larger ones stay as they are.
  let scales: [(below: Double, parts: Double)]

  /// For figures in units of the last of so many places, such as cents.
  init(places: Int) {
    let unit = (0..<places).reduce(1.0) { (unit, _) in unit * 10 }
    scales = [(4e9, max(1, 1e6 / unit)), (4e12, max(1, 1e3 / unit)), (4e15, 1)]
  }

  func rounded(_ figure: Double) -> Double {
    for scale in scales where abs(figure) < scale.below {
      return (figure * scale.parts).rounded() / scale.parts
    }
    return figure
  }
}
