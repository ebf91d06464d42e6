import Basis
import Consent
import Testing

@Suite("Consent configuration") struct ConsentConfigurationTests {
  static func read(
    _ settings: [(String, ConsentSetting.Value)]
  ) -> (configuration: ConsentConfiguration, faults: [Fault]) {
    ConsentConfiguration.read(
      settings.enumerated().map { index, setting in
        ConsentSetting(setting.0.split(separator: "/").map(String.init), setting.1, line: index + 1)
      }, file: "consent.toml")
  }

  @Test("without settings grants hold thirteen months and linked identifiers decide")
  func defaults() {
    let configuration = ConsentConfiguration()
    #expect(
      configuration.rule(for: PurposeID(0)) == DecisionRule(scope: .linked, expiry: .months(13)))
    #expect(configuration.mapping(for: "web") == .standard)
    #expect(configuration.interestSources.isEmpty && configuration.retention.rules.isEmpty)
    #expect(Self.read([]).configuration == configuration)
  }

  @Test("every setting is read, whatever its order")
  func everything() throws {
    let (configuration, faults) = Self.read([
      ("purpose/postal/scope", .text("own")), ("purpose/email/expiry", .text("never")),
      ("purpose/email/legitimate_interest", .list(["crm"])), ("expiry", .text("6mo")),
      ("scope", .text("latest")), ("purposes", .list(["postal"])),
      ("signals/web/ads", .list(["tcf:1,2 vendor:755", "gpc"])),
      ("signals/web/strict", .flag(true)),
      ("signals/*/email", .text("flag")), ("retention/0/source", .text("web")),
      ("retention/0/purpose", .text("analytics")), ("retention/0/keep", .text("14mo")),
      ("retention/1/keep", .text("2y")),
    ])
    #expect(faults.isEmpty, "\(faults)")
    let catalogue = configuration.catalogue
    let (postal, email) = (try catalogue.required("postal"), try catalogue.required("email"))
    #expect(
      configuration.rule(for: PurposeID(0)) == DecisionRule(scope: .latest, expiry: .months(6)))
    #expect(configuration.rule(for: postal) == DecisionRule(scope: .own, expiry: .months(6)))
    #expect(configuration.rule(for: email) == DecisionRule(scope: .latest, expiry: nil))
    #expect(configuration.interestSources[email] == ["crm"])
    #expect(configuration.mapping(for: "web").strictness == .strict)
    #expect(configuration.mapping(for: "web").lines.map(\.rules.count) == [2])
    #expect(configuration.mapping(for: "other").lines.map(\.purpose) == [email])
    #expect(
      configuration.retention.rules == [
        RetentionRule(source: "web", purpose: PurposeID(3), keep: .months(14)),
        RetentionRule(keep: .months(24)),
      ])
  }

  @Test("everything that is wrong is told at once, in the order of the file")
  func faults() {
    let (configuration, faults) = Self.read([
      ("expiri", .text("13mo")), ("expiry", .text("13m")), ("scope", .text("all")),
      ("purpose/emial/scope", .text("own")), ("purpose/email/colour", .text("own")),
      ("signals/web/ads", .list(["tcf:1", "tfc:2"])), ("signals/web/strict", .text("yes")),
      ("retention/0/keep", .text("soon")), ("retention/1/source", .text("web")),
      ("purposes", .list(["No Name"])), ("scope", .flag(true)),
    ])
    #expect(faults.map(\.place?.line) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    #expect(faults.allSatisfy { $0.code == .badConfiguration && !$0.remedy.isEmpty })
    #expect(faults[0].remedy == "Did you mean expiry?")
    #expect(faults[3].remedy == "Did you mean email?")
    #expect(faults[5].reason.contains("at character 1"))
    #expect(configuration.defaultRule == DecisionRule())
    #expect(configuration.retention.rules.isEmpty)
  }
}
