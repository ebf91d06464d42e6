import Basis
import Formats
import Testing

@Suite("Number text") struct NumberTextTests {
  @Test(
    "amounts are scaled exactly",
    arguments: [
      ("12", 1_200), ("-12.5", -1_250), ("0.05", 5), ("1234.56", 123_456), ("1,234.56", 123_456),
      ("1.234,56", 123_456), ("1 234,56", 123_456), ("1\u{A0}234,56", 123_456),
      ("1\u{202F}234,56", 123_456), ("1'234.56", 123_456), ("1’234.56", 123_456),
      ("12,34,567.89", 123_456_789), ("€ 12,50", 1_250), ("12,50 €", 1_250), ("EUR 12.50", 1_250),
      ("12.50EUR", 1_250), ("$1,234", 123_400), ("-$5.00", -500), ("$-5.00", -500),
      ("(5.00)", -500), ("($5.00)", -500), ("5.00-", -500), ("+5", 500), ("\u{2212}5", -500),
      ("CHF 1'000.00", 100_000), ("Fr. 12.00", 1_200), ("12,00 zł", 1_200), ("1.5e3", 150_000),
      ("12%", 12), ("1,234", 123_400), ("0,123", 12), ("1,23", 123), ("  7 ", 700), (".5", 50),
      ("5.", 500), ("R$ 10,00", 1_000), ("1.234.567", 123_456_700), ("kr. 5,00", 500),
    ])
  func amounts(text: String, cents: Int64) throws {
    #expect(try NumberText.scaled(text, places: 2) == cents)
  }

  @Test(
    "the mark that a mapping names decides what a point is",
    arguments: [
      ("1.234", DecimalMark.comma, 123_400), ("1.234", .point, 123), ("1,234", .point, 123_400),
      ("1,234", .comma, 123), ("1.234,5", .comma, 123_450),
    ])
  func namedMark(text: String, mark: DecimalMark, cents: Int64) throws {
    #expect(try NumberText.scaled(text, places: 2, decimal: mark) == cents)
  }

  @Test(
    "halves are rounded to even",
    arguments: [
      ("0.125", 12), ("0.135", 14), ("0.1250001", 13), ("0.12499999999999999999999", 12),
      ("-0.125", -12), ("0.1350", 14), ("0.12500000000000000000001", 13), ("0.005", 0),
      ("0.015", 2), ("0.0000000000000000000000001", 0),
    ])
  func rounding(text: String, cents: Int64) throws {
    #expect(try NumberText.scaled(text, places: 2) == cents)
  }

  @Test(
    "what is not a number says why",
    arguments: [
      ("", NumberProblem.empty), ("   ", .empty), ("abc", .notNumber), ("12abc", .notNumber),
      ("1-2", .notNumber), ("--1", .notNumber), ("(-1)", .notNumber), ("€", .notNumber),
      ("1.2.3", .badGrouping), ("1,23,4", .badGrouping), ("1234,567.00", .badGrouping),
      ("99999999999999999999", .tooLarge), ("9223372036854775808", .tooLarge), ("1e400", .tooLarge),
      ("EUR 5 USD", .notNumber), ("n/a", .notNumber), (".", .notNumber), ("1 2", .badGrouping),
      ("12 345 6", .badGrouping), ("(5", .notNumber), ("%", .notNumber), ("5%%", .notNumber),
    ])
  func problems(text: String, problem: NumberProblem) {
    #expect(throws: problem) { try NumberText.scaled(text, places: 0) }
  }

  @Test("whole numbers accept zeros behind the mark and nothing else")
  func integers() throws {
    #expect(try NumberText.integer("1,234.00") == 1_234)
    #expect(try NumberText.integer("-9223372036854775807") == -.max)
    #expect(throws: NumberProblem.notWhole) { try NumberText.integer("1.5") }
  }

  @Test("doubles are the nearest ones", arguments: UInt64(0)..<200)
  func doubles(seed: UInt64) throws {
    var random = Seeded(seed)
    let value = Double(bitPattern: random.next())
    guard value.isFinite else { return }
    #expect(try NumberText.double("\(value)", decimal: .point).isClose(to: value))
    let small = Double(random.within(-1_000_000_000...1_000_000_000)) / 1_000
    #expect(try NumberText.double("\(small)") == small)
  }

  @Test("money takes the written currency first and its number of places")
  func money() throws {
    func money(_ text: String, _ code: String?) throws -> Money {
      try NumberText.money(Array(text.utf8).span, currency: code.flatMap { Currency($0) })
    }
    let euro = try #require(Currency("EUR"))
    let yen = try #require(Currency("JPY"))
    #expect(try money("12.5", "EUR") == Money(minorUnits: 1_250, currency: euro))
    #expect(try money("12,50 €", nil) == Money(minorUnits: 1_250, currency: euro))
    #expect(try money("¥1,200", "EUR") == Money(minorUnits: 1_200, currency: yen))
    #expect(throws: NumberProblem.noCurrency) { try money("5", nil) }
    #expect(try NumberText.scaled("1234567", places: -4) == 123)
  }

  @Test("the currency is recognised by code and by symbol")
  func currencies() throws {
    #expect(try NumberText.currency("12,50 €") == "EUR")
    #expect(try NumberText.currency("usd 5") == "USD")
    #expect(try NumberText.currency("5") == nil)
    #expect(!NumberCurrency.codes.contains("XYZ"))
    #expect(NumberCurrency.codes == NumberCurrency.codes.sorted())
  }

  @Test("a written amount reads back under either mark", arguments: UInt64(0)..<200)
  func roundTrip(seed: UInt64) throws {
    var random = Seeded(seed)
    let cents = Int64(random.within(-100_000_000_000...100_000_000_000))
    let isComma = random.chance(0.5)
    var whole = String(cents.magnitude / 100)
    var grouped = ""
    while whole.count > 3 {
      grouped = (isComma ? "." : ",") + whole.suffix(3) + grouped
      whole.removeLast(3)
    }
    let decimals = padded(Int(cents.magnitude % 100), 2)
    let text = (cents < 0 ? "-" : "") + whole + grouped + (isComma ? "," : ".") + decimals
    #expect(try NumberText.scaled(text, places: 2) == cents)
    let mark = isComma ? DecimalMark.comma : .point
    #expect(try NumberText.scaled(text, places: 2, decimal: mark) == cents)
  }

  @Test("no bytes make the reader trap", arguments: UInt64(0)..<300)
  func fuzz(seed: UInt64) {
    var random = Seeded(seed)
    let pieces = ["1", "23", "000", ".", ",", "-", "+", "(", ")", "€", "EUR", "e", "E5", "%", " "]
    let more = ["\u{202F}", "’", "kr.", "9999999999", "\u{2212}", "$", "Fr.", "x"]
    for _ in 0..<20 {
      var bytes: [UInt8] = []
      for _ in 0...random.below(8) { bytes += Array(random.pick(pieces + more).utf8) }
      if random.chance(0.3), !bytes.isEmpty {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      _ = try? NumberText.scaled(bytes.span, places: random.below(10))
      _ = try? NumberText.double(bytes.span, decimal: .comma)
      _ = try? NumberText.integer(bytes.span)
    }
  }
}

extension Double {
  /// Equal but for the last place, which exists for numbers of more than 17 digits only.
  fileprivate func isClose(to other: Double) -> Bool {
    self == other || (self - other).magnitude <= other.ulp
  }
}
