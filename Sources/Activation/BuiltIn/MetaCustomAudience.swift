extension BuiltInDestinations {
  /// Meta Custom Audience, a customer list.
  static let metaCustomAudience = """
    name = "meta_custom_audience"
    title = "Meta Custom Audience"
    note = "Upload as a customer list. The advertising id stays plain, all else is hashed."
    purposes = ["ads", "personalised_ads"]
    minimum = 100

    [[column]]
    name = "email"
    identifier = "email"
    steps = ["trim", "lower", "email"]
    hash = "sha256_hex"

    [[column]]
    name = "phone"
    identifier = "phone"
    steps = ["phone_digits"]
    hash = "sha256_hex"

    [[column]]
    name = "madid"
    identifier = "gaid"
    steps = ["uuid"]

    [[column]]
    name = "fn"
    attribute = "first_name"
    steps = ["lower", "letters"]
    hash = "sha256_hex"

    [[column]]
    name = "ln"
    attribute = "last_name"
    steps = ["lower", "letters"]
    hash = "sha256_hex"

    [[column]]
    name = "ct"
    attribute = "city"
    steps = ["lower", "letters"]
    hash = "sha256_hex"

    [[column]]
    name = "st"
    attribute = "state"
    steps = ["lower", "letters"]
    hash = "sha256_hex"

    [[column]]
    name = "zip"
    attribute = "postcode"
    steps = ["meta_postcode"]
    hash = "sha256_hex"

    [[column]]
    name = "country"
    attribute = "country"
    steps = ["trim", "country_code", "lower"]
    hash = "sha256_hex"
    """
}
