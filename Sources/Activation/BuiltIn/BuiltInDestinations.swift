internal import Basis

/// The destinations that every workspace knows; each is a file of the same kind that users write.
package enum BuiltInDestinations {
  /// The texts by file name, in the order of the names.
  package static let texts: [(file: String, text: String)] = [
    ("ad_manager_ppid.toml", adManager), ("csv.toml", genericCSV), ("email_tool.toml", emailTool),
    ("euid.toml", euid), ("google_customer_match.toml", googleCustomerMatch),
    ("jsonl.toml", genericJSONLines), ("linkedin.toml", linkedIn),
    ("meta_custom_audience.toml", metaCustomAudience),
    ("microsoft_customer_match.toml", microsoft), ("tiktok.toml", tikTok),
    ("trade_desk.toml", tradeDesk), ("uid2.toml", uid2), ("webhook.toml", webhook),
  ]

  /// All of them, read once.
  package static let all: [DestinationSpec] = texts.map { file, text in
    do throws(Fault) {
      return try DestinationSpec.parse(text, file: file)
    } catch {
      preconditionFailure("a built-in destination has a mistake: \(error)")
    }
  }
}
