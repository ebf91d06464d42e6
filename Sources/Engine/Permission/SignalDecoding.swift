package import Basis
internal import Consent
internal import Formats

/// A consent signal told in words.
package struct DecodedSignal: Sendable, Equatable {
  /// A part of the signal with its facts; names are stable words for scripts.
  package struct Part: Sendable, Equatable {
    package let title: String
    package let facts: [Fact]
  }

  package struct Fact: Sendable, Equatable {
    package let name: String
    package let value: String
  }

  package let kind: String
  package let parts: [Part]
  /// What policy objects to.
  package let problems: [String]

  /// Recognises and decodes a signal of any kind, or says why and where it cannot be read; blanks
  /// around it are no part of it.
  package init(_ text: String, now: Timestamp) throws(Fault) {
    let text = text.trimmed
    do throws(SignalError) {
      let report = try SignalReport(text, now: now)
      kind = report.kind.rawValue
      parts = report.parts.map {
        Part(title: $0.title, facts: $0.facts.map { Fact(name: $0.name, value: $0.value) })
      }
      problems = report.problems
    } catch {
      throw Fault(
        .badConsent, "the consent signal", reason: "\(error)",
        remedy: Self.remedy(for: text))
    }
  }

  private static func remedy(for text: String) -> String {
    do throws(SignalError) {
      return try SignalReport.kind(of: text) == .tcf && text.hasPrefix("B")
        ? "Ask for consent again: strings of TCF's version 1 are no longer valid"
        : "Check that all of it was copied"
    } catch {
      return "Copy the whole of it: TC strings begin with C, GPP strings with DB, "
        + "US privacy strings and gcd with 1, gcs with G1"
    }
  }
}
