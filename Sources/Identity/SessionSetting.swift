/// When sessions end in a workspace, as its `identity.toml` says.
package struct SessionSetting: Sendable, Equatable {
  /// What else ends a session beside a pause.
  package enum Kind: String, Sendable, CaseIterable {
    case ga4
    /// The older rule: midnight and another campaign.
    case ua
    case midnight
    case campaign
  }

  package var kind = Kind.ga4
  /// The longest pause within a session, in seconds.
  package var gap: UInt32 = 1_800
  /// The most seconds that a session may last; nil means that nothing bounds it.
  package var longest: UInt32?

  package init() {}

  package var endsAtMidnight: Bool { kind == .ua || kind == .midnight }
  package var splitsOnCampaign: Bool { kind == .ua || kind == .campaign }

  /// The rule in a zone whose days `dayOf` tells.
  package func rule(dayOf: @escaping @Sendable (UInt32) -> Int32) -> SessionRule {
    SessionRule(
      timeout: gap, dayOf: endsAtMidnight ? dayOf : nil, splitsOnCampaign: splitsOnCampaign,
      longest: longest)
  }
}
