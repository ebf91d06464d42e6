package import Basis
package import Formats

/// How one source's signals become grants and refusals of our purposes.
package struct SignalMapping: Hashable, Sendable {
  /// A purpose and the rules that speak about it.
  package struct Line: Hashable, Sendable {
    package var purpose: PurposeID
    package var rules: [SignalRule]

    package init(_ purpose: PurposeID, _ rules: [SignalRule]) {
      (self.purpose, self.rules) = (purpose, rules)
    }
  }

  /// What a signal says about the mapped purposes; about others it says nothing.
  package struct Outcome: Hashable, Sendable {
    package var granted = PurposeSet()
    package var refused = PurposeSet()
    /// When the grants and the refusals were given, where the signal tells and it was before it was
    /// received; nil where they count from then.
    package var grantedAt: Timestamp?
    package var refusedAt: Timestamp?

    package init(granted: PurposeSet = [], refused: PurposeSet = []) {
      (self.granted, self.refused) = (granted, refused)
    }

    /// Whether the signal says nothing at all.
    package var isSilent: Bool { granted.isEmpty && refused.isEmpty }
  }

  package let lines: [Line]
  package let strictness: TCString.Strictness
  /// The vendors that TCF rules name, 0 where one names none, each once.
  private let vendors: [Int]

  package init(_ lines: [Line], strictness: TCString.Strictness = .lenient) {
    self.lines = lines
    self.strictness = strictness
    var vendors: Set<Int> = []
    for line in lines {
      for case .tcf(let rule) in line.rules { vendors.insert(rule.vendor) }
    }
    self.vendors = vendors.sorted()
  }

  /// Reads one signal; `now` is when it was received, by the sender's own clock where
  /// `hasOwnTime`.
  ///
  /// Where two rules of a purpose disagree the refusal holds. A consent string that can be read but
  /// that policy forbids to rely on refuses every purpose that its rules speak about, and none of
  /// its dates is relied on either.
  package func outcome(
    of kind: SignalKind, _ bytes: Span<UInt8>, now: Timestamp, hasOwnTime: Bool = false
  ) throws(SignalError) -> Outcome {
    var outcome = Outcome()
    let now = Reception(time: now, isOwn: hasOwnTime)
    switch kind {
    case .tcf:
      for vendor in vendors {
        let glance = try TCGlance(bytes, vendor: vendor)
        apply(glance, vendor, now, to: &outcome)
      }
      if vendors.isEmpty { _ = try TCGlance(bytes, vendor: 0) }
    case .gpp: try applyGPP(bytes, now, to: &outcome)
    case .usPrivacy: apply(try USPrivacyString(bytes), to: &outcome)
    case .gcs:
      let mode = try ConsentMode(gcs: bytes)
      apply(to: &outcome) { if case .storageMode(let all) = $0 { mode.answer(all) } else { nil } }
    case .gcd:
      let mode = try ConsentMode(gcd: bytes)
      apply(to: &outcome) { if case .mode(let all) = $0 { mode.answer(all) } else { nil } }
    case .gpc:
      guard PrivacyControl.isExpressed(property: bytes) else { break }
      apply(to: &outcome) { $0 == .refusal(.gpc) ? false : nil }
    case .unsubscribe, .bounce:
      guard try MailEvent.isRefusal(kind, bytes) else { break }
      apply(to: &outcome) { $0 == .refusal(kind) ? false : nil }
    case .flag:
      let answer = ConsentFlag.isGranted(bytes)
      apply(to: &outcome) { $0 == .flag ? answer : nil }
    }
    outcome.granted.subtract(outcome.refused)
    return outcome
  }

  private func apply(to outcome: inout Outcome, _ answer: (SignalRule) -> Bool?) {
    for line in lines {
      for rule in line.rules {
        switch answer(rule) {
        case true?: outcome.granted.insert(line.purpose)
        case false?: outcome.refused.insert(line.purpose)
        case nil: break
        }
      }
    }
  }

  private func apply(
    _ glance: TCGlance, _ vendor: Int, _ now: Reception, to outcome: inout Outcome
  ) {
    let isValid = glance.isValid(now: now.time)
    if isValid { outcome.date(by: glance, received: now) }
    apply(to: &outcome) { rule in
      guard case .tcf(let rule) = rule, rule.vendor == vendor else { return nil }
      return isValid && rule.isMet(by: glance, strictness)
    }
  }

  private func apply(_ string: USPrivacyString, to outcome: inout Outcome) {
    apply(to: &outcome) { $0 == .usPrivacy ? string.permitsSale : nil }
  }

  private func applyGPP(
    _ bytes: Span<UInt8>, _ now: Reception, to outcome: inout Outcome
  ) throws(SignalError) {
    let text = bytes.text()
    let string = try GPPString(text)
    // What another section refuses has no date, and a purpose may be refused by either.
    defer { if string.sections.count > 1 { outcome.refusedAt = nil } }
    for section in string.sections {
      switch section.content {
      case .europe:
        let europe = Array(section.encoded.utf8)
        for vendor in vendors {
          apply(try TCGlance(europe.span, vendor: vendor), vendor, now, to: &outcome)
        }
      case .usPrivacy(let string): apply(string, to: &outcome)
      case .unitedStates(let content):
        if content.gpc == true { apply(to: &outcome) { $0 == .refusal(.gpc) ? false : nil } }
        apply(to: &outcome) { rule in
          guard case .unitedStates(let id, let uses) = rule, id == nil || id == section.id else {
            return nil
          }
          return content.permits(uses)
        }
      case .text: break
      }
    }
  }
}

