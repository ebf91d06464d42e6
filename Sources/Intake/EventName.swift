/// Event names in one form: `Order Completed` and `order_completed` are the same event.
package enum EventName {
  /// The semantic events of tracking plans under the names that reports use.
  private static let known = [
    "order_completed": "purchase", "product_viewed": "product_view",
    "product_added": "add_to_cart", "checkout_started": "checkout",
    "application_opened": "app_open", "email_opened": "email_open",
    "email_link_clicked": "email_click", "email_bounced": "email_bounce",
    "email_delivered": "email_delivered", "unsubscribed": "email_unsubscribe",
  ]

  package static func canonical(_ name: String) -> String {
    var words = ""
    for character in name.lowercased() {
      if character.isLetter || character.isNumber {
        words.append(character)
      } else if words.last != "_", !words.isEmpty {
        words.append("_")
      }
    }
    while words.last == "_" { words.removeLast() }
    return known[words] ?? words
  }
}
