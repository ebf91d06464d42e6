extension BuiltInDestinations {
  /// The Trade Desk, hashed addresses as first-party data.
  static let tradeDesk = """
    name = "trade_desk"
    title = "The Trade Desk"
    note = "Hashed addresses by UID2's rules; 1,500 people at least and 100 million at most."
    purposes = ["ads", "personalised_ads"]
    minimum = 1_500

    [[column]]
    name = "hashed_email"
    identifier = "email"
    steps = ["trim", "lower", "email", "gmail"]
    hash = "sha256_base64"
    """
}
