internal import CPhone

/// What became of a text that should be an identifier.
package enum IdentifierVerdict: Sendable, Equatable {
  case usable
  /// It says that there is no identifier, or is shared by everybody; it never joins anything.
  case bad
  /// It is not of its kind's form.
  case invalid(String)
}

/// Brings the identifiers of one namespace into canonical form.
package struct IdentifierRules: Sendable {
  /// The forms that are known; any other namespace keeps its texts as they are.
  private enum Form: Sendable {
    case email, phone, advertisingID, digest, uid2, address, plain
  }

  private let form: Form
  private let region: String
  private let bad: BadIdentifiers

  package init(namespace: String, region: String?, bad: BadIdentifiers) {
    self.bad = bad
    self.region = region ?? "ZZ"
    form =
      switch namespace {
      case "email": .email
      case "phone": .phone
      case "gaid", "idfa", "maid": .advertisingID
      case "email_sha256", "phone_sha256": .digest
      case "uid2", "euid": .uid2
      case "ip": .address
      default: .plain
      }
  }

  /// Appends the canonical text to `output` where it is usable; the text comes trimmed.
  package func canonicalise(
    _ text: Span<UInt8>, region: String? = nil, into output: inout [UInt8]
  ) -> IdentifierVerdict {
    guard text.count > 0, !bad.contains(text) else { return .bad }
    guard text.count <= 512 else { return .invalid("it is longer than 512 bytes") }
    switch form {
    case .email: return email(text, &output)
    case .phone: return phone(text, region ?? self.region, &output)
    case .advertisingID: return advertisingID(text, &output)
    case .digest: return digest(text, &output)
    case .uid2: return uid2(text, &output)
    case .address: return address(text, &output)
    case .plain:
      for index in 0..<text.count { output.append(text[index]) }
      return .usable
    }
  }

  private func email(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierVerdict {
    let start = output.count
    var at = -1
    var isASCII = true
    for index in 0..<text.count {
      let byte = text[index]
      if byte <= 32 || byte == 44 || byte == 59 || byte == 127 {
        output.removeLast(output.count - start)
        return .invalid("an e-mail address has no spaces or separators inside")
      }
      if byte == 64 { at = at < 0 ? index : text.count }
      if byte >= 128 { isASCII = false }
      output.append(byte >= 65 && byte <= 90 ? byte | 32 : byte)
    }
    let lastDot = output[start...].lastIndex(of: 46).map { $0 - start } ?? -1
    let isWhole =
      at > 0 && at < text.count - 3 && lastDot > at + 1 && lastDot < text.count - 2
      && output[start + at + 1] != 46
    guard isWhole else {
      output.removeLast(output.count - start)
      return .invalid("it is not of the form name@domain")
    }
    if !isASCII {
      let lowered = String(decoding: output[start...], as: UTF8.self).lowercased()
      output.removeLast(output.count - start)
      output += lowered.utf8
    }
    if bad.contains(output.span.extracting(start..<output.count)) {
      output.removeLast(output.count - start)
      return .bad
    }
    return .usable
  }

  private func phone(
    _ text: Span<UInt8>, _ region: String, _ output: inout [UInt8]
  ) -> IdentifierVerdict {
    if let plain = Self.plainInternational(text) {
      for index in 0..<plain { output.append(text[index]) }
      return .usable
    }
    var formatted = [CChar](repeating: 0, count: 32)
    let room = formatted.count
    let length = unsafe text.withUnsafeBytes { bytes in
      unsafe pt_phone_e164(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, region, &formatted,
        room)
    }
    guard length > 0 else {
      return .invalid(
        region == "ZZ"
          ? "it is no phone number with a country code" : "it is no phone number of \(region)")
    }
    for character in formatted[..<length] { output.append(UInt8(bitPattern: character)) }
    return .usable
  }

  /// The length of a text that already is E.164, such as most systems store; nil otherwise.
  private static func plainInternational(_ text: Span<UInt8>) -> Int? {
    guard text.count >= 11, text.count <= 16, text[0] == 43, text[1] != 48 else { return nil }
    for index in 1..<text.count where text[index] < 48 || text[index] > 57 { return nil }
    return text.count
  }

  private func advertisingID(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierVerdict {
    guard text.count == 36 else { return .invalid("an advertising id has 36 characters") }
    for index in 0..<36 {
      let byte = text[index] | (text[index] >= 65 && text[index] <= 90 ? 32 : 0)
      let isDash = index == 8 || index == 13 || index == 18 || index == 23
      guard isDash ? byte == 45 : Self.isHex(byte) else {
        output.removeLast(index)
        return .invalid("it is not of the form of a UUID")
      }
      output.append(byte)
    }
    return .usable
  }

  /// The digest of nothing, which broken senders hash empty columns into.
  private static let emptyDigest = Array(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".utf8)

  private func digest(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierVerdict {
    guard text.count == 64 else { return .invalid("a SHA-256 in hex has 64 characters") }
    let start = output.count
    for index in 0..<64 {
      let byte = text[index] >= 65 && text[index] <= 90 ? text[index] | 32 : text[index]
      guard Self.isHex(byte) else {
        output.removeLast(index)
        return .invalid("it is not a SHA-256 in hex")
      }
      output.append(byte)
    }
    guard output[start...] != Self.emptyDigest[...] else {
      output.removeLast(64)
      return .bad
    }
    return .usable
  }

  private func uid2(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierVerdict {
    guard text.count == 44 else { return .invalid("it has not 44 characters of Base64") }
    for index in 0..<text.count { output.append(text[index]) }
    return .usable
  }

  private func address(_ text: Span<UInt8>, _ output: inout [UInt8]) -> IdentifierVerdict {
    var dots = 0
    var colons = 0
    for index in 0..<text.count {
      let byte = text[index] >= 65 && text[index] <= 90 ? text[index] | 32 : text[index]
      if byte == 46 { dots += 1 }
      if byte == 58 { colons += 1 }
      guard byte == 46 || byte == 58 || Self.isHex(byte) else {
        output.removeLast(index)
        return .invalid("it is no IP address")
      }
      output.append(byte)
    }
    guard dots == 3 || colons >= 2 else {
      output.removeLast(text.count)
      return .invalid("it is no IP address")
    }
    return .usable
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    byte >= 48 && byte <= 57 || byte >= 97 && byte <= 102
  }
}

/// Texts that stand where an identifier should, and that no two people may be joined by.
package struct BadIdentifiers: Sendable {
  private let words: Set<[UInt8]>
  private let longest: Int
  /// Which first bytes any of the words has.
  private let starts: [Bool]

  static let known = [
    "-1", "0", "null", "<nil>", "nil", "none", "n/a", "na", "undefined", "unknown", "anonymous",
    "anon", "guest", "false", "true", "[]", "{}", "lmy47d", "test@test.com", "test@example.com",
    "noreply@example.com", "(not set)", "not set",
  ]

  /// The known ones and those that the configuration adds.
  package init(adding more: [String] = []) {
    words = Set((Self.known + more).map { Array($0.lowercased().utf8) })
    longest = words.map(\.count).max() ?? 0
    var starts = [Bool](repeating: false, count: 256)
    for word in words {
      guard let first = word.first else { continue }
      starts[Int(first)] = true
      if first >= 97, first <= 122 { starts[Int(first) - 32] = true }
    }
    self.starts = starts
  }

  /// Tells whether a text is one of them, or consists of zeros and dashes alone.
  package func contains(_ text: Span<UInt8>) -> Bool {
    var isZero = true
    for index in 0..<text.count where text[index] != 48 && text[index] != 45 {
      isZero = false
      break
    }
    if isZero { return true }
    // Most identifiers are ruled out by their length or first letter before anything is built.
    guard text.count > 0, text.count <= longest, starts[Int(text[0])] else { return false }
    var lower: [UInt8] = []
    for index in 0..<text.count {
      lower.append(text[index] >= 65 && text[index] <= 90 ? text[index] | 32 : text[index])
    }
    return words.contains(lower)
  }
}
