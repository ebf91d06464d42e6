extension BuiltInDestinations {
  /// A table of identifiers as they are.
  static let genericCSV = """
    name = "csv"
    title = "Identifiers as CSV"
    note = "For a partner without a format of its own; --ids and --attributes choose the columns."
    purposes = ["sharing"]
    any_columns = true

    [[column]]
    name = "email"
    identifier = "email"

    [[column]]
    name = "phone"
    identifier = "phone"
    """
}
