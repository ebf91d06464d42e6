extension Double {
  /// The nearest whole number, halves away from 0; held to what an `Int` can say, 0 for no number.
  ///
  /// Written out because the standard library's rounding calls the C mathematics library, which
  /// this module does not link.
  var nearestInt: Int {
    guard !isNaN else { return 0 }
    guard magnitude < 0x1p62 else { return self < 0 ? Int.min / 2 : Int.max / 2 }
    let whole = Int(self)
    let rest = self - Double(whole)
    return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole
  }

  /// The greatest whole number that is not above this one, held like `nearestInt`.
  var floorInt: Int {
    guard !isNaN else { return 0 }
    guard magnitude < 0x1p62 else { return self < 0 ? Int.min / 2 : Int.max / 2 }
    let whole = Int(self)
    return Double(whole) > self ? whole - 1 : whole
  }
}
