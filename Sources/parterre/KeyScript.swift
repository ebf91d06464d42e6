import Basis
import Cells

/// A session's keys as text: what `--keys` plays and the palette's “save the keys” writes.
///
/// A line is a step: names of keys, or one of the words below with what it takes.
/// `#` begins a line that is only for people.
struct KeyScript: Equatable {
  enum Step: Equatable {
    case input(InputEvent)
    /// Prints what is on the screen now.
    case screen
    /// Ends with status 1 unless the text is on the screen once everything is answered.
    case expect(String)
    case absent(String)
    case wait(milliseconds: Int)
  }

  struct Line: Equatable {
    var number: Int
    var steps: [Step]
  }

  /// The screen's size at first.
  var size = Size(120, 36)
  var lines: [Line] = []

  init(_ text: String, file: String) throws(Fault) {
    var isFirst = true
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.last == "\r" ? line.dropLast() : line
      guard !line.isEmpty, line.first != "#" else { continue }
      let steps = try Self.steps(line, Fault.Place(file: file, line: index + 1))
      if isFirst, case .input(.resize(let size))? = steps.first {
        self.size = size
      } else {
        lines.append(Line(number: index + 1, steps: steps))
      }
      isFirst = false
    }
  }

  private static func steps(_ line: Substring, _ place: Fault.Place) throws(Fault) -> [Step] {
    let word = line.prefix { $0 != " " }
    let rest = String(line.dropFirst(word.count + 1))
    switch word {
    case "size":
      let numbers = rest.split(separator: "x").compactMap { Int($0) }
      guard numbers.count == 2, numbers.allSatisfy({ (1...1_000).contains($0) }) else {
        throw wrong("“\(rest)” is no size", "Write it as 120x36", place)
      }
      return [.input(.resize(Size(numbers[0], numbers[1])))]
    case "type": return rest.map { .input(.key(KeyStroke($0))) }
    case "paste": return [.input(.paste(rest.replacing("\\n", with: "\n")))]
    case "drag":
      let ends = try rest.split(separator: " ").map { (text) throws(Fault) in
        try point(text, place)
      }
      guard ends.count == 2 else {
        throw wrong("“\(rest)” is not two places", "Write from and to, such as 10,4 10,9", place)
      }
      let kinds: [(MouseEvent.Kind, Point)] = [
        (.press(.left), ends[0]), (.drag(.left), ends[1]), (.release(.left), ends[1]),
      ]
      return kinds.map { .input(.mouse(MouseEvent($0.0, at: $0.1))) }
    case "click", "wheel-up", "wheel-down":
      let point = try point(rest[...], place)
      let kind: MouseEvent.Kind =
        word == "click" ? .press(.left) : word == "wheel-up" ? .wheelUp : .wheelDown
      let pressed = Step.input(.mouse(MouseEvent(kind, at: point)))
      guard word == "click" else { return [pressed] }
      return [pressed, .input(.mouse(MouseEvent(.release(.left), at: point)))]
    case "screen" where rest.isEmpty: return [.screen]
    case "expect": return [.expect(rest)]
    case "absent": return [.absent(rest)]
    case "wait":
      guard let milliseconds = Int(rest), (0...600_000).contains(milliseconds) else {
        throw wrong("“\(rest)” is no time", "Write milliseconds, such as wait 500", place)
      }
      return [.wait(milliseconds: milliseconds)]
    default: break
    }
    return try line.split(separator: " ").map { name throws(Fault) in
      guard let stroke = KeyStroke(name) else {
        throw wrong(
          "“\(name)” is not the name of a key",
          "docs/keys.md has the names; text to be typed stands behind the word type", place)
      }
      return .input(.key(stroke))
    }
  }

  /// A place as it is written: column and row, counted from 1.
  private static func point(_ text: Substring, _ place: Fault.Place) throws(Fault) -> Point {
    let numbers = text.split(separator: ",").compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ $0 > 0 }) else {
      throw wrong("“\(text)” is no place", "Write column and row, such as 10,4", place)
    }
    return Point(numbers[0] - 1, numbers[1] - 1)
  }

  private static func wrong(_ reason: String, _ remedy: String, _ place: Fault.Place) -> Fault {
    Fault(.usage, place.file ?? "", reason: reason, remedy: remedy, place: place)
  }
}

