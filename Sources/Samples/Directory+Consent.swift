internal import Basis

/// The consent dialogue's records: strings of the web shop, flags of its tag manager.
extension Directory {
  static let consentModeHeader = "timestamp,anonymous_id,country,gcs,gcd,sec_gpc"

  mutating func recordConsent(_ person: Person, _ random: inout Seeded) {
    stances[person.consent.rawValue] += 1
    guard person.consent != .unasked else { return }
    for browser in 0..<person.browsers {
      // Four in five browsers meet the dialogue; a fifth only ever meet the tag manager.
      if random.below(5) > 0 {
        recordStrings(person, browser, &random)
      } else {
        recordFlags(person, browser, &random)
      }
    }
  }

  private mutating func recordStrings(
    _ person: Person, _ browser: Int, _ random: inout Seeded
  ) {
    let end = Int(plan.end.seconds)
    let recent = end - plan.days * 86_400 + random.below(max(1, plan.days * 86_400 / 2))
    switch person.consent {
    case .given: write(person, browser, .all, at: recent, "given", &random)
    case .partly: write(person, browser, .statistics, at: recent, "given", &random)
    case .refused: write(person, browser, .none, at: recent, "refused", &random)
    case .withdrawn:
      write(person, browser, .all, at: recent, "given", &random)
      let later = recent + 3_600 + random.below(max(1, end - recent - 3_601))
      write(person, browser, .none, at: min(later, end - 1), "withdrawn", &random)
    case .expired:
      let old = end - (400 + random.below(200)) * 86_400
      write(person, browser, .all, at: old, "given", &random)
    case .unasked: break
    }
  }

  private mutating func write(
    _ person: Person, _ browser: Int, _ answer: ConsentStrings.Answer, at second: Int,
    _ action: String, _ random: inout Seeded
  ) {
    let string = strings.string(answer, person.market, day: second / 86_400)
    consentTCF.text.append("{\"anonymous_id\":\"")
    consentTCF.text.append(world.anonymousID(person.index, browser: browser))
    if world.isSynchronised(person.index, browser: browser) {
      consentTCF.text.append("\",\"cookie\":\"")
      consentTCF.text.append(world.adCookie(person.index, browser: browser))
    }
    consentTCF.text.append("\",\"time\":\"")
    consentTCF.text.append(milliseconds: second * 1_000)
    consentTCF.text.append("\",\"country\":\"\(person.market.code)\",\"action\":\"\(action)\"")
    consentTCF.text.append(",\"tc_string\":\"\(string)\"}")
    consentTCF.endRow(&random)
  }

  private mutating func recordFlags(
    _ person: Person, _ browser: Int, _ random: inout Seeded
  ) {
    let (gcs, gcd): (String, String)
    switch person.consent {
    case .given, .expired: (gcs, gcd) = ("G111", "11r1r1r1r5")
    case .partly: (gcs, gcd) = ("G101", "11q1r1q1q5")
    case .refused: (gcs, gcd) = ("G100", "11q1q1q1q5")
    case .withdrawn: (gcs, gcd) = ("G100", "11u1u1u1u5")
    case .unasked: return
    }
    let age = person.consent == .expired ? 420 * 86_400 : random.below(plan.days * 86_400)
    consentMode.text.append(milliseconds: (Int(plan.end.seconds) - 1 - age) * 1_000)
    consentMode.text.append(",\(world.anonymousID(person.index, browser: browser))")
    consentMode.text.append(",\(person.market.code),\(gcs),\(gcd),")
    if person.consent == .refused, random.below(3) == 0 { consentMode.text.append("1") }
    consentMode.endRow(&random)
  }
}
