internal import Basis

/// The bytes of a feed in the making: numbers are written from integers, so no format can differ.
struct RowText {
  private(set) var bytes: [UInt8] = []

  var count: Int { bytes.count }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
  mutating func append(byte: UInt8) { bytes.append(byte) }
  mutating func append(_ other: ArraySlice<UInt8>) { bytes.append(contentsOf: other) }

  mutating func append(_ number: Int) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    append(magnitude: number.magnitude, width: 1)
  }

  /// Writes a number that is not negative with leading zeros.
  mutating func append(_ number: Int, width: Int) {
    append(magnitude: number.magnitude, width: width)
  }

  private mutating func append(magnitude: UInt, width: Int) {
    var divisor: UInt = 1
    var digits = 1
    while digits < width || magnitude / divisor >= 10 {
      divisor *= 10
      digits += 1
    }
    while divisor > 0 {
      bytes.append(UInt8(48 + magnitude / divisor % 10))
      divisor /= 10
    }
  }

  /// Writes hundredths as units, such as 1299 as `12.99` or `12,99`.
  mutating func append(cents: Int, point: UInt8 = UInt8(ascii: ".")) {
    if cents < 0 { bytes.append(UInt8(ascii: "-")) }
    append(magnitude: cents.magnitude / 100, width: 1)
    bytes.append(point)
    append(magnitude: cents.magnitude % 100, width: 2)
  }

  /// Writes a whole number with a comma between thousands, as ad platforms do.
  mutating func append(grouped number: Int) {
    if number >= 1_000 {
      append(grouped: number / 1_000)
      bytes.append(UInt8(ascii: ","))
      append(number % 1_000, width: 3)
    } else {
      append(number)
    }
  }

  mutating func append(hex word: UInt64, digits: Int) {
    for place in stride(from: digits - 1, through: 0, by: -1) {
      let digit = UInt8(word >> UInt64(place * 4) & 15)
      bytes.append(digit < 10 ? 48 + digit : 87 + digit)
    }
  }

  /// Writes a version 4 UUID made of two words.
  mutating func append(uuid high: UInt64, _ low: UInt64) {
    append(hex: high >> 32, digits: 8)
    append(byte: UInt8(ascii: "-"))
    append(hex: high >> 16, digits: 4)
    append("-4")
    append(hex: high, digits: 3)
    append(byte: UInt8(ascii: "-"))
    append(hex: low >> 48 & 0x3FFF | 0x8000, digits: 4)
    append(byte: UInt8(ascii: "-"))
    append(hex: low, digits: 12)
  }

  /// Writes `2026-11-01`.
  mutating func append(date: CivilDate) {
    append(date.year, width: 4)
    append(byte: UInt8(ascii: "-"))
    append(date.month, width: 2)
    append(byte: UInt8(ascii: "-"))
    append(date.day, width: 2)
  }

  /// Writes `01.11.2026`.
  mutating func append(germanDate date: CivilDate) {
    append(date.day, width: 2)
    append(byte: UInt8(ascii: "."))
    append(date.month, width: 2)
    append(byte: UInt8(ascii: "."))
    append(date.year, width: 4)
  }

  /// Writes `14:03:00`.
  mutating func append(time: CivilTime) {
    append(time.hour, width: 2)
    append(byte: UInt8(ascii: ":"))
    append(time.minute, width: 2)
    append(byte: UInt8(ascii: ":"))
    append(time.second, width: 2)
  }

  /// Writes milliseconds since 1970 as `2026-11-01T14:03:00.250Z`.
  mutating func append(milliseconds: Int) {
    let (second, millisecond) = milliseconds.dividedByFloor(1_000)
    let (day, secondOfDay) = second.dividedByFloor(86_400)
    append(date: CivilDate(daysSinceEpoch: day))
    append(byte: UInt8(ascii: "T"))
    append(time: CivilTime(secondOfDay: secondOfDay))
    append(byte: UInt8(ascii: "."))
    append(millisecond, width: 3)
    append(byte: UInt8(ascii: "Z"))
  }

  mutating func removeLast(_ count: Int) { bytes.removeLast(count) }
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}
