extension BuiltInDestinations {
  /// Microsoft Advertising customer match.
  static let microsoft = """
    name = "microsoft_customer_match"
    title = "Microsoft Advertising customer match"
    note = "Addresses without +tag and without dots before the @; 300 people must match."
    purposes = ["ads", "personalised_ads"]
    minimum = 300

    [[column]]
    name = "Email"
    identifier = "email"
    steps = ["lower", "no_spaces", "email", "no_tag", "no_local_dots"]
    hash = "sha256_hex"
    """
}
