import Basis
import Identity
import Testing

@Suite("Identity rules in words") struct IdentityRulesTextTests {
  func rules(_ text: String) throws -> IdentityRules {
    try IdentityRules.parse(text, file: "identity.toml")
  }

  @Test("an empty text means the rules of a new workspace")
  func empty() throws {
    #expect(try rules("") == .standard)
  }

  @Test("a namespace's table changes what it names and leaves the rest")
  func namespaces() throws {
    let rules = try rules(
      """
      strong_from = 80
      suspicious_size = 12
      probable_lenses = ["household", "person"]
      ignored_sources = ["partner"]
      [namespace.email]
      limit = "5 per 30d"
      priority = 20
      [namespace.badge]
      strength = 90
      shared_above = 2
      limit = 3
      joins = false
      device = true
      off = ["non_joining", "limit"]
      [others]
      strength = 30
      [household]
      largest = 4
      network_days = 9
      attribute = "street"
      networks = ["wifi"]
      """)
    #expect(rules.strongFrom == 80)
    #expect(rules.suspiciousSize == 12)
    #expect(rules.probableLenses == [.household, .person])
    #expect(rules.ignoredSources == ["partner"])
    var email = IdentityRules.standard.rule(for: "email")
    (email.limit, email.priority) = (.init(5, days: 30), 20)
    #expect(rules.rule(for: "email") == email)
    let badge = rules.rule(for: "badge")
    #expect((badge.strength, badge.sharedAbove, badge.joins) == (90, 2, false))
    #expect((badge.limit, badge.isDevice) == (.init(3), true))
    #expect(badge.off == [.nonJoining, .limit])
    #expect(rules.rule(for: "unheard_of").strength == 30)
    #expect(rules.household.largest == 4)
    #expect(rules.household.networkDays == 9)
    #expect(rules.household.attribute == "street")
    #expect(rules.household.networks == ["wifi"])
    #expect(rules.household.addressDays == IdentityRules.standard.household.addressDays)
  }

  @Test("a table that is switched off is as if it were not there")
  func off() throws {
    let text = "[namespace.user_id]\nlimit = 1\nstrength = 10\njoins = false\n"
    #expect(try rules(text) != .standard)
    #expect(try rules(text + "off = true\n") == .standard)
  }

  @Test("every mistake is told at once, with its line and the nearest name")
  func mistakes() throws {
    let fault = #expect(throws: Fault.self) {
      try rules("strong_from = 70\nsuspicious_sise = 3\n[namespace.email]\nstrength = 900\n")
    }
    #expect(fault?.place?.line == 4)
    #expect(fault?.reason == "900 is not from 0 to 100")
    #expect(fault?.remedy.contains("line 2: “suspicious_sise” means nothing") == true)
    #expect(fault?.remedy.contains("Did you mean suspicious_size?") == true)
  }

  @Test(
    "what is no rule is refused",
    arguments: [
      "probable_lenses = [\"persons\"]", "[namespace.email]\nlimit = \"5 per year\"",
      "[namespace.email]\noff = [\"limits\"]", "[namespace.email]\nlimit = 0",
      "namespace = 3", "[household]\nlargest = 1", "[namespace.email]\nshared_above = 0",
      "[namespace.email]\njoins = \"no\"", "suspicious_size = 1", "= 3",
    ])
  func refused(text: String) {
    let fault = #expect(throws: Fault.self) { try rules(text) }
    #expect(fault?.place?.line != nil)
  }

  @Test("no text crashes it", arguments: UInt64(0)..<300)
  func fuzz(seed: UInt64) throws {
    var random = Seeded(seed)
    let words = [
      "[namespace.email]", "[household]", "[others]", "limit", "=", "\"5 per 30d\"", "5", "off",
      "true", "[", "]", "\"limit\"", "\n", "strength", "joins", ",", "1e9", "probable_lenses", "#",
    ]
    let text = (0..<random.within(0...20)).map { _ in random.pick(words) }
      .joined(separator: random.chance(0.5) ? " " : "\n")
    do throws(Fault) {
      _ = try IdentityRules.parse(text, file: "f")
    } catch {
      #expect(error.place?.file == "f")
    }
  }
}

@Suite("Linkage settings in words") struct LinkageSettingsTextTests {
  static let small = """
    threshold = 0.9
    one_to_one = true
    scope = "between_sources"
    seed = 7
    recall = 0.6
    [[comparison]]
    kind = "jaro_winkler"
    columns = ["surname"]
    thresholds = [0.9, 0.8]
    frequency_weight = 0.5
    m = [0.8, 0.1, 0.05]
    [[comparison]]
    kind = "email"
    name = "mail"
    columns = ["email"]
    [[blocking]]
    columns = ["surname/3", "postcode"]
    [[training]]
    columns = "email/user"
    [[certain]]
    columns = ["email"]
    """

  @Test("all of a linkage can be said")
  func whole() throws {
    let settings = try LinkageSettings.parse(Self.small, file: "linkage.toml")
    #expect((settings.threshold, settings.isOneToOne, settings.seed) == (0.9, true, 7))
    #expect(settings.scope == .betweenSources)
    #expect(settings.certainRecall == 0.6)
    #expect(settings.comparisons.map(\.name) == ["surname", "mail"])
    #expect(settings.comparisons[0].levels.map(\.m) == [0.8, 0.1, 0.05])
    #expect(settings.comparisons[0].levels[0].frequencyWeight == 0.5)
    #expect(settings.blocking.map(\.text) == ["surname/3, postcode"])
    #expect(settings.training.map(\.text) == ["email/user"])
    #expect(settings.columns == ["email", "postcode", "surname"])
  }

  @Test(
    "what is no linkage is refused with its line",
    arguments: [
      "", "[[blocking]]\ncolumns = [\"a\"]", "[[comparison]]\ncolumns = [\"a\"]",
      small + "\n[[blocking]]\ncolumns = []", small + "\n[[blocking]]\ncolums = [\"a\"]",
      "threshold = 2\n" + small, "lambda = 0\n" + small,
      small + "\n[[comparison]]\nkind = \"exactly\"\ncolumns = [\"a\"]",
      small + "\n[[comparison]]\ncolumns = [\"a\"]\nm = [0.5, 0.5]",
      small + "\n[[comparison]]\ncolumns = [\"a\"]\nthresholds = [\"x\"]",
    ])
  func refused(text: String) {
    let fault = #expect(throws: Fault.self) {
      try LinkageSettings.parse(text, file: "linkage.toml")
    }
    #expect(fault?.code == .badConfiguration || fault?.code == .malformed)
  }

  @Test("parts of columns are written as they are read")
  func parts() throws {
    for text in ["a", "a/3", "a/user", "a/domain", "a/sector", "a/district", "a/area", "a/year"] {
      #expect(try ColumnPart(text: text).text == text)
    }
  }
}
