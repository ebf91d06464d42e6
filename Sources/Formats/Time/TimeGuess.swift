internal import Basis

/// The format that all samples of a column fit.
package struct TimeGuess: Sendable, Equatable {
  package let format: TimeFormat
  /// True where no sample has a time of day.
  package let isDateOnly: Bool
  /// The format with day and month swapped, where the samples fit that one as well.
  package let alternative: TimeFormat?

  /// True where the samples don't tell days from months.
  package var isOrderAmbiguous: Bool { alternative != nil }
}

extension TimeFormat {
  /// Returns the format that fits every sample that is not blank; nil where there is none.
  ///
  /// Where day and month can be swapped, the day comes first after a dot or a hyphen, and the
  /// month first after a slash, unless a sample decides. Cost: samples times about 200 candidates,
  /// nearly all of which fail at the first sample.
  package static func guess(samples: [[UInt8]]) -> TimeGuess? {
    let filled = samples.filter { !TimeDigits.trimmed($0.span).isEmpty }
    guard !filled.isEmpty else { return nil }
    if let guess = guessStandard(filled) { return guess }
    let fitting = TimeCandidates.all.filter { candidate in
      filled.allSatisfy { candidate.format.isPlausible($0.span) }
    }
    guard let best = fitting.first else { return nil }
    let swapped = fitting.first { $0.swapsOrder(of: best) }
    return TimeGuess(
      format: best.format, isDateOnly: !best.format.hasTimeOfDay, alternative: swapped?.format)
  }

  /// Returns the format that fits every sample, given as text.
  package static func guess(samples: [String]) -> TimeGuess? {
    guess(samples: samples.map { Array($0.utf8) })
  }

  private static func guessStandard(_ samples: [[UInt8]]) -> TimeGuess? {
    if samples.allSatisfy({ iso8601.isPlausible($0.span) }) {
      let isDateOnly = samples.allSatisfy { TimeDigits.trimmed($0.span).count <= 10 }
      return TimeGuess(format: .iso8601, isDateOnly: isDateOnly, alternative: nil)
    }
    if samples.allSatisfy({ rfc2822.isPlausible($0.span) }) {
      return TimeGuess(format: .rfc2822, isDateOnly: false, alternative: nil)
    }
    for unit in EpochUnit.allCases {
      let fits = samples.allSatisfy { sample in
        guard let seconds = TimeEpoch.read(sample.span, unit: unit) else { return false }
        return plausibleEpoch.contains(seconds)
      }
      if fits { return TimeGuess(format: .epoch(unit), isDateOnly: false, alternative: nil) }
    }
    return nil
  }

  /// From 2000 to 2050, so that an order number or an article's EAN is not taken for a time.
  private static let plausibleEpoch: ClosedRange<Int64> = 946_684_800...2_524_608_000

  /// True where the text fits and its year is one that feeds speak of.
  private func isPlausible(_ bytes: Span<UInt8>) -> Bool {
    // Of plain digits only the eight of a calendar date are a date; seven are some number.
    let digits = TimeDigits.run(bytes, 0)
    if kind == .iso8601, digits == bytes.count, digits != 8 { return false }
    guard let fields = fields(bytes) else { return false }
    return (1_850...2_200).contains(CivilDate(daysSinceEpoch: fields.day).year)
  }
}

/// The patterns that a guess tries, likelier ones first.
enum TimeCandidates {
  struct Candidate: Sendable {
    let format: TimeFormat
    let date: String
    let time: String

    func swapsOrder(of other: Candidate) -> Bool {
      time == other.time && TimeCandidates.swaps[other.date] == date
    }
  }

  static let swaps: [String: String] = {
    let pairs = [
      ("dd.MM.yyyy", "MM.dd.yyyy"), ("MM/dd/yyyy", "dd/MM/yyyy"), ("dd-MM-yyyy", "MM-dd-yyyy"),
      ("dd.MM.yy", "MM.dd.yy"), ("MM/dd/yy", "dd/MM/yy"), ("dd-MM-yy", "MM-dd-yy"),
    ]
    return Dictionary(uniqueKeysWithValues: pairs + pairs.map { ($1, $0) })
  }()

  private static let dates = [
    "dd.MM.yyyy", "MM/dd/yyyy", "dd/MM/yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "yyyy/MM/dd",
    "yyyy.MM.dd", "yyyy-MM-dd", "d MMM yyyy", "d. MMM yyyy", "d-MMM-yyyy", "MMM d, yyyy",
    "MMM d yyyy", "E, d MMM yyyy", "E, d. MMM yyyy", "E, MMM d, yyyy", "yyyyMMdd", "dd.MM.yy",
    "MM/dd/yy", "dd/MM/yy", "dd-MM-yy", "MM-dd-yy", "d-MMM-yy", "MM.dd.yyyy",
  ]

  private static let times = [
    "", " HH:mm:ss", " HH:mm", " hh:mm:ss a", " hh:mm a", " HH:mm:ss.SSS", " HH:mm:ss,SSS",
    " hh:mma", " HH:mm:ss Z", " HH:mm Z", " HH:mm:ss.SSS Z", "'T'HH:mm:ss", ", HH:mm:ss",
    ", HH:mm", ", hh:mm:ss a", ", hh:mm a", " 'um' HH:mm", " HH:mm 'Uhr'", "HHmmss", "HHmm",
    " HHmmss",
  ]

  static let all: [Candidate] = dates.flatMap { date in
    times.compactMap { time in
      // Digits run on only behind a date that ends in digits of a fixed width.
      if time.hasPrefix("H"), date != "yyyyMMdd" { return nil }
      return (try? TimeFormat.compiled(pattern: date + time)).map {
        Candidate(format: $0, date: date, time: time)
      }
    }
  }
}
