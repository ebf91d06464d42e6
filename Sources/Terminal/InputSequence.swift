internal import Cells

/// The sequences that begin with Esc: control sequences, single shifts and strings.
enum InputSequence {
  typealias Step = InputDecoder.Step

  /// `ESC [ parameters intermediates final`.
  static func control(_ bytes: ArraySlice<UInt8>) -> Step {
    let start = bytes.startIndex
    var index = start + 2
    while index < bytes.endIndex, (0x20...0x3F).contains(bytes[index]) { index += 1 }
    guard index < bytes.endIndex else { return .more }
    let final = bytes[index]
    let count = index - start + 1
    guard (0x40...0x7E).contains(final) else { return .nothing(count - 1) }
    let body = bytes[(start + 2)..<index]
    // The Linux console writes F1 to F5 as `ESC [ [ A` to `E`.
    if final == UInt8(ascii: "["), body.isEmpty { return consoleFunction(bytes) }
    if final == UInt8(ascii: "M"), body.isEmpty { return oldMouse(bytes) }
    let sequence = Control(body, final: final)
    switch sequence.prefix {
    case UInt8(ascii: "<"): return sequence.mouse(count)
    case UInt8(ascii: "?"): return sequence.reply(count)
    case nil: return sequence.key(count)
    default: return .nothing(count)
    }
  }

  private static func consoleFunction(_ bytes: ArraySlice<UInt8>) -> Step {
    guard bytes.count > 3 else { return .more }
    let letter = bytes[bytes.startIndex + 3]
    guard (0x41...0x45).contains(letter) else { return .nothing(3) }
    return InputDecoder.key(.function(Int(letter) - 0x40), [], 4)
  }

  /// `ESC [ M button column row`, from terminals that do not know the SGR form.
  private static func oldMouse(_ bytes: ArraySlice<UInt8>) -> Step {
    guard bytes.count >= 6 else { return .more }
    let start = bytes.startIndex
    let values = (3...5).map { Int(bytes[start + $0]) - 32 }
    guard values.allSatisfy({ $0 >= 0 }) else { return .nothing(6) }
    let isRelease = values[0] & 3 == 3 && values[0] & 64 == 0
    return Control.mouse(
      code: isRelease ? values[0] & ~3 : values[0], column: values[1], row: values[2],
      isRelease: isRelease, 6)
  }

  /// `ESC O letter`: arrows and function keys in application mode.
  static func singleShift(_ bytes: ArraySlice<UInt8>) -> Step {
    guard bytes.count > 2 else { return .more }
    let letter = bytes[bytes.startIndex + 2]
    if letter == UInt8(ascii: "M") { return InputDecoder.key(.enter, [], 3) }
    if let key = Control.letterKey(letter) { return InputDecoder.key(key, [], 3) }
    // The keypad in application mode: j to y are * + , - . / and the digits.
    if (0x6A...0x79).contains(letter) {
      return InputDecoder.key(.character(InputDecoder.character(letter - 0x40)), [], 3)
    }
    return .nothing(letter == 0x1B ? 2 : 3)
  }

  /// `ESC ] … BEL`, or any string that ends in `ESC \`.
  static func string(_ bytes: ArraySlice<UInt8>) -> Step {
    var index = bytes.startIndex + 2
    while index < bytes.endIndex {
      if bytes[index] == 0x07 {
        return background(bytes[(bytes.startIndex + 2)..<index], index - bytes.startIndex + 1)
      }
      if bytes[index] == 0x1B {
        guard index + 1 < bytes.endIndex else { return .more }
        guard bytes[index + 1] == 0x5C else { return .nothing(index - bytes.startIndex) }
        return background(bytes[(bytes.startIndex + 2)..<index], index - bytes.startIndex + 2)
      }
      index += 1
    }
    return .more
  }

  /// `11;rgb:1c1c/2121/1e1e`: the terminal's own background.
  private static func background(_ body: ArraySlice<UInt8>, _ count: Int) -> Step {
    let text = String(decoding: body, as: UTF8.self)
    guard text.hasPrefix("11;rgb:") else { return .nothing(count) }
    let channels = text.dropFirst(7).split(separator: "/").map { part in
      part.count <= 4 ? UInt32(part, radix: 16).map { scaled($0, digits: part.count) } : nil
    }
    guard channels.count == 3, let red = channels[0], let green = channels[1],
      let blue = channels[2]
    else { return .nothing(count) }
    return .event(.reply(.background(red: red, green: green, blue: blue)), count)
  }

  private static func scaled(_ value: UInt32, digits: Int) -> UInt8 {
    let most = (UInt32(1) << UInt32(4 * digits)) - 1
    return UInt8(min(255, value * 255 / max(1, most)))
  }
}

/// A control sequence taken apart.
private struct Control {
  let prefix: UInt8?
  let numbers: [Int]
  let intermediate: UInt8?
  let final: UInt8

