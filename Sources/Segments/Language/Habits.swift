/// How people who know other languages, or none, say what is said here in other words.
enum Habits {
  typealias Table = [String: String]

  /// What is written behind a condition; `#` stands for any number, which is not replaced.
  static let joints: Table = {
    var table: Table = [
      "once": "at least 1 time", "twice": "at least 2 times", "thrice": "at least 3 times",
      "less than": "fewer than", "less then": "fewer than", "less": "fewer than",
      "more then": "more than", "fewer then": "fewer than", "no more than": "at most",
      "not more than": "at most", "up to": "at most", "no less than": "at least",
      "no fewer than": "at least", "not less than": "at least", "minimum": "at least",
      "maximum": "at most", "min": "at least", "max": "at most", "over": "more than",
      "than": "then", ">": "more than", ">=": "at least", "<": "fewer than", "<=": "at most",
      "=": "exactly", "with": "where", "whose": "where", "having": "where", "when": "where",
      "if": "where", "(": "where (", "after": "since", "starting": "since", "until": "before",
      "till": "before", "und": "and", "et": "and", "plus": "and", "oder": "or", "ou": "or",
      "but not": "and not", "except": "and not", "without": "and not", "in the": "in last",
      "in #": "in last", "within #": "in last", "in past": "in last", "past": "in last",
      "last": "in last", "at last": "at least", "from": "since", "afterwards": "then",
    ]
    for word in ["in", "within", "during", "over", "for"] {
      for past in ["the last", "last", "the past", "past", "the previous", "previous"] {
        table["\(word) \(past)"] = "in last"
      }
    }
    return table
  }()

  /// Comparisons in words.
  static let comparisons: Table = [
    "is": "=", "equals": "=", "equal": "=", "equal to": "=", "equals to": "=", "eq": "=",
    "is equal to": "=", "not": "!=", "is not": "!=", "ne": "!=", "neq": "!=",
    "more than": ">", "more then": ">", "greater than": ">", "bigger than": ">",
    "is more than": ">", "is greater than": ">", "is over": ">", "is above": ">",
    "over": ">", "above": ">", "gt": ">", "less than": "<", "less then": "<",
    "fewer than": "<", "smaller than": "<", "is less than": "<", "is under": "<",
    "is below": "<", "under": "<", "below": "<", "lt": "<", "at least": ">=", "gte": ">=",
    "is at least": ">=", "no less than": ">=", "at most": "<=", "lte": "<=",
    "is at most": "<=", "no more than": "<=", "exactly": "=", "after": ">", "since": ">=",
    "before": "<", "until": "<=", "is after": ">", "is before": "<",
  ]

  /// What is written behind the name of an attribute or a field.
  static let tests: Table = {
    var table: Table = [
      "begins with": "starts with", "begin with": "starts with", "start with": "starts with",
      "startswith": "starts with", "starts": "starts with", "starts_with": "starts with",
      "end with": "ends with", "endswith": "ends with", "ends": "ends with",
      "ends_with": "ends with", "contain": "contains", "includes": "contains",
      "include": "contains", "has": "contains", "containing": "contains",
      "does not contain": "not contains", "glob": "matches", "match": "matches",
      "rlike": "matches", "regexp": "matches", "exists": "is known", "known": "is known",
      "is null": "is not known", "is empty": "is not known", "is missing": "is not known",
      "is unknown": "is not known", "isnull": "is not known", "is not set": "is not known",
      "is blank": "is not known", "is nil": "is not known", "is none": "is not known",
      "is not blank": "is known", "is not nil": "is known", "is not missing": "is known",
      "is not null": "is known",
      "is not empty": "is known", "is set": "is known", "notnull": "is known",
      "is in": "in", "is not in": "not in", "one of": "in", "any of": "in", "is one of": "in",
      "is between": "between", "from": "between", "is known": "is known",
      "is not known": "is not known", "in": "in", "not in": "not in", "between": "between",
      "is true": "= true", "is false": "= false",
    ]
    for text in ["contains", "starts with", "ends with", "matches"] {
      (table[text], table["not " + text]) = (text, "not " + text)
    }
    return table.merging(comparisons) { test, _ in test }
  }()

  /// What begins a condition in the place of its keyword.
  static let openers: Table = [
    "didnt": "did not", "didn’t": "did not", "doesnt": "did not", "done": "did", "do": "did",
    "does": "did", "all": "everyone", "everybody": "everyone", "anyone": "everyone",
    "in @": "@", "is in @": "@", "segment @": "@", "latest": "last", "most recent": "last",
  ]

  /// Functions by the names that other languages give them.
  static let functions: Table = [
    "average": "avg", "mean": "avg", "total": "sum", "minimum": "min", "maximum": "max",
    "unique": "distinct", "consents": "consent",
  ]

  /// What a rank keeps.
  static let amounts: Table = [
    "percent": "%", "prozent": "%", "people": "profiles", "persons": "profiles",
    "customers": "profiles", "users": "profiles", "profile": "profiles",
  ]

  /// Numbers in words.
  static let numbers: Table = [
    "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12",
    "twenty": "20", "thirty": "30", "sixty": "60", "ninety": "90", "minute": "1 minute",
    "hour": "1 hour", "day": "1 day", "week": "1 week", "month": "1 month", "year": "1 year",
    "once": "1 time", "twice": "2 times", "thrice": "3 times",
  ]

  /// Words before a number that add nothing.
  static let fillers: Set<String> = [
    "then", "than", "of", "only", "just", "about", "the", "at", "for", "least", "most", "last",
  ]

  static let units: Table = [
    "min": "minutes", "mins": "minutes", "h": "hours", "hr": "hours", "hrs": "hours",
    "d": "days", "w": "weeks", "wk": "weeks", "wks": "weeks", "mo": "months", "y": "years",
    "yr": "years", "yrs": "years", "tage": "days", "jours": "days", "wochen": "weeks",
    "monate": "months",
  ]
}
