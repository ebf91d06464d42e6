package import Basis
internal import CCurl
internal import Sealing

/// One batch of rows as it is posted.
package struct WebhookMessage: Sendable {
  package let body: [UInt8]
  package let headers: [String]

  /// Signs a body: the receiver makes the same HMAC-SHA-256 of the time, a dot and the body.
  ///
  /// The key names the batch of the delivery, so that a batch that comes twice counts once.
  package init(_ body: [UInt8], idempotencyKey: String, secret: [UInt8], at: Timestamp) {
    self.body = body
    let time = String(at.seconds)
    let signed = Array((time + ".").utf8) + body
    let signature = SHA256.authentication(of: signed.span, key: secret.span).hex
    headers = [
      "Content-Type: application/json", "User-Agent: parterre",
      "Idempotency-Key: \(idempotencyKey)", "X-Parterre-Signature: t=\(time),v1=\(signature)",
      // Without it libcurl would wait for a server that says nothing to 100-continue.
      "Expect:",
    ]
  }
}

/// What a server did with a batch.
package enum WebhookOutcome: Sendable, Equatable {
  case taken
  /// Worth another try, after so many seconds where the server names them.
  case later(reason: String, after: Int?)
  /// Never worth another try as it is.
  case refused(reason: String)

  /// Judges an answer's status.
  package static func of(status: Int, retryAfter: Int?) -> WebhookOutcome {
    switch status {
    case 200..<300: .taken
    case 408, 425, 429, 500..<600:
      .later(reason: "the server answered \(status)", after: retryAfter)
    case 300..<400: .refused(reason: "the server answered \(status), a redirect")
    default: .refused(reason: "the server answered \(status)")
    }
  }
}

/// How long to wait between two tries.
package struct BackOff: Sendable {
  private var random: Seeded

  /// The same seed waits the same times.
  package init(seed: UInt64) { random = Seeded(seed) }

  /// Milliseconds before the next try: doubling from half a second to a minute, half of it by
  /// chance, so that many senders do not come back at once; a server's own word goes before.
  package mutating func milliseconds(afterTry number: Int, server: Int?) -> Int {
    let whole = min(60_000, 500 << min(number - 1, 10))
    let chosen = whole / 2 + random.below(whole / 2 + 1)
    return max(chosen, min(server ?? 0, 600) * 1_000)
  }
}

/// Posts over HTTP.
package enum HTTPClient {
  /// Posts a message and waits for the answer.
  package static func post(_ message: WebhookMessage, to url: String, timeoutSeconds: Int)
    -> WebhookOutcome
  {
    var answer = pt_http_answer()
    unsafe message.body.withUnsafeBytes { body in
      unsafe pt_http_post(
        url, message.headers.joined(separator: "\n"), body.baseAddress, body.count,
        Int32(timeoutSeconds), &answer)
    }
    let text = unsafe withUnsafeBytes(of: &answer.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    switch answer.outcome {
    case 0:
      return WebhookOutcome.of(
        status: Int(answer.status),
        retryAfter: answer.retry_after < 0 ? nil : Int(answer.retry_after))
    case 1: return .refused(reason: "libcurl is not installed (libcurl4)")
    case 2: return .later(reason: text.isEmpty ? "it was not reached" : text, after: nil)
    default: return .refused(reason: text)
    }
  }
}
