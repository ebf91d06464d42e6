/// The word before an identifier's value, and what it means for the value.
package struct IdentifierNamespace: Hashable, Sendable {
  /// What an identifier stands for.
  package enum Kind: String, Sendable, CaseIterable {
    case person
    case device
    case network
  }

  /// How the value is written.
  enum Form: Hashable, Sendable {
    case email, phone, uuid, uid2, digest, address, plain
  }

  package let name: String
  package let kind: Kind
  /// True where the value by itself is personal data that a screen masks.
  ///
  /// Every identifier relates to somebody; these can be read, or guessed back to what can be read.
  package let isPersonal: Bool
  let form: Form

  /// Makes the namespace of a word; spellings that vendors use come under one name.
  package init(_ word: String) {
    let lowered = String(word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
    let name = Self.aliases[lowered] ?? lowered
    self.name = name
    (kind, form, isPersonal) =
      switch name {
      case "email": (.person, .email, true)
      case "phone": (.person, .phone, true)
      case "email_sha256", "phone_sha256": (.person, .digest, true)
      case "gaid", "idfa", "idfv": (.device, .uuid, false)
      case "uid2", "euid": (.person, .uid2, false)
      case "ip": (.network, .address, true)
      case "cookie", "anonymous_id", "device_id", "ga_client_id", "push_token", "android_id",
        "gclid", "fbp", "fbc", "ad_user_id":
        (.device, .plain, false)
      default: (.person, .plain, name == "loyalty_id" || name == "crm_id")
      }
  }

  /// The namespace in which others send the SHA-256 of such values; nil where nobody does.
  package var digestName: String? {
    form == .email || form == .phone ? name + "_sha256" : nil
  }

  private static let aliases: [String: String] = [
    "e_mail": "email", "mail": "email", "email_address": "email", "emailaddress": "email",
    "phone_number": "phone", "mobile": "phone", "telephone": "phone", "msisdn": "phone",
    "hashed_email": "email_sha256", "email_hash": "email_sha256", "sha256_email": "email_sha256",
    "hem": "email_sha256", "hashed_phone": "phone_sha256", "phone_hash": "phone_sha256",
    "sha256_phone": "phone_sha256", "aaid": "gaid", "adid": "gaid", "google_ad_id": "gaid",
    "android_ad_id": "gaid", "ios_ad_id": "idfa", "anonymousid": "anonymous_id",
    "userid": "user_id", "ip_address": "ip", "ipaddress": "ip", "deviceid": "device_id",
    "crmid": "crm_id", "loyaltyid": "loyalty_id", "cookie_id": "cookie",
  ]

  /// The names with rules of their own, for suggestions and help.
  package static let wellKnown = [
    "ad_user_id", "android_id", "anonymous_id", "cookie", "crm_id", "device_id", "email",
    "email_sha256", "euid", "fbc", "fbp", "ga_client_id", "gaid", "gclid", "idfa", "idfv", "ip",
    "loyalty_id", "phone", "phone_sha256", "push_token", "uid2", "user_id",
  ]
}
