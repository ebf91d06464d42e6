internal import Intake
internal import Requests

/// What a column of a feed may be for.
enum ColumnRole: Sendable, Equatable {
  case identifier(String)
  /// An attribute of a person under the name that the workspace uses.
  case attribute(String, isPersonal: Bool)
  /// A dimension or measure of an event.
  case field(String)
  case eventName
  case eventTime
  /// When a record about a person was last true.
  case updateTime
  case sentTime
  case receivedTime
  case messageID
  /// The number of a line within an order.
  case linePosition
  case consent(purpose: String)
  case signal(String)
  case currency
  /// Somebody decided that it is not to be used.
  case unused

  var isTime: Bool {
    switch self {
    case .eventTime, .updateTime, .sentTime, .receivedTime: true
    case .attribute(let name, _): name.hasSuffix("_date")
    default: false
    }
  }

  /// What an audit's table says.
  var title: String {
    switch self {
    case .identifier(let namespace): "identifier \(namespace)"
    case .attribute(let name, _): "attribute \(name)"
    case .field(let name): "field \(name)"
    case .eventName: "event"
    case .eventTime: "time"
    case .updateTime: "time"
    case .sentTime: "sent at"
    case .receivedTime: "received at"
    case .messageID: "key"
    case .linePosition: "key"
    case .consent(let purpose): "consent \(purpose)"
    case .signal(let name): "consent signal \(name)"
    case .currency: "currency"
    case .unused: FeedStudy.unused
    }
  }

  /// Reads a role as `title` writes it; nil for words that are none.
  init?(title: String) {
    let words = title.split(separator: " ", maxSplits: 1).map(String.init)
    let name = words.count > 1 ? words[1] : nil
    switch (words.first, name) {
    case ("identifier", let name?): self = .identifier(name)
    case ("attribute", let name?): self = .attribute(name, isPersonal: false)
    case ("field", let name?): self = .field(name)
    case ("consent", let name?) where name.hasPrefix("signal "):
      self = .signal(String(name.dropFirst("signal ".count)))
    case ("consent", let name?): self = .consent(purpose: name)
    case ("event", nil): self = .eventName
    case ("time", nil): self = .eventTime
    case ("key", nil): self = .messageID
    case ("sent", "at"): self = .sentTime
    case ("received", "at"): self = .receivedTime
    case ("currency", nil): self = .currency
    case ("not", "used"): self = .unused
    default: return nil
    }
  }
}

/// Tells what columns are for by what they are called in English, German, French, Spanish and
/// Swedish.
enum ColumnNames {
  /// The role of a column; of a dotted path the whole counts first, then its last parts.
  static func role(of name: String) -> ColumnRole? {
    let parts = name.split(separator: ".")
    for length in Set([parts.count, min(2, parts.count), 1]).sorted(by: >) {
      let plain = ColumnFinder.plain(parts.suffix(length).joined(separator: "."))
      if let role = table[plain] { return role }
    }
    return nil
  }

  /// The role of a column of a feed with the columns `names`: where a feed addresses people and tells
  /// no events, a bare “name” is theirs, and else may be a product's or a campaign's.
  static func role(of name: String, among names: [String]) -> ColumnRole? {
    if let role = role(of: name) { return role }
    guard bareNames.contains(ColumnFinder.plain(name)) else { return nil }
    let roles = names.map { role(of: $0) }
    let addresses = roles.contains(.identifier("email")) || roles.contains(.identifier("phone"))
    let full = person("full_name")
    return addresses && !roles.contains(.eventName) && !roles.contains(full) ? full : nil
  }

  private static let bareNames: Set = ["name", "nom", "namn", "navn"]

  private static let table: [String: ColumnRole] = {
    var table: [String: ColumnRole] = [:]
    for (role, names) in entries {
      for name in names.split(separator: " ") where table[String(name)] == nil {
        table[String(name)] = role
      }
    }
    for (signal, names) in ConsentRecordSpec.signals {
      for name in names { table[ColumnFinder.plain(name)] = .signal(signal) }
    }
    return table
  }()

  private static let entries: [(ColumnRole, String)] = identifiers + people + consents + events

