internal import Basis

/// The e-mail tool: what was sent, and what became of it.
extension Production {
  static let emailHeader =
    "event_time,event,message_id,campaign,customer_id,email,link_url,bounce_reason"

  /// Sends one mail to a subscriber.
  mutating func sendMail(at second: Int, _ random: inout Seeded) {
    var person = world.person(world.active(&random))
    for _ in 0..<16 where !receivesMail(person) { person = world.person(world.active(&random)) }
    guard receivesMail(person) else { return }
    let message = random.next()
    let campaign = Self.mailing(second, &random)
    mail("Sent", second, message, campaign, person, &random)
    if world.word(.contact, person.index, 4) % 100 < 2 {
      mail(
        "Bounced", second + 20, message, campaign, person, reason: "mailbox unavailable", &random)
      return
    }
    guard random.below(100) < 30 else { return }
    let opened = second + 60 + random.below(72_000)
    mail("Opened", opened, message, campaign, person, &random)
    if random.below(100) < 14 {
      mail("Clicked", opened + 15, message, campaign, person, &random)
    }
    if random.below(1_000) < 12 {
      unsubscribed[person.index] = true
      mail("Unsubscribed", opened + 40, message, campaign, person, &random)
    }
  }

  private func receivesMail(_ person: Person) -> Bool {
    person.takesNewsletter && !unsubscribed[person.index]
  }

  /// A newsletter on Tuesdays and Fridays, mails that are sent by rules on other days.
  private static func mailing(_ second: Int, _ random: inout Seeded) -> String {
    let date = CivilDate(daysSinceEpoch: second / 86_400)
    if date.weekday == 2 || date.weekday == 5 {
      return "newsletter_\(padded(date.month, 2))_\(padded(date.day, 2))"
    }
    return ["warenkorb_erinnerung", "willkommen", "bewertung_bitte"][random.below(3)]
  }

  private mutating func mail(
    _ event: String, _ second: Int, _ message: UInt64, _ campaign: String, _ person: Person,
    reason: String = "", _ random: inout Seeded
  ) {
    let moment = min(second, Int(plan.end.seconds) - 1)
    if random.below(1_000) < 3 {
      email.text.append("0000-00-00 00:00:00")
      email.note(.brokenDate)
    } else {
      let (day, rest) = moment.dividedByFloor(86_400)
      email.text.append(date: CivilDate(daysSinceEpoch: day))
      email.text.append(" ")
      email.text.append(time: CivilTime(secondOfDay: rest))
    }
    email.text.append(",\(event),")
    email.text.append(hex: message, digits: 16)
    email.text.append(",\(campaign),\(world.userID(person.index)),\(world.email(person)),")
    if event == "Clicked" { email.text.append("https://shop.example/?utm_source=newsletter") }
    email.text.append(",\(reason)")
    email.endRow(&random)
  }
}