/// When a signal was received, and whether the row says so itself.
private struct Reception {
  let time: Timestamp
  let isOwn: Bool
}

extension SignalMapping.Outcome {
  /// Dates what a consent string says by its last change, so that a string that is sent again does
  /// not renew itself.
  ///
  /// Since TCF 2.2 the change has a day and no time of day. On that day the row's own time orders
  /// strings, and `StringOfDay` keeps a grant from renewing itself. A row of another day, or without a
  /// time, does not tell: a grant then counts from the day's beginning and a refusal until its end.
  fileprivate mutating func date(by glance: TCGlance, received: Reception) {
    let now = received.time
    guard !(received.isOwn && StringOfDay.holds(glance, now)) else {
      (grantedAt, refusedAt) = (nil, nil)
      return
    }
    let isDay = glance.updated.seconds % 86_400 == 0
    let last = isDay ? glance.updated.advanced(by: 86_399) : glance.updated
    grantedAt = glance.updated < now ? glance.updated : nil
    refusedAt = last < now ? last : nil
  }
}

extension SignalRule.TCFRule {
  /// Whether a valid string, read for this rule's vendor, grants what the rule asks for.
  func isMet(by glance: TCGlance, _ strictness: TCString.Strictness) -> Bool {
    guard glance.purposeConsents.isSuperset(of: consents),
      glance.purposeLegitimateInterests.isSuperset(of: interests),
      glance.specialFeatureOptIns.isSuperset(of: specialFeatures)
    else { return false }
    // Without disclosed vendors a string is none of TCF 2.3, whichever vendor asks, or none.
    switch (glance.isDisclosed, strictness) {
    case (nil, .strict): return false
    case (nil, .lenient) where glance.policyVersion > 4: return false
    case (false?, _) where vendor > 0: return false
    case (_?, _), (nil, .lenient): break
    }
    guard vendor > 0 else { return true }
    // An opt-in to a special feature is of use to a vendor alone that may act at all.
    if consents.isEmpty, interests.isEmpty {
      return glance.vendorConsent || glance.vendorLegitimateInterest
    }
    if !consents.isEmpty {
      guard glance.vendorConsent, glance.interestOnlyPurposes.isDisjoint(with: consents) else {
        return false
      }
    }
    if !interests.isEmpty {
      guard glance.vendorLegitimateInterest,
        glance.consentOnlyPurposes.isDisjoint(with: interests)
      else { return false }
    }
    return glance.forbiddenPurposes.isDisjoint(with: consents)
      && glance.forbiddenPurposes.isDisjoint(with: interests)
  }
}

extension ConsentMode {
  /// True where all signals are granted, false where one is denied, nil where one is not set.
  func answer(_ signals: [Signal]) -> Bool? {
    if signals.contains(where: { self[$0] == .denied }) { return false }
    return signals.allSatisfy { self[$0] == .granted } ? true : nil
  }
}

extension Span<UInt8> {
  /// The bytes as text, with what is not UTF-8 replaced.
  fileprivate func text() -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for index in indices { bytes.append(self[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
