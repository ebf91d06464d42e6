import Insight
import Testing

@Suite("Event roles") struct EventRoleTests {
  @Test(
    "the name of a type tells what it is",
    arguments: [
      ("page_view", EventRole.visit), ("Product Clicked", .visit), ("purchase", .visit),
      ("ad_click", .click), ("click", .click), ("Email Link Clicked", .click),
      ("ad_impression", .view), ("impression", .view), ("email_open", .view),
      ("Email Opened", .view), ("app_open", .visit), ("store_purchase", .offline),
      ("email_sent", .notice), ("email_bounce", .notice), ("ad_conversion", .notice), ("", .visit),
    ])
  func roles(type: String, role: EventRole) { #expect(EventRole(of: type) == role) }
}