  private static let identifiers: [(ColumnRole, String)] = [
    (
      .identifier("email"),
      """
      email emailaddress mail mailadresse emailadresse emailadress courriel adresseemail \
      adressemail correo correoelectronico epost epostadress mejl recipient recipientemail \
      empfaenger destinataire
      """
    ),
    (
      .identifier("email_sha256"),
      """
      emailsha256 sha256email hashedemail emailhashed emailhash hem hashedemailaddress \
      emailsha emailadressehash courrielhash correohash
      """
    ),
    (
      .identifier("phone"),
      """
      phone phonenumber telefon telefonnummer telefonnr mobile mobilephone mobil mobilnummer \
      mobiltelefon handy handynummer tel telephone numerodetelephone portable telefono movil \
      msisdn
      """
    ),
    (.identifier("phone_sha256"), "phonesha256 hashedphone phonehash sha256phone"),
    (
      .identifier("user_id"),
      """
      userid customerid customernumber customerno customernr kundennummer kundennr kundenid \
      custid numeroclient idclient numclient codeclient idcliente numerocliente kundnummer \
      kundid memberid accountid contactid subscriberid login
      """
    ),
    (.identifier("crm_id"), "crmid contactkey subscriberkey"),
    (
      .identifier("loyalty_id"),
      """
      kundenkarte kundenkartennummer kundenkartennr loyaltyid loyaltycard loyaltynumber \
      loyaltycardnumber bonuskarte cartefidelite cartedefidelite tarjetafidelidad \
      tarjetadefidelidad tarjetacliente medlemskort medlemsnummer
      """
    ),
    (.identifier("anonymous_id"), "anonymousid visitorid anonid"),
    (.identifier("cookie"), "cookie cookieid adserverid adserveruserid thirdpartycookie"),
    (.identifier("gaid"), "gaid aaid googleadid googleadvertisingid androidadid"),
    (.identifier("idfa"), "idfa iosadid appleadid"),
    (.identifier("idfv"), "idfv"),
    (.identifier("device_id"), "deviceid geraeteid"),
    (.identifier("ga_client_id"), "gaclientid clientid"),
    (.identifier("uid2"), "uid2"),
    (.identifier("euid"), "euid"),
    (.identifier("ppid"), "ppid publisherprovidedid"),
    (.identifier("push_token"), "pushtoken"),
    (.identifier("gclid"), "gclid"),
    (.identifier("fbp"), "fbp"),
    (.identifier("fbc"), "fbc"),
  ]

  private static func person(_ name: String) -> ColumnRole { .attribute(name, isPersonal: true) }
  private static func trait(_ name: String) -> ColumnRole { .attribute(name, isPersonal: false) }

  private static let people: [(ColumnRole, String)] = [
    (person("first_name"), "firstname vorname prenom nombre fornamn givenname"),
    (
      person("last_name"),
      "lastname nachname surname familyname nomdefamille apellido apellidos efternamn familienname"
    ),
    (
      person("full_name"),
      "fullname vollername nomcomplet nombrecompleto customername kundenname vornamenachname nachnamevorname traitsname contactname"
    ),
    (person("iban"), "iban kontonummer bankaccount bankverbindung numerodecompte cuentabancaria"),
    (
      person("birth_date"),
      """
      birthdate dateofbirth dob birthday geburtsdatum geburtstag datedenaissance \
      fechadenacimiento fechanacimiento fodelsedatum foedelsedatum
      """
    ),
    (
      person("postcode"),
      "zip zipcode postcode postalcode plz postleitzahl codepostal codigopostal postnummer"
    ),
    (
      person("street"),
      "street streetaddress address strasse adresse anschrift rue direccion calle adress gatuadress"
    ),
    (person("ip"), "ip ipaddress ipadresse adresseip direccionip ipadress"),
    (trait("city"), "city stadt ort wohnort ville ciudad town"),
    (trait("region"), "state region bundesland province provincia departement laen"),
    (trait("country"), "country countrycode land laendercode pays pais"),
    (trait("gender"), "gender sex geschlecht anrede sexe genero sexo koen"),
    (trait("language"), "language locale sprache langue idioma spraak sprak"),
    (
      trait("age_band"),
      "ageband agegroup agerange altersgruppe tranchedage grupodeedad aldersgrupp"
    ),
    (trait("age"), "age alter edad alder"),
    (trait("income_band"), "incomeband incomerange einkommensgruppe"),
    (trait("interests"), "interests interessen interets intereses intressen"),
    (
      trait("ltv"),
      "kundenwert lifetimevalue customerlifetimevalue ltv clv valeurclient valorcliente kundvaerde"
    ),
    (
      trait("signup_date"),
      """
      anlagedatum signupdate signup registeredat registrationdate registriertam kundeseit \
      dateinscription fechaalta registreringsdatum membersince
      """
    ),
  ]

