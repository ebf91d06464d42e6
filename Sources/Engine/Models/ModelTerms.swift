internal import Basis
internal import Columns
internal import Models
internal import Requests
internal import Segments

/// A request for a model whose texts were read and checked.
struct ModelTerms {
  let name: String
  let kind: Training.Kind
  let purpose: String
  let excluded: [String]
  let draw: UInt64
  /// The seed or the target, references followed.
  let definition: Segment
  let base: Segment
  let mentions: Mentions
  /// Seconds; nil for a likeness.
  let horizon: Int64?

  var isForesight: Bool { horizon != nil }

  init(_ request: ModelRequest, _ planner: SetPlanner) throws(Fault) {
    guard !request.name.isEmpty, request.name.allSatisfy({ !$0.isNewline }) else {
      throw Fault(
        .usage, "the model", reason: "its name is empty or has several lines",
        remedy: "Choose a name of one line")
    }
    let purposes = planner.audience.vocabulary.purposes
    guard purposes.contains(request.purpose) else {
      throw Fault(
        .notFound, "purpose “\(request.purpose)”", reason: "there is no such purpose",
        remedy: NearestName.to(request.purpose, among: purposes.sorted())
          .map { "Did you mean \($0)?" } ?? "Purposes are \(purposes.joined(separator: ", "))")
    }
    (name, purpose, draw) = (request.name, request.purpose, request.draw)
    excluded = request.excluded
    let text: String
    switch request.goal {
    case .likeness(let seed): (text, horizon) = (seed, nil)
    case .foresight(let target, let seconds): (text, horizon) = (target, seconds)
    }
    definition = try Self.resolved(text, planner)
    base =
      try request.base.map { (text) throws(Fault) in try Self.resolved(text, planner) }
      ?? .everyone
    let mentions = Mentions(definition, vocabulary: planner.audience.vocabulary)
    self.mentions = mentions
    let asked = mentions.models.union(
      Mentions(base, vocabulary: planner.audience.vocabulary).models)
    guard !asked.contains(request.name) else {
      throw Fault(
        .refused, "the model", reason: "its definition asks for its own score",
        remedy: "Name examples that do not depend on it")
    }
    kind =
      switch request.kind {
      case .weights: .weights
      case .logistic: .logistic
      case nil: horizon == nil ? .weights : .logistic
      }
    if let horizon, let problem = definition.foresightProblem(horizon: horizon) {
      throw Fault(
        .refused, "the target", reason: problem,
        remedy: "Say what happens within the horizon, such as `did purchase in last 30 days`")
    }
  }

  private static func resolved(_ text: String, _ planner: SetPlanner) throws(Fault) -> Segment {
    do throws(Problem) {
      return try planner.references.resolved(planner.checker.checked(text))
    } catch {
      throw error.fault(in: text)
    }
  }
}
