import Activation
import Basis
import Sealing
import Testing

@Suite("Webhook messages") struct WebhookMessageTests {
  @Test("the signature is the HMAC of time, dot and body")
  func signature() throws {
    let message = WebhookMessage(
      Array("{}".utf8), idempotencyKey: "k-1", secret: Array("secret".utf8),
      at: Timestamp(1_700_000_000))
    // python3: hmac.new(b"secret", b"1700000000.{}", "sha256").hexdigest()
    let expected =
      "t=1700000000,v1="
      + "b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163"
    #expect(message.headers.contains("X-Parterre-Signature: \(expected)"))
    #expect(message.headers.contains("Idempotency-Key: k-1"))
  }

  @Test("what may pass is tried again, what may not is not")
  func outcomes() {
    #expect(WebhookOutcome.of(status: 204, retryAfter: nil) == .taken)
    for status in [408, 425, 429, 500, 503] {
      guard case .later(_, let after) = WebhookOutcome.of(status: status, retryAfter: 7) else {
        Issue.record("\(status) is not tried again")
        continue
      }
      #expect(after == 7)
    }
    for status in [301, 400, 401, 403, 404, 410, 422] {
      guard case .refused = WebhookOutcome.of(status: status, retryAfter: nil) else {
        Issue.record("\(status) is tried again")
        continue
      }
    }
  }

  @Test("waits double up to a minute, differ by chance and heed the server")
  func backOff() {
    var one = BackOff(seed: 1)
    var other = BackOff(seed: 2)
    var same = BackOff(seed: 1)
    for attempt in 1...12 {
      let whole = min(60_000, 500 << (attempt - 1))
      let waited = one.milliseconds(afterTry: attempt, server: nil)
      #expect((whole / 2...whole).contains(waited))
      #expect(waited == same.milliseconds(afterTry: attempt, server: nil))
      _ = other.milliseconds(afterTry: attempt, server: nil)
    }
    #expect(one.milliseconds(afterTry: 1, server: 3) == 3_000)
    #expect(
      (0..<20).contains { _ in
        one.milliseconds(afterTry: 5, server: nil) != other.milliseconds(afterTry: 5, server: nil)
      })
  }
}
