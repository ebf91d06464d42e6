import Basis
import Testing

@Suite("Personal data in faults") struct PersonalTextTests {
  @Test(
    "addresses and numbers are masked, letter for letter",
    arguments: [
      ("jane.doe@corp.de", "j•••.•••@c•••.••"),
      ("“a+b@x.co.uk” is no word", "“a+•@x.••.••” is no word"),
      ("email:jöran@müller.de.", "email:j••••@m•••••.••."),
      ("call +49 151 123-45678", "call +49 ••• •••-•••••"),
      ("email = \"z@q.io\" and", "email = \"z@q.••\" and"),
      ("(+4915112345678)", "(+49•••••••••••)"),
      ("country = 0151-2345678", "country = 0•••-•••••••"),
      ("\"0151/23456789\" = 4", "\"0•••/••••••••\" = 4"), ("0151 23456789,", "0••• ••••••••,"),
    ])
  func masked(_ text: String, _ shown: String) {
    #expect(PersonalText.masked(text) == shown)
    #expect(PersonalText.masked(text).count == text.count)
    #expect(PersonalText.masked(shown) == shown)
  }

  @Test(
    "names, paths, times, sums and examples stay",
    arguments: [
      "Did you mean @big spenders?", "/home/jane@corp.de/parterre.db", "name@example.org",
      "2026-08-01T10:00:00+02:00", "+12 % against its usual volume", "@a and @b.c", "1 + 23456789",
      "01/02/2026 10:00", "0.123456789", "00000000-0000-0000-0000-000000000000", "0123456789ab",
      "01.02.2026 08:00", "1.000000000",
      "", "@", "+", "a@b",
    ])
  func plain(_ text: String) {
    #expect(PersonalText.masked(text) == text)
  }

  @Test("a fault masks whatever it repeats, and keeps the mark under its place")
  func fault() {
    let fault = Fault(
      .usage, "“jane@corp.de”", reason: "jane@corp.de is none", remedy: "Not jane@corp.de",
      excerpt: "1 | jane@corp.de x\n  |              ^")
    for text in [fault.subject, fault.reason, fault.remedy, fault.excerpt ?? "", "\(fault)"] {
      #expect(!text.contains("jane"))
    }
    #expect(fault.excerpt == "1 | j•••@c•••.•• x\n  |              ^")
  }
}
