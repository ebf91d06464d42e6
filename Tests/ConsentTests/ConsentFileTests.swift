import Basis
import Consent
import Formats
import Support
import Testing

@Suite("Consent file") struct ConsentFileTests {
  static let file = """
    purposes = ["postal"]
    expiry = "13mo"

    [purpose.email]
    expiry = "never"
    scope = "own"
    legitimate_interest = ["crm"]

    [signals.web]
    strict = true
    ads = ["tcf:1,2 vendor:755", "gpc"]

    [signals."*"]
    email = "flag"

    [[retention]]
    source = "web"
    purpose = "analytics"
    keep = "14mo"

    [[retention]]
    keep = "2y"
    """

  @Test("a whole file is read")
  func whole() throws {
    let configuration = try ConsentConfiguration(toml: Self.file, file: "consent.toml")
    let email = try configuration.catalogue.required("email")
    #expect(configuration.catalogue.names.last == "postal")
    #expect(configuration.rule(for: email) == DecisionRule(scope: .own, expiry: nil))
    #expect(configuration.interestSources[email] == ["crm"])
    #expect(configuration.mapping(for: "web").strictness == .strict)
    #expect(configuration.mapping(for: "web").lines.first?.rules.count == 2)
    #expect(configuration.mapping(for: "shop").lines.map(\.purpose) == [email])
    #expect(configuration.retention.rules.map(\.keep) == [.months(14), .months(24)])
  }

  @Test("problems point at their lines, all of them")
  func problems() throws {
    let text = """
      expiry = 13
      scope = "all"
      [signals.web]
      ads = ["tcf:1", 7]
      adds = "gpc"
      """
    let document = try TOMLDocument.parse(text, file: "consent.toml")
    let faults = ConsentConfiguration.read(document).faults
    #expect(faults.map(\.place?.line) == [1, 2, 4, 5])
    #expect(faults[3].remedy == "Did you mean ads?")
    let fault = #expect(throws: Fault.self) {
      try ConsentConfiguration(toml: text, file: "consent.toml")
    }
    #expect(fault?.place?.line == 1)
    for line in ["line 2: scope: “all” is not a scope", "line 4:", "line 5:"] {
      #expect(fault?.remedy.contains(line) == true, "\(fault?.remedy ?? "")")
    }
    #expect(throws: Fault.self) { try ConsentConfiguration(toml: "a = [", file: "consent.toml") }
  }

  @Test("an empty file is the configuration without settings")
  func empty() throws {
    #expect(try ConsentConfiguration(toml: "", file: "consent.toml") == ConsentConfiguration())
  }

  @Test("mutated files are read or refused, never a trap", arguments: UInt64(0)..<60)
  func mutations(seed: UInt64) {
    var random = Seeded(seed)
    var characters = Array(Self.file)
    for _ in 0...random.below(4) {
      characters[random.below(characters.count)] = random.pick(Array("a1[]\"=.,\n "))
    }
    guard let document = try? TOMLDocument.parse(String(characters), file: "consent.toml") else {
      return
    }
    #expect(ConsentConfiguration.read(document).faults.allSatisfy { $0.place?.line != nil })
  }
}