/// The keys of a session as they were struck; identifiers that somebody typed are left out.
struct KeyRecord {
  private static let most = 100_000
  private var lines: [String] = []
  private var size: Size?
  private var isSecretOpen = false
  /// Where the mouse was dragged to, while it is.
  private var dragged: Point?

  /// The session as a script.
  var text: String {
    (["# parterre \(Parterre.version): the keys of a session; parterre --keys FILE plays them"]
      + lines).joined(separator: "\n") + "\n"
  }

  /// `typed` is what was typed before it turned out to be an identifier, which is left out, too.
  mutating func note(_ event: InputEvent, on size: Size, isSecret: Bool, typed: String = "") {
    guard lines.count < Self.most else { return }
    if self.size == nil {
      self.size = size
      lines.append("size \(size.columns)x\(size.rows)")
    }
    defer { isSecretOpen = isSecret }
    if isSecret, !isSecretOpen { forget(typed) }
    if isSecret, !Self.isClosing(event) {
      if !isSecretOpen { lines.append("# an identifier was typed here; it is not kept") }
      return
    }
    // Without what was typed, a list to choose from has something else on top.
    let event = isSecret && !typed.isEmpty ? InputEvent.key(KeyStroke(.escape)) : event
    if case .mouse(let mouse) = event, noteDrag(mouse) { return }
    guard let line = Self.line(event) else { return }
    // What is typed in one go stays on one line.
    if let typed = Self.typed(event), let last = lines.last, last.hasPrefix("type ") {
      lines[lines.count - 1] = last + String(typed)
    } else {
      lines.append(line)
    }
  }

  /// What began as a click and went on is a drag from there to where it ended.
  private mutating func noteDrag(_ mouse: MouseEvent) -> Bool {
    switch mouse.kind {
    case .drag(.left): dragged = mouse.point
    case .release(.left):
      guard let end = dragged, let last = lines.last, last.hasPrefix("click ") else { return false }
      dragged = nil
      lines[lines.count - 1] =
        "drag " + last.dropFirst(6) + " \(end.column + 1),\(end.row + 1)"
    default:
      dragged = nil
      return false
    }
    return true
  }

  private mutating func forget(_ typed: String) {
    guard !typed.isEmpty, let last = lines.last, last.hasSuffix(typed) else { return }
    lines[lines.count - 1] = String(last.dropLast(typed.count))
    if lines.last == "type " { lines.removeLast() }
  }

  private static func isClosing(_ event: InputEvent) -> Bool {
    if case .key(let stroke) = event {
      stroke.key == .enter || stroke.key == .escape
    } else {
      false
    }
  }

  private static func typed(_ event: InputEvent) -> Character? {
    if case .key(let stroke) = event { stroke.typed } else { nil }
  }

  private static func line(_ event: InputEvent) -> String? {
    switch event {
    case .key(let stroke): stroke.typed.map { "type \($0)" } ?? stroke.description
    case .paste(let text): "paste " + text.replacing("\n", with: "\\n")
    case .resize(let size): "size \(size.columns)x\(size.rows)"
    case .mouse(let mouse): line(mouse)
    case .focus, .reply: nil
    }
  }

  private static func line(_ mouse: MouseEvent) -> String? {
    let place = "\(mouse.point.column + 1),\(mouse.point.row + 1)"
    return switch mouse.kind {
    case .press(.left): "click " + place
    case .wheelUp: "wheel-up " + place
    case .wheelDown: "wheel-down " + place
    case .press, .release, .drag, .wheelLeft, .wheelRight: nil
    }
  }
}
