/// Google Consent Mode v2: four signals, each granted, denied or not set.
package struct ConsentMode: Hashable, Sendable {
  package enum Signal: String, Sendable, CaseIterable {
    case adStorage = "ad_storage"
    case analyticsStorage = "analytics_storage"
    case adUserData = "ad_user_data"
    case adPersonalization = "ad_personalization"
  }

  package enum State: String, Sendable { case granted, denied, unset }

  private var states: [State] = [.unset, .unset, .unset, .unset]

  package init() {}

  /// The state of one signal.
  package subscript(signal: Signal) -> State {
    get { states[Self.index(of: signal)] }
    set { states[Self.index(of: signal)] = newValue }
  }

  private static func index(of signal: Signal) -> Int {
    switch signal {
    case .adStorage: 0
    case .analyticsStorage: 1
    case .adUserData: 2
    case .adPersonalization: 3
    }
  }

  /// Reads the parameter `gcs`, such as `G111`: storage for ads, then for analytics.
  package init(gcs text: Span<UInt8>) throws(SignalError) {
    guard text.count == 4, text[0] == UInt8(ascii: "G"), text[1] == UInt8(ascii: "1") else {
      throw SignalError("it is not G1 and two digits", character: 1)
    }
    for (index, signal) in [Signal.adStorage, .analyticsStorage].enumerated() {
      switch text[index + 2] {
      case UInt8(ascii: "1"): self[signal] = .granted
      case UInt8(ascii: "0"): self[signal] = .denied
      case UInt8(ascii: "-"): self[signal] = .unset
      default: throw SignalError("a flag is not 0, 1 or -", character: index + 3)
      }
    }
  }

  /// Reads the parameter `gcd`, such as `11t1t1t1t5`: a letter for each of the four signals.
  ///
  /// The digits between are 1 or, from newer tags, 3; they say nothing about consent. The letters also tell how the state came about; here only what holds in the end counts.
  package init(gcd text: Span<UInt8>) throws(SignalError) {
    guard text.count >= 9, text[0] == UInt8(ascii: "1"), Self.isDigit(text[1]) else {
      throw SignalError("it is not two digits and four letters with digits between", character: 1)
    }
    for (index, signal) in Signal.allCases.enumerated() {
      let place = 2 + index * 2
      if !Self.isDigit(text[place - 1]) {
        throw SignalError("a digit is missing between two letters", character: place)
      }
      switch text[place] {
      case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "n"), UInt8(ascii: "v"):
        self[signal] = .granted
      case UInt8(ascii: "p"), UInt8(ascii: "q"), UInt8(ascii: "m"), UInt8(ascii: "u"):
        self[signal] = .denied
      case UInt8(ascii: "l"): self[signal] = .unset
      default: throw SignalError("a letter has no known meaning", character: place + 1)
      }
    }
    for index in 9..<max(9, text.count)
    where !Self.isDigit(text[index]) && !(97...122).contains(text[index]) {
      throw SignalError("a character behind the letters has no known meaning", character: index + 1)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

/// A plain word for yes or no, as forms and consent tools write it.
package enum ConsentFlag {
  /// Whether `text` grants or denies, whatever its case and outer blanks; nil for any other word.
  package static func isGranted(_ text: Span<UInt8>) -> Bool? {
    var start = 0
    var end = text.count
    while start < end, text[start] <= 32 { start += 1 }
    while end > start, text[end - 1] <= 32 { end -= 1 }
    if matches(text, start..<end, Self.granted) { return true }
    return matches(text, start..<end, Self.denied) ? false : nil
  }

  private static let granted: [[UInt8]] = words(
    "granted", "grant", "yes", "y", "true", "1", "on", "opt-in", "opt_in", "optin", "accepted",
    "subscribed")
  private static let denied: [[UInt8]] = words(
    "denied", "deny", "no", "n", "false", "0", "off", "opt-out", "opt_out", "optout", "refused",
    "rejected", "withdrawn", "revoked", "unsubscribed")

  private static func words(_ words: String...) -> [[UInt8]] { words.map { Array($0.utf8) } }

  private static func matches(
    _ text: borrowing Span<UInt8>, _ range: Range<Int>, _ words: [[UInt8]]
  ) -> Bool {
    for word in words where word.count == range.count {
      var index = 0
      while index < word.count, lowered(text[range.lowerBound + index]) == word[index] {
        index += 1
      }
      if index == word.count { return true }
    }
    return false
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte + 32 : byte
  }
}
