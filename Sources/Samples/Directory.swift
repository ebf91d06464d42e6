internal import Basis

/// The lists that systems export once: customers, partners' and providers' knowledge, consent.
///
/// Each method writes what one system knows about one person, at the end of the period.
struct Directory {
  let plan: Plan
  let world: World
  var crm = FeedText("crm", .table(delimiter: 59))
  var partner = FeedText("partner", .table(delimiter: 44))
  var alpha = FeedText("segments_alpha", .table(delimiter: 44))
  var beta = FeedText("segments_beta", .table(delimiter: 44))
  var consentTCF = FeedText("consent_tcf", .lines)
  var consentMode = FeedText("consent_mode", .table(delimiter: 44))
  var strings = ConsentStrings()
  var alphaRight = Accuracy()
  var betaRight = Accuracy()
  var stances = [Int](repeating: 0, count: Person.ConsentStance.allCases.count)
  var duplicatePeople = 0

  /// How often a provider's age band is the true one.
  struct Accuracy {
    var rows = 0
    var right = 0
  }

  init(_ plan: Plan) {
    self.plan = plan
    world = World(plan)
  }

  /// Writes all that the systems know about one person.
  mutating func describe(_ person: Person) {
    var random = world.random(.feed, person.index)
    if person.hasAccount { exportCustomer(person, &random) }
    listWithPartner(person, &random)
    describeByProviders(person, &random)
    recordConsent(person, &random)
  }
}
