extension BuiltInDestinations {
  /// Google Ad Manager, publisher-provided ids.
  static let adManager = """
    name = "ad_manager_ppid"
    title = "Google Ad Manager PPID"
    note = "Batch upload of publisher-provided ids; --set list_id=… names the audience segment."
    purposes = ["ads", "personalised_ads"]

    [[column]]
    name = "ppid"
    identifier = "user_id"
    hash = "sha256_hex"

    [[column]]
    name = "list_id"
    setting = "list_id"

    [[column]]
    name = "delete"
    constant = "false"

    [[column]]
    name = "process_consent"
    constant = "true"
    """
}
