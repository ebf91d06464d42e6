internal import Cells
internal import Formats
internal import Requests

/// What can be drawn of a report: courses over time, or columns where the axis is no time.
struct SVGChart {
  private let axis: [String]
  private let series: [ReportTable.Series]
  private let isColumns: Bool
  private let ticks: [Double]

  private static let width = 1_160.0
  private static let height = 300.0
  private static let left = 64.0
  private static let right = 16.0
  private static let top = 34.0
  private static let bottom = 30.0
  /// More courses than colours would say nothing.
  private static let mostSeries = 6

  /// Nil where there is nothing to draw.
  init?(_ table: ReportTable) {
    series = Array(table.series.prefix(Self.mostSeries))
    axis = table.axis
    let values = series.flatMap { $0.values.compactMap { $0 } }.filter(\.isFinite)
    guard axis.count > 1, !values.isEmpty else { return nil }
    // Only what follows in time is a course; lines between channels would say nothing.
    isColumns = !(axis[0].utf8.count >= 7 && axis[0].hasPrefix("20"))
    ticks = Ticks(covering: values, count: 5).values
  }

  var text: String {
    var text =
      "<svg viewBox=\"0 0 \(Self.number(Self.width)) \(Self.number(Self.height))\" role=\"img\""
    text += " aria-label=\"\(HTMLText.escaped(series.map(\.name).joined(separator: ", ")))\">\n"
    text += legend + grid + labels
    for index in series.indices { text += isColumns ? columns(index) : course(index) }
    return text + "</svg>\n"
  }

  /// The colour of a series: that of the same one now, where it is of the period before.
  private func colour(_ index: Int) -> Int {
    let name = series[index].name
    guard isBefore(index) else { return index }
    return series.firstIndex { $0.name + " before" == name } ?? index
  }

  private func isBefore(_ index: Int) -> Bool { series[index].name.hasSuffix(" before") }

  private var legend: String {
    var x = Self.left
    return series.enumerated().map { index, series in
      defer { x += 34 + Double(TextWidth.of(series.name)) * 7.4 }
      let dash = isBefore(index) ? " before" : ""
      return
        "<g class=\"s\(colour(index))\"><path class=\"course\(dash)\" d=\"M\(Self.number(x)) 12h14\"/>"
        + "<text class=\"name\" x=\"\(Self.number(x + 20))\" y=\"16\">\(HTMLText.escaped(series.name))</text></g>\n"
    }.joined()
  }

  private var grid: String {
    ticks.map { tick in
      let y = Self.number(self.y(tick))
      return
        "<path class=\"grid\" d=\"M\(Self.number(Self.left)) \(y)H\(Self.number(Self.width - Self.right))\"/>"
        + "<text class=\"axis\" text-anchor=\"end\" x=\"\(Self.number(Self.left - 8))\" y=\"\(Self.number(self.y(tick) + 4))\">"
        + "\(CellText.mark(tick, series[0].kind))</text>\n"
    }.joined()
  }

  private var labels: String {
    let widest = axis.map { Double(TextWidth.of($0)) * 7.4 }.max() ?? 0
    let room = max(28, widest + 20)
    let step = max(1, Int((Double(axis.count) * room / (Self.width - Self.left)).rounded(.up)))
    var text = ""
    for (index, label) in axis.enumerated() where index % step == 0 {
      // The outermost labels of a course stay inside of the picture.
      let anchor =
        isColumns ? "middle" : index == 0 ? "start" : index + 1 == axis.count ? "end" : "middle"
      text += "<text class=\"axis\" text-anchor=\"\(anchor)\" x=\"\(Self.number(x(index)))\""
      text += " y=\"\(Self.number(Self.height - 8))\">\(HTMLText.escaped(label))</text>\n"
    }
    return text
  }

  private func course(_ index: Int) -> String {
    var pieces: [[(Double, Double)]] = [[]]
    for (place, value) in series[index].values.prefix(axis.count).enumerated() {
      if let value, value.isFinite {
        pieces[pieces.count - 1].append((x(place), y(value)))
      } else if !pieces[pieces.count - 1].isEmpty {
        pieces.append([])
      }
    }
    var text = "<g class=\"s\(colour(index))\">"
    let dash = isBefore(index) ? " before" : ""
    for piece in pieces where !piece.isEmpty {
      if piece.count == 1 {
        text +=
          "<circle class=\"dot\" r=\"3\" cx=\"\(Self.number(piece[0].0))\" cy=\"\(Self.number(piece[0].1))\"/>"
        continue
      }
      let path = piece.map { "\(Self.number($0.0)) \(Self.number($0.1))" }.joined(separator: "L")
      if series.count == 1, let first = piece.first, let last = piece.last {
        text +=
          "<path class=\"fill\" d=\"M\(path)L\(Self.number(last.0)) \(Self.number(y(0)))"
          + "L\(Self.number(first.0)) \(Self.number(y(0)))Z\"/>"
      }
      text += "<path class=\"course\(dash)\" d=\"M\(path)\"/>"
    }
    return text + "</g>\n"
  }

  /// The columns of a series, beside those of the others.
  private func columns(_ index: Int) -> String {
    let room = (Self.width - Self.left - Self.right) / Double(axis.count) * 0.72
    let wide = min(64, room / Double(series.count))
    let offset = (Double(index) - Double(series.count) / 2) * wide
    let gap = series.count > 1 ? min(2, wide / 8) : 0
    let style = isBefore(index) ? "column earlier" : "column"
    var text = "<g class=\"s\(colour(index))\">"
    for (place, value) in series[index].values.prefix(axis.count).enumerated() {
      guard let value, value.isFinite else { continue }
      let (high, low) = (min(y(value), y(0)), max(y(value), y(0)))
      text +=
        "<rect class=\"\(style)\" rx=\"\(Self.number(min(3, wide / 6)))\""
        + " x=\"\(Self.number(x(place) + offset))\" y=\"\(Self.number(high))\""
      text +=
        " width=\"\(Self.number(wide - gap))\" height=\"\(Self.number(max(1, low - high)))\"/>"
    }
    return text + "</g>\n"
  }

  private func x(_ place: Int) -> Double {
    let room = Self.width - Self.left - Self.right
    if isColumns { return Self.left + (Double(place) + 0.5) * room / Double(axis.count) }
    return Self.left + Double(place) * room / Double(max(1, axis.count - 1))
  }

  private func y(_ value: Double) -> Double {
    guard let low = ticks.first, let high = ticks.last, high > low else { return Self.top }
    return Self.top + (high - value) / (high - low) * (Self.height - Self.top - Self.bottom)
  }

  /// A coordinate with at most two decimals.
  static func number(_ value: Double) -> String {
    let text = Figure.fixed(value, 2)
    var short = text.hasPrefix("−") ? "-" + text.dropFirst() : text
    while short.last == "0" { short.removeLast() }
    if short.last == "." { short.removeLast() }
    return short
  }
}
