internal import Basis

/// What the reports of advertising platforms mean by their columns, in the languages they come in.
package enum CostReportSpec {
  package static let days = [
    "Day", "Date", "Tag", "Datum", "Jour", "Date de début", "Día", "Fecha", "Dag", "segments.date",
    "Reporting starts", "Berichtsstart", "Début des rapports", "Inicio del informe",
  ]
  package static let campaigns = [
    "Campaign name", "Campaign", "Kampagnenname", "Name der Kampagne", "Kampagne",
    "Nom de la campagne", "Campagne", "Nombre de la campaña", "Campaña", "Kampanj",
    "campaign.name",
  ]
  package static let channels = [
    "Network", "Network (with search partners)", "Werbenetzwerk", "Netzwerk", "Réseau", "Red",
    "Publisher platform", "Platform", "Plattform", "Plateforme", "Plataforma", "Channel", "Kanal",
    "Canal", "segments.ad_network_type",
  ]
  package static let currencies = [
    "Currency code", "Currency", "Währungscode", "Währung", "Code de la devise", "Devise",
    "Código de moneda", "Moneda", "Valuta", "customer.currency_code",
  ]
  package static let impressions = [
    "Impr.", "Impressions", "Impressionen", "Impresiones", "Visningar", "metrics.impressions",
  ]
  package static let clicks = [
    "Link clicks", "Clicks", "Clicks (all)", "Link-Klicks", "Linkklicks", "Klicks",
    "Clics sur un lien", "Clics en el enlace", "Clics", "Klick", "metrics.clicks",
  ]
  package static let costs = [
    "Cost", "Spend", "Kosten", "Ausgaben", "Coût", "Coste", "Costo", "Kostnad", "Amount spent",
    "Ausgegebener Betrag", "Montant dépensé", "Importe gastado",
  ]
  package static let microCosts = ["Cost (micros)", "metrics.cost_micros", "cost_micros"]
  /// What else divides a report into rows, for telling two rows apart.
  private static let divisions = [
    "Ad group", "Anzeigengruppe", "Groupe d'annonces", "Grupo de anuncios", "Ad set name",
    "Name der Anzeigengruppe", "Ad name", "Anzeigenname", "Device", "Gerät", "Country", "Land",
    "Placement", "Platzierung", "Age", "Alter", "Gender", "Geschlecht",
  ]

  /// Adds the columns of a cost report to a mapping that names none itself.
  static func complete(_ mapping: inout Mapping, _ columns: [String]) {
    mapping.row.kinds = [.cost]
    guard mapping.cost == nil, let rule = rule(columns) else { return }
    mapping.cost = rule
    if mapping.row.key == .wholeRow { mapping.row.key = .columns(key(rule, columns)) }
  }

  /// The cost columns that a report shows by their names; nil where one of the three is missing.
  package static func rule(_ columns: [String]) -> CostRule? {
    let finder = ColumnFinder(columns)
    let micros = finder.first(microCosts)
    guard let day = finder.first(days), let campaign = finder.first(campaigns),
      let cost = micros ?? finder.first(costs) ?? finder.first(beginning: costs)
    else { return nil }
    var channel = Input()
    channel.constant = "unknown"
    var rule = CostRule(
      day: TimeRule(input: Input(column: day)), campaign: Input(column: campaign),
      channel: finder.first(channels).map { Input(column: $0) } ?? channel,
      cost: Input(column: cost))
    rule.impressions = finder.first(impressions).map { Input(column: $0) }
    rule.clicks = finder.first(clicks).map { Input(column: $0) }
    rule.currencyColumn = finder.first(currencies)
    rule.currency = currency(in: cost)
    rule.isMicros = micros != nil
    return rule
  }

  /// What makes two rows of a report the same: all that divides it, and none of its figures.
  package static func key(_ rule: CostRule, _ columns: [String]) -> [String] {
    let finder = ColumnFinder(columns)
    var key = rule.day.input.columns + rule.campaign.columns + rule.channel.columns
    key += divisions.compactMap { finder.first([$0]) }
    return key
  }

  /// `Amount spent (EUR)` says its currency itself.
  private static func currency(in column: String) -> Currency? {
    guard let open = column.lastIndex(of: "("), let close = column.lastIndex(of: ")"), open < close
    else { return nil }
    return Currency(String(column[column.index(after: open)..<close]))
  }
}
