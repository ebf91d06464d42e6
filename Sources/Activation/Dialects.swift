/// What Google Ads Customer Match takes before hashing.
package enum GoogleDialect {
  /// Lower case without white space; at gmail.com and googlemail.com without dots and +suffix.
  package static func email(_ text: String) -> String {
    let plain = String(text.lowercased().filter { !$0.isWhitespace })
    guard let at = plain.lastIndex(of: "@") else { return "" }
    let (local, domain) = (plain[..<at], plain[at...])
    guard domain == "@gmail.com" || domain == "@googlemail.com" else { return plain }
    return local.prefix { $0 != "+" }.filter { $0 != "." } + domain
  }

  /// E.164 with its +; empty where the country code is missing.
  package static func phone(_ text: String) -> String {
    let digits = text.filter { $0.isASCII && $0.isNumber }
    return text.contains("+") && !digits.isEmpty ? "+" + digits : ""
  }

  /// Lower case without a title such as “Mrs.”.
  package static func firstName(_ text: String) -> String {
    var words = text.lowercased().split(whereSeparator: \.isWhitespace)
    let titles: Set<Substring> = ["mr", "mrs", "ms", "miss", "dr", "prof"]
    while words.count > 1, titles.contains(words[0].filterDots) { words.removeFirst() }
    return words.joined(separator: " ")
  }

  /// Lower case without a suffix such as “Jr.”.
  package static func lastName(_ text: String) -> String {
    var words = text.lowercased().split(whereSeparator: \.isWhitespace)
    let suffixes: Set<Substring> = ["jr", "sr", "ii", "iii", "iv"]
    while words.count > 1, suffixes.contains(words[words.count - 1].filterDots) {
      words.removeLast()
    }
    return words.joined(separator: " ")
  }

  /// The country's two letters, which are not hashed.
  package static func country(_ text: String) -> String {
    let code = text.filter { !$0.isWhitespace }.uppercased()
    return code.utf8.count == 2 ? code : ""
  }

  /// The postcode as people write it, which is not hashed.
  package static func zip(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// What Meta Custom Audiences take before hashing.
package enum MetaDialect {
  /// Lower case, trimmed; dots and suffixes stay.
  package static func email(_ text: String) -> String {
    let trimmed = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return trimmed.contains("@") ? trimmed : ""
  }

  /// The digits of an international number, without + and leading zeros.
  package static func phone(_ text: String) -> String {
    guard text.contains("+") else { return "" }
    return String(text.filter { $0.isASCII && $0.isNumber }.drop { $0 == "0" })
  }

  /// Lower-case letters alone: names, cities and states.
  package static func letters(_ text: String) -> String {
    text.lowercased().filter(\.isLetter)
  }

  /// Lower case without spaces; of the US the first five, of the UK up to the sector.
  package static func zip(_ text: String, country: String) -> String {
    let plain = text.lowercased().filter { !$0.isWhitespace }
    switch country.uppercased() {
    case "US": return String(plain.prefix(5))
    case "GB", "UK": return plain.count >= 5 ? String(plain.dropLast(2)) : plain
    default: return plain
    }
  }

  /// The country's two letters in lower case.
  package static func country(_ text: String) -> String {
    let code = text.filter { !$0.isWhitespace }.lowercased()
    return code.utf8.count == 2 ? code : ""
  }
}

/// What UID2 takes before hashing.
package enum UID2Dialect {
  /// Lower case, trimmed; at gmail.com alone without dots and +suffix.
  package static func email(_ text: String) -> String {
    let plain = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let at = plain.lastIndex(of: "@") else { return "" }
    let (local, domain) = (plain[..<at], plain[at...])
    guard domain == "@gmail.com" else { return plain }
    return local.prefix { $0 != "+" }.filter { $0 != "." } + domain
  }

  /// An E.164 number as it is; the caller brings it into that form.
  package static func phone(_ text: String) -> String {
    text.first == "+" && text.utf8.count <= 16 && text.dropFirst().allSatisfy(\.isWholeNumber)
      ? text : ""
  }
}

extension Substring {
  fileprivate var filterDots: Substring { Substring(filter { $0 != "." }) }
}
