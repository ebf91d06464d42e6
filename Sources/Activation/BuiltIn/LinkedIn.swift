extension BuiltInDestinations {
  /// LinkedIn Matched Audiences, a contact list.
  static let linkedIn = """
    name = "linkedin"
    title = "LinkedIn Matched Audience"
    note = "Upload as a contact list. The headers must stay as they are; 300 people must match."
    purposes = ["ads", "personalised_ads"]
    minimum = 300
    needs = ["email", "googleaid", "firstname + lastname"]

    [file]
    rows = 300_000
    bytes = 20_000_000

    [[column]]
    name = "email"
    identifier = "email"
    steps = ["trim", "lower", "email"]
    hash = "sha256_hex"

    [[column]]
    name = "firstname"
    attribute = "first_name"
    steps = ["trim"]

    [[column]]
    name = "lastname"
    attribute = "last_name"
    steps = ["trim"]

    [[column]]
    name = "jobtitle"
    attribute = "job_title"
    steps = ["trim"]

    [[column]]
    name = "employeecompany"
    attribute = "company"
    steps = ["trim"]

    [[column]]
    name = "country"
    attribute = "country"
    steps = ["trim"]

    [[column]]
    name = "googleaid"
    identifier = "gaid"
    steps = ["uuid"]
    """
}
