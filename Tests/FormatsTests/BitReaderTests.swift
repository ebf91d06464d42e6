import Basis
import Formats
import Support
import Testing

@Suite("Bits of base64url text") struct BitReaderTests {
  @Test("eight characters at once are the eight one by one, whatever each of them is")
  func eightAtOnce() {
    var random = Seeded(1)
    for place in 0..<8 {
      for byte in UInt8.min...UInt8.max {
        var text = (0..<8).map { _ in random.pick(Base64URL.alphabet) }
        text[place] = byte
        let values = text.map { UInt64(Base64URL.value(of: $0)) }
        let expected = values.contains(64) ? nil : values.reduce(0) { $0 << 6 | $1 }
        #expect(Base64URL.eight(of: text.span, at: 0) == expected, "byte \(byte) at \(place)")
      }
    }
  }

  @Test("fields of any width come back as they were written", arguments: UInt64(0)..<100)
  func widths(seed: UInt64) throws {
    var random = Seeded(seed)
    var writer = BitWriter()
    var fields: [(value: UInt64, width: Int)] = []
    for _ in 0..<random.within(1...60) {
      let width = random.within(1...58)
      let value = random.next() & (1 << UInt64(width) - 1)
      fields.append((value, width))
      writer.write(value, width)
    }
    let text = Array(writer.text.utf8)
    var reader = BitReader(0..<text.count, segment: 1)
    var position = 0
    for field in fields {
      #expect(reader.position == position)
      if random.chance(0.2) {
        try reader.skip(field.width, "field", of: text.span)
      } else {
        #expect(try reader.bits(field.width, "field", of: text.span) == field.value)
      }
      position += field.width
    }
    #expect(reader.remaining == text.count * 6 - position)
    #expect(try reader.restIsZero(of: text.span))
  }
}
