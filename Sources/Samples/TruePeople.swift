internal import Basis

/// The rows of `truth_people.csv`: who lives with whom, and whom the campaigns reached.
enum TruePeople {
  static let header = "person,household,country,age_band,income_band,consent,served,held_out\n"

  static func append(
    _ person: Person, in world: World, _ exposures: Exposures, to text: inout RowText
  ) {
    text.append(person.index)
    text.append(",")
    text.append(person.household)
    text.append(",\(person.market.code),\(Person.ageBands[person.ageBand(in: world)])")
    text.append(",\(Person.incomeBands[person.incomeBand]),\(person.consent),")
    appendCampaigns(&text) { exposures.wasServed(person.index, $0) }
    text.append(",")
    appendCampaigns(&text) { exposures.wasHeldOut(person.index, $0) }
    text.append("\n")
  }

  private static func appendCampaigns(_ text: inout RowText, where isMember: (Int) -> Bool) {
    var isFirst = true
    for campaign in Campaign.all.indices where isMember(campaign) {
      if !isFirst { text.append("|") }
      text.append(Campaign.all[campaign].id)
      isFirst = false
    }
  }
}
