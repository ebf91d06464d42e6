import Basis
import Identity
import Testing

/// People with typing errors, swapped names and gaps, as registers have them, with the truth.
struct SyntheticRegister {
  var first: [String?] = []
  var last: [String?] = []
  var born: [String?] = []
  var mail: [String?] = []
  var town: [String?] = []
  var truth: [UInt32] = []
  var sources: [UInt16] = []

  init(people: Int, seed: UInt64) {
    var random = Seeded(seed)
    let syllables = ["an", "bel", "cor", "da", "el", "fi", "gor", "hu", "is", "jo", "ka", "lu"]
    func word(_ random: inout Seeded, _ parts: Int) -> String {
      (0..<parts).map { _ in random.pick(syllables) }.joined()
    }
    let lasts = (0..<250).map { _ in word(&random, 3) }
    let firsts = (0..<80).map { _ in word(&random, 2) }
    let towns = (0..<20).map { _ in word(&random, 3) }
    for person in 0..<people {
      let name = (random.pick(firsts), random.pick(lasts))
      let date = CivilDate(daysSinceEpoch: random.within(-10_000...12_000)).iso8601
      let address = "\(name.0).\(name.1)\(random.below(40))@\(random.pick(["x.org", "y.net"]))"
      let town = random.pick(towns)
      for copy in 0..<random.within(1...3) {
        func worn(_ text: String) -> String? {
          if random.chance(0.05) { return nil }
          guard copy > 0, random.chance(0.15) else { return text }
          var characters = Array(text)
          let place = random.below(characters.count - 1)
          switch random.below(3) {
          case 0: characters.swapAt(place, place + 1)
          case 1: characters.remove(at: place)
          default: characters[place] = "x"
          }
          return String(characters)
        }
        let isSwapped = copy > 0 && random.chance(0.03)
        first.append(worn(isSwapped ? name.1 : name.0))
        last.append(worn(isSwapped ? name.0 : name.1))
        born.append(worn(date))
        mail.append(random.chance(0.3) ? nil : worn(address))
        self.town.append(random.chance(0.1) ? random.pick(towns) : town)
        truth.append(UInt32(person))
        sources.append(UInt16(copy))
      }
    }
  }

  func table(withSources: Bool = false) -> RecordTable {
    RecordTable(
      [("first", first), ("last", last), ("born", born), ("mail", mail), ("town", town)],
      sources: withSources ? sources : [])
  }

  static var settings: LinkageSettings {
    var settings = LinkageSettings(
      comparisons: [
        .name("first"), .name("last"), .dateOfBirth("born"), .email("mail"),
        .exact("town", frequencyWeight: 1),
      ],
      blocking: [
        BlockingRule("mail"), BlockingRule("born"), BlockingRule("last", "first"),
        BlockingRule("last", "town"), BlockingRule("first", "town"),
      ])
    settings.training = [BlockingRule("born"), BlockingRule("last", "first")]
    settings.certain = [BlockingRule("first", "last", "born"), BlockingRule("mail")]
    settings.randomPairs = 3_000
    return settings
  }
}

@Suite("Probabilistic linkage of a register") struct LinkageRunTests {
  @Test("people are found again with few errors")
  func finding() throws {
    let register = SyntheticRegister(people: 80, seed: 7)
    let linkage = try Linkage(SyntheticRegister.settings, register.table())
    let training = try linkage.trained()
    #expect(training.runs.count == 2)
    let result = linkage.scored(by: training.model)
    let clusters = result.clusters(from: 0.95)
    let evaluation = Evaluation(units: clusters.units, truth: register.truth)
    #expect(evaluation.precision > 0.97)
    #expect(evaluation.recall > 0.9)
    #expect(evaluation.f1 > 0.95)
    let distributions = training.model.m + training.model.u
    #expect(distributions.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-6 })
  }

  @Test("matches among the random pairs make nothing rare look common")
  func pairsThatAreNoMatches() throws {
    let register = SyntheticRegister(people: 80, seed: 7)
    let model = try Linkage(SyntheticRegister.settings, register.table()).trained().model
    var (pairs, equal, others, equalOthers) = (0.0, 0.0, 0.0, 0.0)
    for a in register.born.indices {
      for b in register.born.indices where a < b {
        guard let one = register.born[a], let other = register.born[b] else { continue }
        pairs += 1
        if one == other { equal += 1 }
        guard register.truth[a] != register.truth[b] else { continue }
        others += 1
        if one == other { equalOthers += 1 }
      }
    }
    // The dates are compared third; their first level is that they are equal.
    let learnt = model.u[2][0]
    #expect(learnt < equal / pairs / 2)
    #expect(learnt > equalOthers / others)
  }

