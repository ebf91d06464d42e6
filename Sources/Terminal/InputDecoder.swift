package import Cells

/// Turns the bytes of a terminal into events; a pure state machine that no bytes can trap.
///
/// Bytes may come split anywhere. A lone Esc is only known to be one when nothing follows: while
/// `isWaiting`, call `timeOut` after a short pause without input.
package struct InputDecoder: Sendable {
  private var pending: [UInt8] = []
  /// The text of a bracketed paste so far; nil outside one.
  private var paste: [UInt8]?

  /// More than anyone pastes; what is beyond is left out.
  private static let longestPaste = 16_000_000
  private static let longestSequence = 4096

  package init() {}

  /// True when bytes are held that could still become a longer sequence.
  package var isWaiting: Bool { !pending.isEmpty && paste == nil }

  /// Takes bytes in and returns the events they complete.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    pending.append(contentsOf: bytes)
    return drain(isFinal: false)
  }

  /// Returns what the held bytes mean when nothing follows them.
  package mutating func timeOut() -> [InputEvent] {
    guard isWaiting else { return [] }
    return drain(isFinal: true)
  }

  private mutating func drain(isFinal: Bool) -> [InputEvent] {
    var events: [InputEvent] = []
    var start = 0
    while start < pending.count {
      if paste != nil {
        guard let end = collectPaste(from: start) else { return events }
        start = end
        if let text = paste { events.append(.paste(Self.text(of: text))) }
        paste = nil
        continue
      }
      switch Self.step(pending[start...], isFinal: isFinal) {
      case .more:
        pending.removeFirst(start)
        return events
      case .nothing(let count): start += max(1, count)
      case .event(let event, let count):
        events.append(event)
        start += max(1, count)
      case .pasteStart(let count):
        paste = []
        start += count
      }
    }
    pending.removeAll(keepingCapacity: true)
    return events
  }

  /// Moves pasted bytes over; returns where the paste ends, nil when it goes on.
  ///
  /// The end mark may be split: as many bytes as could begin it are held back.
  private mutating func collectPaste(from start: Int) -> Int? {
    let mark: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
    var index = start
    while index + mark.count <= pending.count {
      if pending[index] == 0x1B, pending[index..<index + mark.count].elementsEqual(mark) {
        appendPaste(pending[start..<index])
        return index + mark.count
      }
      index += 1
    }
    while index < pending.count, !mark.starts(with: pending[index...]) { index += 1 }
    appendPaste(pending[start..<index])
    pending.removeFirst(index)
    return nil
  }

  private mutating func appendPaste(_ bytes: ArraySlice<UInt8>) {
    let room = Self.longestPaste - (paste?.count ?? 0)
    paste?.append(contentsOf: bytes.prefix(max(0, room)))
  }

  /// Line ends become line feeds; other controls are left out once and for all.
  private static func text(of bytes: [UInt8]) -> String {
    var kept: [UInt8] = []
    var wasReturn = false
    for byte in bytes {
      if byte == 0x0D || (byte == 0x0A && !wasReturn) {
        kept.append(0x0A)
      } else if byte == 0x09 || (byte >= 0x20 && byte != 0x7F) {
        kept.append(byte)
      }
      wasReturn = byte == 0x0D
    }
    return String(decoding: kept, as: UTF8.self)
  }

  /// What the bytes at the start of a buffer turned out to be, and how many they are.
  enum Step {
    case more
    case nothing(Int)
    case event(InputEvent, Int)
    case pasteStart(Int)
  }

  static func step(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
    guard let first = bytes.first else { return .more }
    if first == 0x1B { return escape(bytes, isFinal: isFinal) }
    return plain(bytes, isFinal: isFinal)
  }

  /// A character or a control byte.
  private static func plain(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
    guard let first = bytes.first else { return .more }
    switch first {
    case 0x00: return key(.character(" "), .control, 1)
    case 0x08, 0x7F: return key(.backspace, [], 1)
    case 0x09: return key(.tab, [], 1)
    case 0x0D: return key(.enter, [], 1)
    case 0x01...0x1A: return key(.character(character(first + 0x60)), .control, 1)
    case 0x1C...0x1F: return key(.character(character(first + 0x40)), .control, 1)
    case 0x20..<0x7F: return key(.character(character(first)), [], 1)
    default: return multibyte(bytes, isFinal: isFinal)
    }
  }

  private static func multibyte(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
    guard let first = bytes.first else { return .more }
    let length =
      switch first {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0 else { return .nothing(1) }
    let present = bytes.prefix(length)
    if let wrong = present.dropFirst().firstIndex(where: { $0 & 0xC0 != 0x80 }) {
      return .nothing(wrong - bytes.startIndex)
    }
    guard present.count == length else { return isFinal ? .nothing(present.count) : .more }
    guard let text = String(validating: present, as: UTF8.self),
      let scalar = text.unicodeScalars.first,
      scalar.value >= 0xA0, let character = text.first
    else { return .nothing(length) }
    return key(.character(character), [], length)
  }

  private static func escape(_ bytes: ArraySlice<UInt8>, isFinal: Bool) -> Step {
    let rest = bytes.dropFirst()
    guard let second = rest.first else { return isFinal ? key(.escape, [], 1) : .more }
    let sequence: Step
    switch second {
    case UInt8(ascii: "["): sequence = InputSequence.control(bytes)
    case UInt8(ascii: "O"): sequence = InputSequence.singleShift(bytes)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      sequence = InputSequence.string(bytes)
    default: return alternate(rest, isFinal: isFinal)
    }
    guard case .more = sequence else { return sequence }
    if bytes.count > longestSequence { return .nothing(bytes.count) }
    guard isFinal else { return .more }
    // Nothing follows: the start of a sequence was Alt with that character, or a broken one.
    return bytes.count == 2 ? key(.character(character(second)), .alt, 2) : .nothing(bytes.count)
  }

  /// Esc before something else means Alt.
  private static func alternate(_ rest: ArraySlice<UInt8>, isFinal: Bool) -> Step {
    switch step(rest, isFinal: isFinal) {
    case .more: return .more
    case .nothing(let count): return .nothing(count + 1)
    case .pasteStart(let count): return .pasteStart(count + 1)
    case .event(.key(let stroke), let count):
      // Two Esc in a row, and nothing after them, are two Esc.
      if stroke.key == .escape { return key(.escape, [], 1) }
      return key(stroke.key, stroke.modifiers.union(.alt), count + 1)
    case .event(let event, let count): return .event(event, count + 1)
    }
  }

  static func key(_ key: Key, _ modifiers: Modifiers, _ count: Int) -> Step {
    .event(.key(KeyStroke(key, modifiers)), count)
  }

  static func character(_ byte: UInt8) -> Character {
    Character(Unicode.Scalar(byte))
  }
}
