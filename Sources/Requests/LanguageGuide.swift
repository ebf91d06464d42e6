/// What can be said in a segment, for whoever writes one: sentences with what they mean.
///
/// The one place that tells the language: `parterre help language` and docs/language.md are made of it.
package struct LanguageGuide: Sendable {
  package struct Entry: Sendable {
    /// A segment as it is printed.
    package let example: String
    package let meaning: String

    init(_ example: String, _ meaning: String) {
      (self.example, self.meaning) = (example, meaning)
    }
  }

  package struct Chapter: Sendable {
    package let title: String
    package let entries: [Entry]
    /// What holds for all of them.
    package let remarks: [String]

    init(_ title: String, _ entries: [Entry], _ remarks: [String] = []) {
      (self.title, self.entries, self.remarks) = (title, entries, remarks)
    }
  }

  package static let chapters = [
    attributes, behaviour, windows, fields, figures, recency, sequences, standing, ranks, groups,
  ]

  private static let attributes = Chapter(
    "What is known of them",
    [
      Entry("everyone", "Whoever there is; good to count shares of."),
      Entry("country = DE", "The attribute has this value. Also !=, <, <=, > and >=."),
      Entry("country in (DE, AT, CH)", "One of several values; `not in` for none of them."),
      Entry("signup_date between 2026-01-01 and 2026-03-31", "Both ends count, a day as a whole."),
      Entry(
        "city contains \"burg\"",
        "Also `starts with`, `ends with`, and `matches \"*burg?\"` with * for any letters and ? for "
          + "one; each with `not` before it."),
      Entry("age_band is known", "Some source says something; `is not known` for none does."),
    ],
    [
      "Texts are compared without regard to capitals. Names and values that are no plain words stand "
        + "in quotes: \"loyalty tier\" = \"gold plus\".",
      "`!=` and `not in` hold only where the value is known; `not (country = DE)` holds for the "
        + "unknown as well.",
      "Where several sources say different things, the mapping's priority decides, then the latest.",
    ])

  private static let behaviour = Chapter(
    "What they did",
    [
      Entry("did purchase", "At least once, ever."),
      Entry("did not purchase", "Never; with a window, not in it."),
      Entry(
        "did purchase at least 2 times",
        "Also `at most`, `exactly`, `more than` and `fewer than`; those that allow none hold for "
          + "people without such an event."),
      Entry(
        "did product_view at least 3 times in last 30 days where category = garden",
        "How often, when and which: in any order."),
    ])

  private static let windows = Chapter(
    "In which time",
    [
      Entry(
        "did purchase in last 90 days",
        "Up to now, or up to the instant of --as-of. Units: minutes, hours, days, weeks, months "
          + "(30 days), years (365 days)."),
      Entry("did purchase between 2026-11-01 and 2026-11-30", "Both days as a whole."),
      Entry("did purchase since 2026-11-01T08:00:00", "From then on; with Z at its end in UTC."),
      Entry("did purchase before 2026-11-01", "Earlier than that day."),
      Entry("did purchase 30 days to 60 days ago", "Between the two."),
      Entry(
        "did store_purchase 0 days to 7 days after first email_open",
        "From the person's own first or last event on, or `before` it. In days and longer units "
          + "calendar days count, in minutes and hours the clock."),
    ], ["Days are those of the workspace's zone."])

  private static let fields = Chapter(
    "Which events",
    [
      Entry(
        "did product_view where category = garden and weekday in (saturday, sunday)",
        "All tests behind one `where` are about one and the same event."),
      Entry(
        "did page_view where (session_channel = email or session_channel contains \"social\")",
        "Tests joined by `or` stand in parentheses."),
      Entry("did page_view where hour between 18 and 23", "Every event has these fields, too."),
    ],
    [
      "Beside its own fields every event has date, weekday (monday to sunday, or 1 to 7), hour and "
        + "source, and from its visit landing_page, session_device and session_channel.",
      "A field is tested as an attribute is: =, in, between, contains, is known and so on.",
      "What follows an `and` and reads as a test of a field is one; where a test of an attribute is "
        + "meant, parentheses around `did … where …` end it.",
    ])

  private static let figures = Chapter(
    "Figures of their events",
    [
      Entry(
        "sum(purchase.revenue) >= 200",
        "Also avg, min, max and distinct of a field, and count of a field or an event."),
      Entry(
        "sum(purchase.revenue) in last 90 days where campaign = spring > 100",
        "Of events in a window, and of those that pass tests."),
      Entry(
        "count(product_view) in last 7 days > count(product_view) 7 days to 14 days ago",
        "Two figures may be compared with each other."),
      Entry("days(page_view) >= 5", "On how many calendar days there was one."),
      Entry("gap(page_view) > 30", "The longest time between two in a row, in days."),
    ],
    [
      "Averages, and sums of numbers with fractions, are rounded to six places: a third of 10 is 3.333333.",
      "Of no events sum, count, distinct and days are 0; avg, min, max and gap are unknown, which "
        + "matches nothing.",
    ])

  private static let recency = Chapter(
    "When it was",
    [
      Entry("last purchase < 30 days ago", "It is less than 30 days since the last one."),
      Entry("first page_view > 1 year ago", "The first was more than a year ago."),
      Entry("second purchase since 2026-06-01", "Also `between` and `before`."),
      Entry(
        "second purchase within 30 days of first purchase",
        "At most that long after the first of the other event, and not before it."),
      Entry(
        "last product_view where category = garden < 7 days ago", "The last of those that pass."),
    ])

  private static let sequences = Chapter(
    "In which order",
    [
      Entry(
        "sequence(product_view then add_to_cart then purchase) within 7 days",
        "Each later than the one before; `within` from the first to the last."),
      Entry(
        "sequence(add_to_cart then not purchase) within 1 day",
        "`then not` comes last: after the step before it none follows, here within a day of the "
          + "first step."),
      Entry(
        "sequence(email_open where campaign = spring then purchase) in last 30 days",
        "Each step may have tests, and all of it a window."),
    ])

  private static let standing = Chapter(
    "Permission, identifiers, sources, other segments",
    [
      Entry(
        "consent(email, personalised_ads)",
        "All of these purposes are granted, as of the instant that is asked about."),
      Entry("has email", "An identifier of that kind is known."),
      Entry("from crm", "There are data of that source."),
      Entry("@Buyers", "Another saved segment; @\"Autumn win-back\" where its name is no word."),
      Entry("score(churn) >= 0.8", "A model gives at least that."),
    ])

  private static let ranks = Chapter(
    "The first and the last",
    [
      Entry("top 10 % by ltv", "The share of those whose figure is known, rounded up."),
      Entry("bottom 1000 profiles by sum(purchase.revenue) in last 365 days", "By any figure."),
      Entry("top 5 % by score(churn)", "By the score of a model."),
      Entry(
        "rfm_recency = 5 and rfm_monetary >= 4",
        "Built-in attributes from 1 to 5 of the purchases: 5 is the best fifth."),
    ])

  private static let groups = Chapter(
    "Joining conditions",
    [
      Entry("country = DE and has email", "Both; `or` for at least one."),
      Entry("not @Buyers", "Everyone else, whoever nothing is known of included."),
      Entry("country = DE and (did purchase or has loyalty_id)", "`and` binds before `or`."),
    ],
    [
      "Line breaks and blanks are one; a comment begins with # and ends with the line.",
      "Keywords are written small. Where a mistake stands, an error says what was expected there and "
        + "which known name was probably meant.",
    ])
}

extension LanguageGuide {
  /// The guide as a page of documentation.
  package static func markdown() -> String {
    var lines = [
      "# The segment language", "",
      "A segment is a sentence about people. This page is made from what `parterre help language` prints; "
        + "the tests",
      "read every sentence of it.",
    ]
    for chapter in chapters {
      lines += ["", "## \(chapter.title)", "", "| segment | meaning |", "| --- | --- |"]
      lines += chapter.entries.map { "| `\($0.example)` | \($0.meaning) |" }
      for remark in chapter.remarks { lines += ["", remark] }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
