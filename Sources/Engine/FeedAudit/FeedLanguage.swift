internal import Basis
internal import Intake
internal import Normalise

/// The language that a feed's columns are named in, and what follows from it where nothing else
/// says: the zone of its clock times, the country of its phone numbers, its currency.
enum FeedLanguage: CaseIterable {
  case english, german, french, spanish, swedish

  private var marks: [String] {
    switch self {
    case .english:
      [
        "name", "date", "customer", "time", "amount", "address", "country", "phone", "city",
        "updated",
      ]
    case .german:
      [
        "kunde", "datum", "betrag", "vorname", "nachname", "strasse", "stadt", "nummer", "menge",
        "filiale", "beleg", "geaendert", "anlage", "plz", "land", "telefon", "waren", "artikel",
      ]
    case .french:
      [
        "prenom", "naissance", "ville", "pays", "montant", "codepostal", "courriel", "client",
        "magasin", "quantite", "commande", "achat", "adresse", "telephone",
      ]
    case .spanish:
      [
        "nombre", "apellido", "ciudad", "pais", "fecha", "importe", "cliente", "correo", "tienda",
        "cantidad", "pedido", "telefono", "codigo",
      ]
    case .swedish:
      [
        "fornamn", "efternamn", "kundnummer", "belopp", "antal", "tidpunkt", "postnummer", "epost",
        "koepdatum", "mobil", "butik", "ordernummer", "foedelse",
      ]
    }
  }

  var zone: String {
    switch self {
    case .english: "UTC"
    case .german: "Europe/Berlin"
    case .french: "Europe/Paris"
    case .spanish: "Europe/Madrid"
    case .swedish: "Europe/Stockholm"
    }
  }

  var region: String? {
    switch self {
    case .english: nil
    case .german: "DE"
    case .french: "FR"
    case .spanish: "ES"
    case .swedish: "SE"
    }
  }

  var currency: Currency? {
    switch self {
    case .english: nil
    case .german, .french, .spanish: Currency("EUR")
    case .swedish: Currency("SEK")
    }
  }

  /// The language that most columns speak; English where none does.
  static func of(_ columns: [String]) -> FeedLanguage {
    let names = columns.map(ColumnFinder.plain)
    var best = (language: FeedLanguage.english, count: 0)
    for language in allCases {
      let count = names.count { name in language.marks.contains { name.contains($0) } }
      if count > best.count { best = (language, count) }
    }
    return best.language
  }
}
