package import Basis

/// The currencies that a number in a feed may be written with, by code or by symbol.
package enum NumberCurrency {
  /// Returns the currency that `bytes` name, such as `EUR`, `eur`, `€` or `zł`; nil if unknown.
  ///
  /// A symbol that several countries share stands for its most used currency: `$` is the US
  /// dollar, `¥` the yen, `kr` the Swedish crown. A feed's mapping can say otherwise.
  package static func recognised(_ bytes: Span<UInt8>) -> Currency? {
    if let code = isoCode(bytes) { return Currency(code) }
    guard (1...8).contains(bytes.count) else { return nil }
    for (symbol, code) in symbols where matches(bytes, symbol) { return Currency(code) }
    return nil
  }

  /// The codes of ISO 4217 that are in use, and those that the euro replaced within memory.
  package static let codes =
    """
    AED AFN ALL AMD ANG AOA ARS ATS AUD AWG AZN BAM BBD BDT BEF BGN BHD BIF BMD BND BOB BRL BSD \
    BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CYP CZK DEM DJF DKK DOP DZD EEK EGP ERN \
    ESP ETB EUR FIM FJD FKP FRF GBP GEL GHS GIP GMD GNF GRD GTQ GYD HKD HNL HRK HTG HUF IDR IEP \
    ILS INR IQD IRR ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL \
    LTL LUF LVL LYD MAD MDL MGA MKD MMK MNT MOP MRU MTL MUR MVR MWK MXN MYR MZN NAD NGN NIO NLG \
    NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PTE PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD \
    SHP SIT SKK SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD \
    UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
    """.split(separator: " ").map(String.init)

  private static let packedCodes = codes.map { packed($0.utf8) }.sorted()

  private static let symbols: [([UInt8], String)] = [
    ("€", "EUR"), ("$", "USD"), ("£", "GBP"), ("¥", "JPY"), ("US$", "USD"), ("U$", "USD"),
    ("A$", "AUD"), ("AU$", "AUD"), ("C$", "CAD"), ("CA$", "CAD"), ("NZ$", "NZD"), ("HK$", "HKD"),
    ("S$", "SGD"), ("NT$", "TWD"), ("MX$", "MXN"), ("R$", "BRL"), ("CN¥", "CNY"), ("JP¥", "JPY"),
    ("元", "CNY"), ("円", "JPY"), ("kr", "SEK"), ("kr.", "DKK"), ("zł", "PLN"), ("Kč", "CZK"),
    ("Ft", "HUF"), ("lei", "RON"), ("лв", "BGN"), ("лв.", "BGN"), ("₽", "RUB"), ("руб", "RUB"),
    ("руб.", "RUB"), ("₴", "UAH"), ("₺", "TRY"), ("₹", "INR"), ("Rs", "INR"), ("Rs.", "INR"),
    ("₩", "KRW"), ("₪", "ILS"), ("₫", "VND"), ("฿", "THB"), ("₱", "PHP"), ("₦", "NGN"),
    ("₡", "CRC"), ("₲", "PYG"), ("₸", "KZT"), ("₾", "GEL"), ("₼", "AZN"), ("Fr", "CHF"),
    ("Fr.", "CHF"), ("SFr.", "CHF"), ("R", "ZAR"), ("RM", "MYR"), ("Rp", "IDR"), ("Euro", "EUR"),
    ("Euros", "EUR"), ("Dollar", "USD"), ("Dollars", "USD"), ("RMB", "CNY"),
  ].map { (Array($0.utf8), $1) }

  private static func isoCode(_ bytes: Span<UInt8>) -> String? {
    guard bytes.count == 3 else { return nil }
    var key: UInt32 = 0
    for index in 0..<3 {
      let upper = bytes[index] & 0xDF
      guard upper >= 65, upper <= 90 else { return nil }
      key = key << 8 | UInt32(upper)
    }
    guard contains(key) else { return nil }
    let letters = [UInt8(key >> 16), UInt8(key >> 8 & 255), UInt8(key & 255)]
    return String(decoding: letters, as: UTF8.self)
  }

  private static func contains(_ key: UInt32) -> Bool {
    var low = 0
    var high = packedCodes.count
    while low < high {
      let middle = (low + high) / 2
      if packedCodes[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < packedCodes.count && packedCodes[low] == key
  }

  private static func packed(_ code: String.UTF8View) -> UInt32 {
    code.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Compares without regard to the case of ASCII letters.
  private static func matches(_ bytes: Span<UInt8>, _ symbol: [UInt8]) -> Bool {
    guard bytes.count == symbol.count else { return false }
    for index in 0..<symbol.count where lowered(bytes[index]) != lowered(symbol[index]) {
      return false
    }
    return true
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    byte >= 65 && byte <= 90 ? byte | 0x20 : byte
  }
}
