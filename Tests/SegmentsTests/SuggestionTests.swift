import Basis
import Segments
import Testing

@Suite("Suggestions of the segment language") struct SuggestionTests {
  @Test("what is suggested can be written in the place that is pointed at")
  func randomSlips() {
    var trees = RandomSegments(11)
    var random = Seeded(12)
    var suggestions = 0
    for _ in 0..<4_000 {
      let text = Self.slip(trees.segment(depth: 1).description, &random)
      do throws(Problem) {
        _ = try Segment(parsing: text)
      } catch {
        #expect(error.place.upperBound <= text.utf8.count, "\(text)")
        guard let replaced = Self.replaced(error, in: text) else { continue }
        suggestions += 1
        #expect(Self.leadsOn(replaced), "\(text) @\(error.place): \(error.sentence)")
      }
    }
    #expect(suggestions > 200)
  }

  @Test("and so can what is suggested in every text case")
  func cases() throws {
    let text = try CaseFile.text("segments/errors.case")
    for oneCase in text.drop(while: { $0 != "\n" }).dropFirst().split(separator: "\n====\n") {
      let segment = String(oneCase.split(separator: "\n----\n", maxSplits: 1)[0])
      do throws(Problem) {
        _ = try Segment(parsing: segment)
      } catch {
        guard let replaced = Self.replaced(error, in: segment) else { continue }
        #expect(Self.leadsOn(replaced), "\(segment): \(error.sentence)")
      }
    }
  }

  /// A text after a suggestion was followed, and up to which byte it must read.
  private typealias Replaced = (text: String, end: Int, isSign: Bool)

  /// What is told of a sign that stands wherever it may; another may be needed around it.
  private static func isOfSign(_ problem: Problem) -> Bool {
    problem.message.hasSuffix("has no meaning in a segment")
      || problem.message.hasSuffix("is not how a date is written")
  }

  private static func replaced(_ problem: Problem, in text: String) -> Replaced? {
    guard var suggestion = problem.suggestion else { return nil }
    if suggestion.first == "`", suggestion.last == "`" {
      suggestion = String(suggestion.dropFirst().dropLast())
    } else if suggestion.first != "\"" {
      return nil
    }
    let bytes = Array(text.utf8)
    let head = String(decoding: bytes[..<problem.place.lowerBound], as: UTF8.self)
    let tail = String(decoding: bytes[problem.place.upperBound...], as: UTF8.self)
    let before = "\(head) \(suggestion)"
    return ("\(before) \(tail)", before.utf8.count, isOfSign(problem))
  }

  private static func leadsOn(_ replaced: Replaced) -> Bool {
    do throws(Problem) {
      _ = try Segment(parsing: replaced.text)
      return true
    } catch {
      return error.place.lowerBound >= replaced.end || replaced.isSign && !isOfSign(error)
    }
  }

  /// `text` with one word too many or too few, misspelled, in capitals or out of its place.
  private static func slip(_ text: String, _ random: inout Seeded) -> String {
    var words = text.split(separator: " ").map(String.init)
    let place = random.below(words.count)
    let strange = [
      "the", "is", "&&", "==", "(", ")", ",", "IN", "then", "once", "<>", "LIKE", "1,5", "“a”",
      "31.12.2025", "with", "@", "'x'",
    ]
    switch random.below(7) {
    case 0: words.remove(at: place)
    case 5: words.removeLast(random.below(words.count))
    case 1: words.swapAt(place, random.below(words.count))
    case 2: words[place] = words[place].uppercased()
    case 3: words[place] = String(words[place].reversed())
    case 4: words.insert(words[place], at: place)
    default: words.insert(strange[random.below(strange.count)], at: place)
    }
    return words.joined(separator: " ")
  }
}
