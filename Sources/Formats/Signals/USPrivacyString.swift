/// The four characters of the older United States privacy string, such as `1YNN`.
package struct USPrivacyString: Hashable, Sendable {
  package enum Answer: UInt8, Sendable, CaseIterable {
    case yes = 89
    case no = 78
    case notApplicable = 45
  }

  package var noticeGiven: Answer
  package var optedOutOfSale: Answer
  package var underAgreement: Answer

  package init(noticeGiven: Answer, optedOutOfSale: Answer, underAgreement: Answer) {
    self.noticeGiven = noticeGiven
    self.optedOutOfSale = optedOutOfSale
    self.underAgreement = underAgreement
  }

  /// Reads the string; letters may be of either case.
  package init(_ text: Span<UInt8>) throws(SignalError) {
    guard text.count == 4 else {
      throw SignalError("it has \(text.count) characters instead of 4", character: 1)
    }
    guard text[0] == UInt8(ascii: "1") else {
      throw SignalError("its version is not 1", character: 1)
    }
    noticeGiven = try Self.answer(text, 1)
    optedOutOfSale = try Self.answer(text, 2)
    underAgreement = try Self.answer(text, 3)
  }

  private static func answer(
    _ text: borrowing Span<UInt8>, _ index: Int
  ) throws(SignalError) -> Answer {
    let isLowerCase = (97...122).contains(text[index])
    guard let answer = Answer(rawValue: isLowerCase ? text[index] - 32 : text[index]) else {
      throw SignalError("a character is not Y, N or -", character: index + 1)
    }
    return answer
  }

  /// Whether the person's data may be sold: false after an opt-out, nil where the law does not apply
  /// or the question was not asked.
  package var permitsSale: Bool? {
    switch optedOutOfSale {
    case .yes: false
    case .no: noticeGiven == .notApplicable ? nil : true
    case .notApplicable: nil
    }
  }

  /// The string as it is sent.
  package var encoded: String {
    String(
      decoding: [49, noticeGiven.rawValue, optedOutOfSale.rawValue, underAgreement.rawValue],
      as: UTF8.self)
  }
}