  private static let consents: [(ColumnRole, String)] = [
    (
      .consent(purpose: "email"),
      """
      newsletter newsletteroptin emailoptin emailconsent optin marketingoptin marketingconsent \
      werbeeinwilligung einwilligung einwilligungemail abonnementnewsletter boletin nyhetsbrev \
      samtycke consentementemail
      """
    ),
    (
      .consent(purpose: "sharing"),
      "shareok sharingok sharingconsent datasharing datenweitergabe weitergabe sharewithpartners partage"
    ),
    (.consent(purpose: "analytics"), "analyticsconsent consentanalytics statistikeinwilligung"),
    (.consent(purpose: "ads"), "adsconsent consentads advertisingconsent"),
    (
      .consent(purpose: "personalised_ads"),
      "personalisedads personalizedads personalisationconsent personalizationconsent"
    ),
    (.consent(purpose: "sms"), "smsoptin smsconsent"),
  ]

  private static let events: [(ColumnRole, String)] = [
    (
      .eventName,
      "event eventname eventtype action aktion ereignis evenement evento haendelse handelse activitytype activity"
    ),
    (
      .eventTime,
      """
      time timestamp eventtime eventtimestamp datetime date datum zeit uhrzeit zeitpunkt \
      zeitstempel heure horodatage fecha hora fechahora tidpunkt tid ts occurredat orderdate \
      bestelldatum kaufdatum dateachat datecommande fechacompra fechapedido orderdatum koepdatum \
      buchungsdatum belegdatum invoicedate rechnungsdatum datefacture purchasedate \
      transactiondate originaltimestamp dateheure day tag jour
      """
    ),
    (
      .updateTime,
      """
      updatedat updated lastmodified modifiedat modified changedat lastupdate geaendertam \
      aktualisiertam stand observedon observedat since seit asof datedemodification \
      datemodification misajour actualizado fechamodificacion uppdaterad aendringsdatum
      """
    ),
    (.sentTime, "sentat"),
    (.receivedTime, "receivedat"),
    (.messageID, "messageid eventid hitid rowid insertid"),
    (
      .linePosition,
      "position linenumber lineno line pos zeile posten ligne linea rad radnummer itemnumber"
    ),
    (
      .field("order_id"),
      """
      orderid ordernumber orderno ordernr belegnummer belegnr bestellnummer bestellnr receiptid \
      receipt receiptnumber transactionid invoice invoicenumber invoiceno invoiceid rechnungsnummer bonnummer \
      numerocommande commande pedido numeropedido kvittonummer ordvalue
      """
    ),
    (
      .field("revenue"),
      """
      revenue amount betrag total umsatz summe value montant importe belopp sales wert \
      gesamtbetrag totalrevenue ordertotal ordervalue omsaettning chiffredaffaires
      """
    ),
    (
      .field("price"), "price unitprice preis einzelpreis stueckpreis prix prixunitaire precio pris"
    ),
    (.field("quantity"), "quantity qty menge anzahl stueck quantite cantidad antal"),
    (
      .field("product"),
      "product productid sku stockcode artikel artikelnummer artikelnr produkt article produit producto item itemid"
    ),
    (
      .field("product_name"), "productname produktname artikelbezeichnung nomproduit nombreproducto"
    ),
    (
      .field("category"),
      "category warengruppe kategorie categorie categoria kategori productcategory produktgruppe sortiment"
    ),
    (.field("store"), "store storeid filiale markt shop magasin tienda butik"),
    (
      .field("campaign"),
      "campaign campaignname campaignid utmcampaign kampagne campagne campana kampanj"
    ),
    (.field("channel"), "channel kanal canal"),
    (.field("utm_source"), "utmsource"),
    (.field("utm_medium"), "utmmedium medium"),
    (.field("url"), "url linkurl pageurl link page pagelocation"),
    (.field("path"), "path pagepath"),
    (.field("referrer"), "referrer referer pagereferrer"),
    (.field("user_agent"), "useragent browser"),
    (.field("device"), "device devicetype geraet appareil dispositivo enhet"),
    (.field("placement"), "placement placementid platzierung"),
    (.currency, "currency currencycode waehrung waehrungscode devise moneda valuta"),
  ]
}
