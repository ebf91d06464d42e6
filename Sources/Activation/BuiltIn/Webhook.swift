extension BuiltInDestinations {
  /// A server of one's own; the address is the first thing to change.
  static let webhook = """
    name = "webhook"
    title = "Webhook"
    note = "Posts batches to a server; --set url=https://… says where, the secret comes from PARTERRE_WEBHOOK_SECRET."
    purposes = ["sharing"]
    any_columns = true

    [webhook]
    batch = 500
    secret_variable = "PARTERRE_WEBHOOK_SECRET"

    [[column]]
    name = "email"
    identifier = "email"

    [[column]]
    name = "phone"
    identifier = "phone"
    """
}
