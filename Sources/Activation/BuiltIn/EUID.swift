extension BuiltInDestinations {
  /// EUID, the input of the identity map in Europe.
  static let euid = """
    name = "euid"
    title = "EUID identity map input"
    note = "As UID2 with salts of its own; addresses alone, since not every operator takes phones."
    purposes = ["storage", "ads", "personalised_ads"]

    [[column]]
    name = "email_hash"
    identifier = "email"
    steps = ["trim", "lower", "email", "gmail"]
    hash = "sha256_base64"
    """
}