  init(_ body: ArraySlice<UInt8>, final: UInt8) {
    var rest = body
    if let first = rest.first, (0x3C...0x3F).contains(first) {
      prefix = first
      rest.removeFirst()
    } else {
      prefix = nil
    }
    if let last = rest.last, (0x20...0x2F).contains(last) {
      intermediate = last
      rest.removeLast()
    } else {
      intermediate = nil
    }
    // A colon opens a sub-parameter, which nothing here needs.
    numbers = rest.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      let digits = $0.prefix { (0x30...0x39).contains($0) }.prefix(7)
      return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }
    self.final = final
  }

  private func number(_ index: Int, or standard: Int) -> Int {
    index < numbers.count && numbers[index] > 0 ? numbers[index] : standard
  }

  private static func modifiers(_ number: Int) -> Modifiers {
    let bits = max(0, number - 1)
    var held: Modifiers = []
    if bits & 1 != 0 { held.insert(.shift) }
    if bits & 2 != 0 || bits & 8 != 0 { held.insert(.alt) }
    if bits & 4 != 0 { held.insert(.control) }
    return held
  }

  static func letterKey(_ letter: UInt8) -> Key? {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(letter) - 0x4F)
    default: nil
    }
  }

  func key(_ count: Int) -> InputSequence.Step {
    guard intermediate == nil else { return .nothing(count) }
    let held = Self.modifiers(number(1, or: 1))
    switch final {
    case UInt8(ascii: "Z"): return InputDecoder.key(.tab, held.union(.shift), count)
    case UInt8(ascii: "I"): return .event(.focus(true), count)
    case UInt8(ascii: "O"): return .event(.focus(false), count)
    case UInt8(ascii: "~"): return tilde(held, count)
    case UInt8(ascii: "u"): return coded(number(0, or: 0), held, count)
    case UInt8(ascii: "R") where numbers.count == 2 && number(0, or: 1) > 1:
      let point = Point(number(1, or: 1) - 1, number(0, or: 1) - 1)
      return .event(.reply(.cursor(point)), count)
    default:
      guard let key = Self.letterKey(final) else { return .nothing(count) }
      return InputDecoder.key(key, held, count)
    }
  }

  private func tilde(_ held: Modifiers, _ count: Int) -> InputSequence.Step {
    switch number(0, or: 0) {
    case 1, 7: return InputDecoder.key(.home, held, count)
    case 2: return InputDecoder.key(.insert, held, count)
    case 3: return InputDecoder.key(.delete, held, count)
    case 4, 8: return InputDecoder.key(.end, held, count)
    case 5: return InputDecoder.key(.pageUp, held, count)
    case 6: return InputDecoder.key(.pageDown, held, count)
    case 27: return coded(number(2, or: 0), held, count)
    case 200: return .pasteStart(count)
    case let code:
      // The numbers of function keys have holes, after five, ten, fourteen and sixteen keys.
      let codes = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34]
      guard let index = codes.firstIndex(of: code) else { return .nothing(count) }
      return InputDecoder.key(.function(index + 1), held, count)
    }
  }

  /// A key by its code point, as newer keyboard protocols send it.
  private func coded(_ code: Int, _ held: Modifiers, _ count: Int) -> InputSequence.Step {
    switch code {
    case 9: return InputDecoder.key(.tab, held, count)
    case 13: return InputDecoder.key(.enter, held, count)
    case 27: return InputDecoder.key(.escape, held, count)
    case 8, 127: return InputDecoder.key(.backspace, held, count)
    default:
      guard code >= 0x20, !(0x7F...0x9F).contains(code), let scalar = Unicode.Scalar(UInt32(code))
      else { return .nothing(count) }
      let character = Character(scalar)
      guard held.contains(.shift), let upper = character.uppercased().first else {
        return InputDecoder.key(.character(character), held, count)
      }
      return InputDecoder.key(.character(upper), held.subtracting(.shift), count)
    }
  }

  func reply(_ count: Int) -> InputSequence.Step {
    switch (final, intermediate) {
    case (UInt8(ascii: "c"), nil): return .event(.reply(.attributes), count)
    case (UInt8(ascii: "y"), UInt8(ascii: "$")) where numbers.count == 2:
      // 0 is not recognised, 4 is permanently reset.
      let isKnown = (1...3).contains(numbers[1])
      return .event(.reply(.mode(numbers[0], isKnown: isKnown)), count)
    default: return .nothing(count)
    }
  }

  func mouse(_ count: Int) -> InputSequence.Step {
    let isRelease = final == UInt8(ascii: "m")
    guard isRelease || final == UInt8(ascii: "M"), numbers.count == 3 else {
      return .nothing(count)
    }
    return Self.mouse(
      code: numbers[0], column: numbers[1], row: numbers[2], isRelease: isRelease, count)
  }

  static func mouse(
    code: Int, column: Int, row: Int, isRelease: Bool, _ count: Int
  ) -> InputSequence.Step {
    var held: Modifiers = []
    if code & 4 != 0 { held.insert(.shift) }
    if code & 8 != 0 { held.insert(.alt) }
    if code & 16 != 0 { held.insert(.control) }
    let point = Point(max(0, column - 1), max(0, row - 1))
    let kind: MouseEvent.Kind
    if code & 64 != 0 {
      guard !isRelease else { return .nothing(count) }
      let wheels: [MouseEvent.Kind] = [.wheelUp, .wheelDown, .wheelLeft, .wheelRight]
      kind = wheels[code & 3]
    } else {
      let buttons: [MouseEvent.Button] = [.left, .middle, .right]
      // The pointer moved with no button held, or a button beyond the third.
      guard code & 3 < 3, code & 128 == 0 else { return .nothing(count) }
      let button = buttons[code & 3]
      kind = isRelease ? .release(button) : code & 32 != 0 ? .drag(button) : .press(button)
    }
    return .event(.mouse(MouseEvent(kind, at: point, held)), count)
  }
}
