/// Finds the columns that a known kind of feed has, under the names its languages give them.
package struct ColumnFinder: Sendable {
  private let byName: [String: String]

  package init(_ columns: [String]) {
    var byName: [String: String] = [:]
    for column in columns.reversed() { byName[Self.plain(column)] = column }
    self.byName = byName
  }

  /// The first of `names` that the feed has, as the feed writes it.
  package func first(_ names: [String]) -> String? {
    for name in names {
      if let column = byName[Self.plain(name)] { return column }
    }
    return nil
  }

  package func has(_ name: String) -> Bool { byName[Self.plain(name)] != nil }

  /// The column whose name begins so, as `Amount spent (EUR)` does.
  package func first(beginning names: [String]) -> String? {
    for name in names {
      let start = Self.plain(name)
      if let found = byName.keys.sorted().first(where: { $0.hasPrefix(start) }) {
        return byName[found]
      }
    }
    return nil
  }

  /// A name without case, accents and anything but letters and digits.
  package static func plain(_ name: String) -> String {
    var plain = ""
    for scalar in name.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": plain.unicodeScalars.append(scalar)
      case "ä": plain += "ae"
      case "ö", "ø": plain += "oe"
      case "ü": plain += "ue"
      case "ß": plain += "ss"
      case "å", "á", "à", "â", "ã": plain += "a"
      case "é", "è", "ê", "ë": plain += "e"
      case "í", "ì", "î", "ï": plain += "i"
      case "ó", "ò", "ô", "õ": plain += "o"
      case "ú", "ù", "û": plain += "u"
      case "ç": plain += "c"
      case "ñ": plain += "n"
      default: break
      }
    }
    return plain
  }
}
