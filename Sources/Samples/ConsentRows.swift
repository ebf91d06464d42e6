internal import Basis
internal import Formats

/// What people allowed, as the consent platform and the app recorded it.
enum ConsentRows {
  /// Consent strings of each browser of a person: given, refused, withdrawn, long expired.
  static func tcf(_ person: Person, _ plan: Plan, _ truth: inout Truth) -> String {
    var random = plan.random(8, person.number)
    guard random.below(100) < 85 else {
      truth.count("consent", "no_signal")
      return ""
    }
    var rows = ""
    for (index, cookie) in person.cookies.enumerated() {
      let isOld = random.below(100) < 5
      let day = isOld ? -420 - random.below(60) : random.below(plan.days)
      let given = plan.start(of: day) + Int64(random.below(86_400))
      rows += row(person, cookie, given, person.consent, "\(person.number)-\(index)-0")
      truth.count("consent", isOld ? "expired" : person.consent.ads ? "granted" : "refused")
      if person.consent.isWithdrawn, !isOld, day + 1 < plan.days {
        let later = given + Int64(86_400 * (1 + random.below(max(1, plan.days - day - 1))))
        rows += row(
          person, cookie, min(later, plan.end.seconds - 1), (false, false, true),
          "\(person.number)-\(index)-1")
        truth.count("consent", "withdrawn")
      }
    }
    return rows
  }

  private static func row(
    _ person: Person, _ cookie: String, _ time: Int64,
    _ consent: (ads: Bool, analytics: Bool, isWithdrawn: Bool), _ id: String
  ) -> String {
    // The framework wants both dates at the start of a day.
    let midnight = Timestamp(time.dividedByFloor(86_400).quotient * 86_400)
    var string = TCString(created: midnight)
    string.cmpID = 300
    string.cmpVersion = 2
    string.consentScreen = 1
    string.language = LetterPair("DE") ?? LetterPair()
    string.vendorListVersion = 150
    string.publisherCountry = LetterPair("DE") ?? LetterPair()
    var purposes: [Int] = []
    if consent.ads { purposes += [1, 2, 3, 4, 7] }
    if consent.analytics { purposes += consent.ads ? [8, 9, 10] : [1, 8, 9, 10] }
    string.purposeConsents = NumberedFlags(purposes)
    let vendors = [2, 6, 8, 9, 10, 11, 12, 755]
    if !purposes.isEmpty { string.vendorConsents = VendorSet(vendors) }
    string.disclosedVendors = VendorSet(Array(1...12) + [755])
    return "{\"id\":\"\(id)\",\"visitor\":\"\(cookie)\",\"time\":\"\(Timestamp(time).iso8601)\","
      + "\"country\":\"\(person.place.country)\",\"tc_string\":\"\(string.encoded)\"}\n"
  }

  /// The app's flags, for those with an Android device.
  static func mode(_ person: Person, _ plan: Plan) -> String {
    guard let device = person.advertisingID, !person.isApple else { return "" }
    var random = plan.random(12, person.number)
    let time = plan.start(of: random.below(plan.days)) + Int64(random.below(86_400))
    let flags = "G1\(person.consent.ads ? 1 : 0)\(person.consent.analytics ? 1 : 0)"
    return "\(device),\(time),\(flags)\n"
  }
}
