/// Recognises the lines of totals that reports end or begin with.
package enum TotalRow {
  private static let words = [
    "total", "totals", "grand total", "subtotal", "gesamt", "gesamtergebnis", "gesamtsumme",
    "summe", "zwischensumme", "ergebnis", "totale", "totaal", "suma", "somme", "totalt", "summa",
    "ensemble", "sous-total",
  ]

  /// Whether a report's cell, where a day or a campaign would stand, says that the row is a total.
  package static func isTotal(_ text: String) -> Bool {
    let lowered = text.lowercased()
    guard let first = lowered.first, "tgszse".contains(first) else { return false }
    return words.contains { word in
      guard lowered.hasPrefix(word) else { return false }
      let rest = lowered.dropFirst(word.count)
      // `Total: Account` and `Gesamt – Konto`, but no campaign named `Totally new`.
      guard let next = rest.first(where: { $0 != " " }) else { return true }
      return !next.isLetter && !next.isNumber && next != "_" && next != "-" || isScope(rest)
    }
  }

  /// `total general`, `total account`: what a total is taken over.
  private static func isScope(_ rest: Substring) -> Bool {
    guard rest.first == " " else { return false }
    let scopes = [
      "general", "général", "account", "campaigns", "konto", "der kampagnen", "results",
    ]
    return scopes.contains { rest.dropFirst().hasPrefix($0) }
  }
}
