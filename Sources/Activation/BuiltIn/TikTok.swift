extension BuiltInDestinations {
  /// TikTok Custom Audience, a customer file.
  static let tikTok = """
    name = "tiktok"
    title = "TikTok Custom Audience"
    note = "Upload as a customer file, not zipped, under 1 GB. A +tag is dropped at every domain."
    purposes = ["ads", "personalised_ads"]
    minimum = 1_000

    [file]
    bytes = 1_000_000_000

    [[column]]
    name = "Email_SHA256"
    identifier = "email"
    steps = ["trim", "lower", "email", "no_tag"]
    hash = "sha256_hex"

    [[column]]
    name = "Phone_SHA256"
    identifier = "phone"
    steps = ["e164"]
    hash = "sha256_hex"

    [[column]]
    name = "MAID_SHA256"
    identifier = "gaid"
    steps = ["uuid"]
    hash = "sha256_hex"

    [[column]]
    name = "MAID_SHA256"
    identifier = "idfa"
    steps = ["uuid"]
    hash = "sha256_hex"
    """
}
