extension BuiltInDestinations {
  /// An object of identifiers a line, as they are.
  static let genericJSONLines = """
    name = "jsonl"
    title = "Identifiers as JSON lines"
    note = "For a partner without a format of its own; --ids and --attributes choose the members."
    purposes = ["sharing"]
    any_columns = true

    [file]
    format = "json_lines"

    [[column]]
    name = "email"
    identifier = "email"

    [[column]]
    name = "phone"
    identifier = "phone"
    """
}