  @Test("two runs over the same records are the same")
  func determinism() throws {
    let register = SyntheticRegister(people: 25, seed: 23)
    let linkage = try Linkage(SyntheticRegister.settings, register.table())
    let training = try linkage.trained()
    #expect(try linkage.trained() == training)
    #expect(linkage.scored(by: training.model) == linkage.scored(by: training.model))
  }

  @Test("without certain rules the pairs themselves tell how many matches there are")
  func learntPrior() throws {
    let register = SyntheticRegister(people: 50, seed: 19)
    var settings = SyntheticRegister.settings
    settings.certain = []
    let linkage = try Linkage(settings, register.table())
    let model = try linkage.trained().model
    let perfect = Evaluation(units: register.truth, truth: register.truth)
    let share = Double(perfect.truePositives) / linkage.allPairs
    #expect(model.lambda > share / 1.5 && model.lambda < share * 1.5)
    let clusters = linkage.clusters(of: linkage.scored(by: model))
    #expect(Evaluation(units: clusters.units, truth: register.truth).f1 > 0.93)
  }

  @Test("a waterfall adds up to the pair's weight")
  func waterfall() throws {
    let register = SyntheticRegister(people: 30, seed: 3)
    let linkage = try Linkage(SyntheticRegister.settings, register.table())
    let model = try linkage.trained().model
    for pair in linkage.scored(by: model).pairs {
      let bars = linkage.waterfall(Int(pair.a), Int(pair.b), model)
      let sum = bars.reduce(0) { $0 + $1.weight + $1.frequencyWeight }
      #expect(abs(sum - pair.weight) < 1e-9)
    }
  }

  @Test("pair counts told beforehand are the pairs that are made", arguments: [false, true])
  func pairCounts(betweenSources: Bool) throws {
    let register = SyntheticRegister(people: 40, seed: 5)
    var settings = SyntheticRegister.settings
    settings.scope = betweenSources ? .betweenSources : .everything
    settings.leastWeight = -1_000
    let linkage = try Linkage(settings, register.table(withSources: true))
    let counts = linkage.pairCounts()
    let columns: [String: [String?]] = [
      "first": register.first, "last": register.last, "born": register.born,
      "mail": register.mail, "town": register.town,
    ]
    func agrees(_ rule: BlockingRule, _ a: Int, _ b: Int) -> Bool {
      rule.parts.allSatisfy { part in
        let values = columns[part.column] ?? []
        return values[a] != nil && values[a] == values[b]
      }
    }
    var (made, added) = ([0, 0, 0, 0, 0], [0, 0, 0, 0, 0])
    for a in register.truth.indices {
      for b in 0..<a where !betweenSources || register.sources[a] != register.sources[b] {
        var isNew = true
        for (index, rule) in settings.blocking.enumerated() where agrees(rule, a, b) {
          made[index] += 1
          added[index] += isNew ? 1 : 0
          isNew = false
        }
      }
    }
    #expect(counts.map(\.pairs) == made)
    #expect(counts.map(\.added) == added)
    let training = try linkage.trained()
    #expect(linkage.scored(by: training.model).pairs.count == added.reduce(0, +))
  }

  @Test("several thresholds are counted as each alone would be")
  func thresholds() throws {
    let register = SyntheticRegister(people: 30, seed: 11)
    let linkage = try Linkage(SyntheticRegister.settings, register.table())
    let result = linkage.scored(by: try linkage.trained().model)
    let thresholds = [0.5, 0.99, 0.9, 0.1]
    let counts = result.clusterCounts(at: thresholds)
    #expect(counts.map(\.threshold) == thresholds)
    for (threshold, clusters) in counts {
      #expect(result.clusters(from: threshold).unitCount == clusters)
    }
  }

  @Test("one of each source means that no cluster has two")
  func oneOfEach() throws {
    let register = SyntheticRegister(people: 30, seed: 13)
    let linkage = try Linkage(SyntheticRegister.settings, register.table())
    let result = linkage.scored(by: try linkage.trained().model)
    let clusters = result.clusters(from: 0.001, oneOfEach: register.sources)
    let members = clusters.members()
    for unit in 0..<UInt32(clusters.unitCount) {
      let sources = members[unit].map { register.sources[Int($0)] }
      #expect(Set(sources).count == sources.count)
    }
  }

  @Test("pairs become probable links between the records' nodes")
  func links() throws {
    let register = SyntheticRegister(people: 20, seed: 17)
    let linkage = try Linkage(SyntheticRegister.settings, register.table())
    let result = linkage.scored(by: try linkage.trained().model)
    let nodes = register.truth.indices.map { UInt32($0 + 100) }
    let links = result.links(from: 0.9, nodes: nodes, time: 5)
    #expect(links.count == result.pairs.count { $0.probability >= 0.9 })
    #expect(links.evidence.allSatisfy { $0 == LinkEvidence.probable.rawValue })
    #expect(links.a.allSatisfy { $0 >= 100 })
  }
}
