/// A slow, obvious reader of gzip files whose blocks use the fixed codes, as the generator's do.
struct Gunzip {
  private let input: [UInt8]
  private var bit = 80

  static func text(_ input: [UInt8]) -> [UInt8]? {
    var reader = Gunzip(input: input)
    return reader.read()
  }

  private init(input: [UInt8]) { self.input = input }

  private mutating func bits(_ count: Int) -> Int {
    var value = 0
    for place in 0..<count {
      value |= Int(input[bit / 8] >> UInt8(bit % 8) & 1) << place
      bit += 1
    }
    return value
  }

  private mutating func symbol() -> Int {
    var code = 0
    for width in 1...9 {
      code = code << 1 | bits(1)
      if width == 7, code < 24 { return 256 + code }
      if width == 8, (48..<192).contains(code) { return code - 48 }
      if width == 8, (192..<200).contains(code) { return 280 + code - 192 }
      if width == 9 { return 144 + code - 400 }
    }
    return -1
  }

  private mutating func read() -> [UInt8]? {
    guard input.prefix(3) == [0x1F, 0x8B, 8] else { return nil }
    var output: [UInt8] = []
    var isLast = false
    while !isLast {
      isLast = bits(1) == 1
      guard bits(2) == 1 else { return nil }
      while true {
        let symbol = symbol()
        if symbol == 256 { break }
        if symbol < 256 {
          output.append(UInt8(symbol))
          continue
        }
        let length = length(symbol)
        let code = (0..<5).reduce(0) { value, _ in value << 1 | bits(1) }
        let extra = max(0, code / 2 - 1)
        let base = code < 4 ? code + 1 : ((2 + code % 2) << extra) + 1
        let distance = base + bits(extra)
        for _ in 0..<length { output.append(output[output.count - distance]) }
      }
    }
    let end = (bit + 7) / 8
    let size = (0..<4).reduce(0) { $0 | Int(input[end + 4 + $1]) << ($1 * 8) }
    return size == output.count && end + 8 == input.count ? output : nil
  }

  private mutating func length(_ symbol: Int) -> Int {
    if symbol == 285 { return 258 }
    var base = 3
    for earlier in 257..<symbol { base += 1 << Self.extra(earlier) }
    return base + bits(Self.extra(symbol))
  }

  private static func extra(_ symbol: Int) -> Int { symbol < 265 ? 0 : (symbol - 261) / 4 }
}
