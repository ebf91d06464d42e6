internal import Activation
internal import Basis
internal import Glibc

/// The secret that a webhook's requests are signed with; no message ever shows it.
enum WebhookSecret {
  /// A shorter one could be guessed from a signed request.
  static let fewestBytes = 16

  /// Reads the secret of a destination from its file or from the environment.
  static func read(_ webhook: DestinationSpec.Webhook, of name: String) throws(Fault) -> [UInt8] {
    let (secret, place) = try found(webhook, name)
    guard secret.count >= fewestBytes else {
      throw Fault(
        .badConfiguration, name,
        reason: secret.isEmpty
          ? "\(place) is empty"
          : "the secret in \(place) is shorter than \(fewestBytes) characters",
        remedy: "Give the receiver and \(place) a longer one, such as that of openssl rand -hex 32")
    }
    return secret
  }

  private static func found(
    _ webhook: DestinationSpec.Webhook, _ name: String
  ) throws(Fault) -> (secret: [UInt8], place: String) {
    if let file = webhook.secretFile {
      let bytes = try FileSystem.read(file, limit: 4_096)
      return (bytes.filter { $0 != 10 && $0 != 13 }, file)
    }
    let variable = webhook.secretVariable ?? ""
    guard let value = unsafe getenv(variable) else {
      throw Fault(
        .badConfiguration, name, reason: "the environment has no \(variable)",
        remedy: "Set it to the secret that the receiver checks signatures with")
    }
    return (Array(unsafe String(cString: value).utf8), "the variable \(variable)")
  }
}
