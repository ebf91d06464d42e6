internal import Basis

/// What an attribution was told, read and checked.
struct AttributionTerms: Sendable {
  var models: [AttributionModel]
  let by: String
  let clickWindow: UInt32
  let viewWindow: UInt32
  let visitGap: UInt32
  let order: Int
  let decimals: Int
  let showsRevenue: Bool
  /// True where the paths themselves are asked for, so many of them.
  let showsPaths: Bool
  let top: Int
  var rules = AttributionRules()

  init(_ settings: ReportSettings) throws(Fault) {
    models = try Self.models(settings.list("model"))
    by = settings.text("by") ?? "channel"
    let lookback = try Self.seconds("lookback", settings) ?? 30 * 86_400
    clickWindow = try Self.seconds("click-window", settings) ?? lookback
    viewWindow = min(try Self.seconds("view-window", settings) ?? 86_400, lookback)
    visitGap = try Self.seconds("visit", settings) ?? 1_800
    order = try settings.integer("markov-order", 1...3)
    decimals = try settings.integer("decimals", 0...12)
    showsRevenue = settings.text("measure") == "revenue"
    showsPaths = settings.text("show") == "paths"
    top = try settings.integer("top", 1...100_000)
    rules.halfLife = Double(try Self.seconds("half-life", settings) ?? 7 * 86_400)
    guard rules.halfLife > 0 else {
      throw Fault(
        .usage, "--half-life", reason: "it must be longer than nothing", remedy: "Write 7d")
    }
    (rules.firstShare, rules.lastShare) = try Self.shares(settings.list("position-shares"))
  }

  private static func models(_ words: [String]) throws(Fault) -> [AttributionModel] {
    var models: [AttributionModel] = []
    for word in words {
      guard let model = AttributionModel(rawValue: word) else {
        let names = AttributionModel.allCases.map(\.rawValue)
        throw Fault(
          .usage, "--model", reason: "there is no model “\(word)”",
          remedy: NearestName.remedy(for: word, among: names))
      }
      if !models.contains(model) { models.append(model) }
    }
    guard !models.isEmpty else {
      throw Fault(.usage, "--model", reason: "no model is named", remedy: "Write --model last")
    }
    return models
  }

  /// A duration that may also be 0, such as `0d`.
  private static func seconds(_ name: String, _ settings: ReportSettings) throws(Fault) -> UInt32? {
    if let text = settings.text(name), ["0", "0s", "0m", "0h", "0d", "0w"].contains(text) {
      return 0
    }
    return try settings.duration(name).map { UInt32(clamping: $0) }
  }

  private static func shares(_ words: [String]) throws(Fault) -> (first: Double, last: Double) {
    let numbers = words.compactMap { Double($0) }
    guard words.count == 2, numbers.count == 2, numbers.allSatisfy({ (0...100).contains($0) }),
      numbers[0] + numbers[1] <= 100
    else {
      throw Fault(
        .usage, "--position-shares",
        reason: "it needs two shares that add up to 100 percent at most",
        remedy: "Write --position-shares 40,40")
    }
    return (numbers[0] / 100, numbers[1] / 100)
  }

  /// What a reader must know about the models that were used.
  func notes(_ result: AttributionResult) -> [String] {
    var notes: [String] = []
    for credit in result.credits {
      switch credit.model {
      case .decay:
        notes.append("Time decay: a touch loses half of its weight in \(days(rules.halfLife)).")
      case .position:
        let (first, last) = (Int(rules.firstShare * 100), Int(rules.lastShare * 100))
        notes.append(
          "Position: \(first) % to the first touch, \(last) % to the last, the rest in between.")
      case .markov: notes += markovNotes(result)
      case .shapley:
        notes.append(
          "Shapley: a set of channels is worth the conversions of the paths that need no other; "
            + "exact for any number of channels.")
      case .shapleyRate:
        notes.append(
          "Shapley (rate): a set of channels is worth the conversion rate of such paths, so that one "
            + "whose paths convert less than others' has a negative credit; "
            + (credit.isExact
              ? "exact." : "≈ drawn from 20,000 orders of joining, always the same ones."))
      case .last, .lastNonDirect, .first, .linear: continue
      }
    }
    return notes
  }

  private func markovNotes(_ result: AttributionResult) -> [String] {
    guard let removal = result.removal else { return [] }
    let share = (removal.conversion * 10_000).rounded() / 100
    return [
      "Markov of order \(order): \(share) % of the paths convert; credit in proportion to what "
        + "a channel's removal takes from that."
    ]
  }

  private func days(_ seconds: Double) -> String {
    let hours = seconds / 3_600
    return hours >= 48 ? "\((hours / 24 * 10).rounded() / 10) days" : "\(hours) hours"
  }
}
