extension BuiltInDestinations {
  /// A table for a tool that sends e-mail.
  static let emailTool = """
    name = "email_tool"
    title = "E-mail tool"
    note = "Plain addresses for the system that sends newsletters."
    purposes = ["email"]

    [[column]]
    name = "email"
    identifier = "email"
    steps = ["trim", "lower", "email"]

    [[column]]
    name = "first_name"
    attribute = "first_name"

    [[column]]
    name = "last_name"
    attribute = "last_name"

    [[column]]
    name = "country"
    attribute = "country"
    """
}
