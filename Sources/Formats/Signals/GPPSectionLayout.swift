/// A field of a United States section of GPP; the names are those of its specification.
package enum USPrivacyField: String, Hashable, Sendable, CaseIterable {
  case sharingNotice = "SharingNotice"
  case processingNotice = "ProcessingNotice"
  case saleOptOutNotice = "SaleOptOutNotice"
  case sharingOptOutNotice = "SharingOptOutNotice"
  case targetedAdvertisingOptOutNotice = "TargetedAdvertisingOptOutNotice"
  case sensitiveDataOptOutNotice = "SensitiveDataProcessingOptOutNotice"
  case sensitiveDataLimitUseNotice = "SensitiveDataLimitUseNotice"
  case saleOptOut = "SaleOptOut"
  case sharingOptOut = "SharingOptOut"
  case targetedAdvertisingOptOut = "TargetedAdvertisingOptOut"
  case sensitiveData = "SensitiveDataProcessing"
  case knownChild = "KnownChildSensitiveDataConsents"
  case personalData = "PersonalDataConsents"
  case additionalProcessing = "AdditionalDataProcessingConsent"
  case mspaCoveredTransaction = "MspaCoveredTransaction"
  case mspaMode = "MspaMode"
  case mspaOptOutOptionMode = "MspaOptOutOptionMode"
  case mspaServiceProviderMode = "MspaServiceProviderMode"
}

/// How one United States section of GPP is laid out: its fields in order, two bits an item.
package struct GPPSectionLayout: Hashable, Sendable {
  /// One field and how many items it has.
  package struct Item: Hashable, Sendable {
    package let field: USPrivacyField
    package let count: Int
  }

  /// What stands before the fields.
  package enum Prefix: Hashable, Sendable {
    /// The version of the section.
    case version
    /// The section's id, its version and the version of the MSPA.
    case sectionAndVersions
  }

  package let id: Int
  package let version: Int
  package let prefix: Prefix
  package let items: [Item]
  /// Whether a sub-section may carry the Global Privacy Control.
  package let mayHaveGPC: Bool
}

extension GPPSectionLayout {
  /// The names of all sections of GPP by their ids; the header itself is 3.
  package static let names: [Int: String] = [
    1: "tcfeuv1", 2: "tcfeuv2", 3: "header", 5: "tcfcav1", 6: "uspv1", 7: "usnat", 8: "usca",
    9: "usva", 10: "usco", 11: "usut", 12: "usct", 13: "usfl", 14: "usmt", 15: "usor",
    16: "ustx", 17: "usde", 18: "usia", 19: "usne", 20: "usnh", 21: "usnj", 22: "ustn",
    23: "usmn", 24: "usmd", 25: "usin", 26: "usky", 27: "usri",
  ]

  /// The layout of a section in one version; nil where it is not known.
  package static func of(id: Int, version: Int) -> GPPSectionLayout? {
    table.first { $0.id == id && $0.version == version }
  }

  /// The versions of a section that can be read; empty for sections that are no US ones.
  package static func versions(of id: Int) -> [Int] {
    table.filter { $0.id == id }.map(\.version)
  }

  // One line a section: id, version, fields in the specification's abbreviations, sub-section.
  private static let table: [GPPSectionLayout] = [
    layout(7, 1, "SN SON ShON TAN SDN SLN SO ShO TAO SD12 KC2 PDC M3", gpc: true),
    layout(7, 2, "SN SON ShON TAN SDN SLN SO ShO TAO SD16 KC3 PDC M3", gpc: true),
    layout(8, 1, "SON ShON SLN SO ShO SD9 KC2 PDC M3", gpc: true),
    layout(9, 1, "SN SON TAN SO TAO SD8 KC M3", gpc: false),
    layout(10, 1, "SN SON TAN SO TAO SD7 KC M3", gpc: true),
    layout(11, 1, "SN SON TAN SDN SO TAO SD8 KC M3", gpc: false),
    layout(12, 1, "SN SON TAN SO TAO SD8 KC3 M3", gpc: true),
    layout(13, 1, "PN SON TAN SO TAO SD8 KC3 ADP M3", gpc: false),
    layout(14, 1, "SN SON TAN SO TAO SD8 KC3 ADP M3", gpc: true),
    layout(15, 1, "PN SON TAN SO TAO SD11 KC3 ADP M3", gpc: true),
    layout(16, 1, "PN SON TAN SO TAO SD8 KC ADP M3", gpc: true),
    layout(17, 1, "PN SON TAN SO TAO SD9 KC5 ADP M3", gpc: true),
    layout(18, 1, "PN SON TAN SDN SO TAO SD8 KC M3", gpc: true),
    layout(19, 1, "PN SON TAN SO TAO SD8 KC ADP M3", gpc: true),
    layout(20, 1, "PN SON TAN SO TAO SD8 KC3 ADP M3", gpc: true),
    layout(21, 1, "PN SON TAN SO TAO SD10 KC5 ADP M3", gpc: true),
    layout(22, 1, "PN SON TAN SO TAO SD8 KC ADP M3", gpc: true),
    layout(23, 1, "PN SON TAN SO TAO SD8 KC ADP M3", gpc: true),
    layout(24, 1, "MCT MM PN SON TAN SO TAO ADP", .sectionAndVersions, gpc: true),
    layout(25, 1, "MCT MM PN SON TAN SO TAO KC ADP SD8", .sectionAndVersions, gpc: false),
    layout(26, 1, "MCT MM PN SON TAN SO TAO KC ADP SD8", .sectionAndVersions, gpc: false),
    layout(27, 1, "MCT MM PN SON TAN SO TAO KC ADP SD8", .sectionAndVersions, gpc: false),
  ]

  private static let abbreviations: [String: [USPrivacyField]] = [
    "SN": [.sharingNotice], "PN": [.processingNotice], "SON": [.saleOptOutNotice],
    "ShON": [.sharingOptOutNotice], "TAN": [.targetedAdvertisingOptOutNotice],
    "SDN": [.sensitiveDataOptOutNotice], "SLN": [.sensitiveDataLimitUseNotice],
    "SO": [.saleOptOut], "ShO": [.sharingOptOut], "TAO": [.targetedAdvertisingOptOut],
    "SD": [.sensitiveData], "KC": [.knownChild], "PDC": [.personalData],
    "ADP": [.additionalProcessing], "MCT": [.mspaCoveredTransaction], "MM": [.mspaMode],
    "M": [.mspaCoveredTransaction, .mspaOptOutOptionMode, .mspaServiceProviderMode],
  ]

  private static func layout(
    _ id: Int, _ version: Int, _ fields: String, _ prefix: Prefix = .version, gpc: Bool
  ) -> GPPSectionLayout {
    var items: [Item] = []
    for word in fields.split(separator: " ") {
      let name = String(word.prefix { !$0.isNumber })
      let count = Int(word.drop { !$0.isNumber }) ?? 1
      let group = abbreviations[name] ?? []
      precondition(!group.isEmpty, "the table names a field that it does not define")
      // Only the three MSPA fields share one abbreviation; their number is how many they are.
      for field in group { items.append(Item(field: field, count: group.count > 1 ? 1 : count)) }
    }
    return GPPSectionLayout(
      id: id, version: version, prefix: prefix, items: items, mayHaveGPC: gpc)
  }
}
