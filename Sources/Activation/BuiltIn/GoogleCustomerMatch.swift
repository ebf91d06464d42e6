extension BuiltInDestinations {
  /// Google Ads Customer Match, a contact list.
  static let googleCustomerMatch = """
    name = "google_customer_match"
    title = "Google Ads Customer Match"
    note = "Upload as a customer list. Country and Zip stay plain; names help only together with both."
    purposes = ["ads", "personalised_ads"]
    minimum = 100

    [[column]]
    name = "Email"
    identifier = "email"
    steps = ["lower", "no_spaces", "email", "googlemail"]
    hash = "sha256_hex"

    [[column]]
    name = "Phone"
    identifier = "phone"
    steps = ["e164"]
    hash = "sha256_hex"

    [[column]]
    name = "First Name"
    attribute = "first_name"
    steps = ["trim", "lower", "no_title"]
    hash = "sha256_hex"

    [[column]]
    name = "Last Name"
    attribute = "last_name"
    steps = ["trim", "lower", "no_suffix"]
    hash = "sha256_hex"

    [[column]]
    name = "Country"
    attribute = "country"
    steps = ["trim", "country_code"]

    [[column]]
    name = "Zip"
    attribute = "postcode"
    steps = ["trim"]
    """
}
