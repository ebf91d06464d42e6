extension BuiltInDestinations {
  /// UID2, the input of the identity map.
  static let uid2 = """
    name = "uid2"
    title = "UID2 identity map input"
    note = "Hashes in Base64 of the 32 bytes. Send at most 5,000 rows in one call, and honour opt-outs."
    purposes = ["ads", "personalised_ads"]

    [[column]]
    name = "email_hash"
    identifier = "email"
    steps = ["trim", "lower", "email", "gmail"]
    hash = "sha256_base64"

    [[column]]
    name = "phone_hash"
    identifier = "phone"
    steps = ["e164"]
    hash = "sha256_base64"
    """
}
