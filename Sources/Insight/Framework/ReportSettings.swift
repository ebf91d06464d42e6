package import Basis
package import Requests

/// What a report was told, each parameter with its default where nothing was said.
package struct ReportSettings: Sendable {
  private var values: [String: String]

  /// Takes the settings of a request; unknown names and words are faults that name the nearest one.
  package init(_ request: ReportRequest, of report: any Report) throws(Fault) {
    var values: [String: String] = [:]
    for parameter in report.parameters { values[parameter.name] = parameter.value }
    for setting in request.settings {
      guard let parameter = report.parameters.first(where: { $0.name == setting.name }) else {
        throw Self.unknown(setting.name, report)
      }
      if !setting.value.isEmpty, !parameter.choices.isEmpty,
        !parameter.choices.contains(setting.value)
      {
        throw Fault(
          .usage, "--\(setting.name)", reason: "“\(setting.value)” is none of its words",
          remedy: "Choose one of \(parameter.choices.joined(separator: ", "))")
      }
      values[setting.name] = setting.value
    }
    self.values = values
  }

  /// The same settings with one of them said otherwise; nil takes it back.
  package func saying(_ name: String, _ value: String?) -> ReportSettings {
    var settings = self
    settings.values[name] = value
    return settings
  }

  /// What was said, or the default; nil where that is nothing.
  package func text(_ name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The words between commas, without the spaces around them.
  package func list(_ name: String) -> [String] {
    (text(name) ?? "").split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
  }

  /// A whole number within `range`.
  package func integer(_ name: String, _ range: ClosedRange<Int>) throws(Fault) -> Int {
    let text = text(name) ?? ""
    guard let number = Int(text), range.contains(number) else {
      throw Fault(
        .usage, "--\(name)",
        reason: "“\(text)” is not a whole number from \(range.lowerBound) to \(range.upperBound)",
        remedy: "Give one, such as --\(name) \(max(range.lowerBound, min(10, range.upperBound)))")
    }
    return number
  }

  /// A number above 0; nil where nothing was said.
  package func number(_ name: String) throws(Fault) -> Double? {
    guard let text = text(name) else { return nil }
    guard let number = Double(text), number.isFinite, number > 0 else {
      throw Fault(
        .usage, "--\(name)", reason: "“\(text)” is not a number above 0",
        remedy: "Give one, such as --\(name) 1.5")
    }
    return number
  }

  /// Seconds of a duration such as 30m, 12h, 7d or 4w; nil where nothing was said.
  package func duration(_ name: String) throws(Fault) -> Int64? {
    guard let text = text(name) else { return nil }
    guard let span = Self.span(text) else {
      throw Fault(
        .usage, "--\(name)", reason: "“\(text)” is not a duration",
        remedy: "Write 30m, 12h, 7d or 4w")
    }
    return span.seconds
  }

  /// One of a few words; the parameter's `choices` hold them, too.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws(Fault) -> Choice where Choice.RawValue == String {
    let text = text(name) ?? ""
    guard let choice = Choice(rawValue: text) else {
      throw Fault(
        .usage, "--\(name)", reason: "“\(text)” is none of its words",
        remedy: "Choose one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  /// A duration and whether it is written in whole days.
  static func span(_ text: String) -> (seconds: Int64, isInDays: Bool)? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let unit = text.last, let length = units[unit], let number = Int64(text.dropLast()),
      (1...100_000_000).contains(number)
    else { return nil }
    let (seconds, overflows) = number.multipliedReportingOverflow(by: length)
    return overflows ? nil : (seconds, unit == "d" || unit == "w")
  }

  private static func unknown(_ name: String, _ report: any Report) -> Fault {
    let names = report.parameters.map(\.name)
    return Fault(
      .usage, "report \(report.name)", reason: "it has no setting “\(name)”",
      remedy: NearestName.remedy(
        for: name, among: names, otherwise: "It takes: \(names.joined(separator: ", "))"))
  }
}
