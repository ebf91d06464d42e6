package import Basis

/// Which identifiers join people, how strongly, and where they stop.
package struct IdentityRules: Sendable, Equatable {
  /// How many identifiers of a kind a profile may have.
  package struct Limit: Sendable, Equatable {
    package var count: Int
    /// The days within which so many may be first seen; nil means ever.
    package var days: Int?

    package init(_ count: Int, days: Int? = nil) { (self.count, self.days) = (count, days) }
  }

  /// The parts of a namespace's rule that can be switched off one by one.
  package enum Part: String, Sendable, CaseIterable {
    case limit
    case shared
    case nonJoining = "non_joining"
    case priority
  }

  /// The rule of one namespace.
  package struct Namespace: Sendable, Equatable {
    /// From 0 to 100; a link is as strong as the weaker of its two identifiers.
    package var strength: Int
    /// From 0 to 100: which links give way when a limit is hit; nil means the strength.
    package var priority: Int?
    package var limit: Limit?
    /// An identifier seen with more than so many strong ones of one kind stops joining people.
    package var sharedAbove: Int?
    /// False where an identifier of this kind may belong to a person but never joins two.
    package var joins: Bool
    /// True where an identifier stands for a device or a browser, not for a person.
    package var isDevice: Bool
    package var off: Set<Part>

    package init(
      strength: Int, priority: Int? = nil, limit: Limit? = nil, sharedAbove: Int? = nil,
      joins: Bool = true, isDevice: Bool = false, off: Set<Part> = []
    ) {
      (self.strength, self.priority, self.limit) = (strength, priority, limit)
      (self.sharedAbove, self.joins, self.isDevice) = (sharedAbove, joins, isDevice)
      self.off = off
    }
  }

  /// When persons who share an address or a network count as one household.
  package struct Household: Sendable, Equatable {
    /// A household that would have more persons than this is not made.
    package var largest = 8
    /// On how many days a person must have been seen with a shared network.
    package var networkDays = 5
    /// On how many days a person must have been seen with a shared address.
    package var addressDays = 1
    /// The attribute that holds a person's address; used where a source gives it.
    package var attribute = "address"
    /// Namespaces of identifiers that stand for an address.
    package var addresses: Set<String> = ["address", "household_id"]
    /// Namespaces of identifiers that stand for a network.
    package var networks: Set<String> = ["ip", "ip_address"]
    package init() {}
  }

  package var namespaces: [String: Namespace] = [:]
  /// The rule of a namespace that has none of its own.
  package var others = Namespace(strength: 50, limit: Limit(50), sharedAbove: 10)
  /// The strength from which an identifier counts as a log-in for the shared rule.
  package var strongFrom = 70
  /// A group with more identifiers than this, those that join nobody left aside, is held apart as a
  /// proposal to split.
  package var suspiciousSize = 50
  package var household = Household()
  package var session = SessionSetting()
  /// The lenses under which probable links join.
  package var probableLenses: Set<Lens> = []
  /// Sources whose links do not count, as if these had never sent any.
  package var ignoredSources: Set<String> = []

  package init() {}

  /// The rule of the namespace called `name`.
  package func rule(for name: String) -> Namespace { namespaces[name] ?? others }

  /// The rules of a new workspace.
  package static var standard: IdentityRules {
    var rules = IdentityRules()
    let account = Namespace(strength: 100, limit: Limit(5))
    let address = Namespace(strength: 85, limit: Limit(10), sharedAbove: 10)
    let advertising = Namespace(
      strength: 60, limit: Limit(30), sharedAbove: 3, isDevice: true)
    let browser = Namespace(strength: 40, limit: Limit(200), sharedAbove: 3, isDevice: true)
    let network = Namespace(strength: 10, joins: false)
    for name in ["user_id", "crm_id", "customer_id", "loyalty_id"] {
      rules.namespaces[name] = account
    }
    for name in ["email", "email_sha256", "email_md5", "phone", "phone_sha256", "uid2", "euid"] {
      rules.namespaces[name] = address
    }
    for name in ["gaid", "idfa", "idfv", "device_id", "ctv_id", "rida", "tifa"] {
      rules.namespaces[name] = advertising
    }
    for name in ["anonymous_id", "cookie", "dmp_id", "ppid", "fbp", "ga_client_id"] {
      rules.namespaces[name] = browser
    }
    for name in ["ip", "ip_address", "address", "household_id"] {
      rules.namespaces[name] = network
    }
    return rules
  }
}
