internal import Basis

/// Two providers of segments: alpha is accurate and dear, beta cheap, stale and half random.
extension Directory {
  static let alphaHeader = "cookie,age_band,income_band,interests,observed_on"
  static let betaHeader = "cookie,gaid,age_band,income_band,interests,observed_on"

  mutating func describeByProviders(_ person: Person, _ random: inout Seeded) {
    for browser in 0..<person.browsers where random.below(100) < 35 {
      let isRight = random.below(100) < 94
      alpha.text.append(world.adCookie(person.index, browser: browser))
      alpha.text.append(",")
      let right = Self.append(
        person, in: world, isRight: isRight, age: 1 + random.below(14), &alpha.text, &random)
      alphaRight.rows += 1
      alphaRight.right += right ? 1 : 0
      alpha.endRow(&random)
    }
    guard random.below(100) < 60 else { return }
    let isRight = random.below(100) < 40
    if case .android = person.phone, let id = world.advertisingID(person) {
      beta.text.append(",\(id),")
    } else {
      let browser = random.below(person.browsers)
      let isHidden = random.below(100) < 4
      if isHidden { beta.note(.emptyIdentifier) }
      beta.text.append(isHidden ? "0" : world.adCookie(person.index, browser: browser))
      beta.text.append(",,")
    }
    let right = Self.append(
      person, in: world, isRight: isRight, age: 120 + random.below(400), &beta.text, &random)
    betaRight.rows += 1
    betaRight.right += right ? 1 : 0
    beta.endRow(&random)
  }

  /// Writes what a provider says of a person; says whether the age band is the true one.
  private static func append(
    _ person: Person, in world: World, isRight: Bool, age: Int, _ text: inout RowText,
    _ random: inout Seeded
  ) -> Bool {
    let truth = person.ageBand(in: world)
    let band = isRight ? truth : random.below(Person.ageBands.count)
    text.append(Person.ageBands[band])
    text.append(",")
    let income = isRight ? person.incomeBand : random.below(Person.incomeBands.count)
    text.append(Person.incomeBands[income])
    text.append(",")
    let interests =
      isRight
      ? person.interests
      : (0..<(1 + random.below(5))).map { _ in random.below(Words.interests.count) }
    for (index, interest) in Set(interests).sorted().enumerated() {
      if index > 0 { text.append("|") }
      text.append(Words.interests[interest])
    }
    text.append(",")
    text.append(date: CivilDate(daysSinceEpoch: world.lastDay - age))
    return band == truth
  }
}
