internal import Basis
internal import Cells
internal import Requests

/// What every delivery can be told, whatever its channel.
enum DeliverySetting {
  static let holdout = "holdout"
  static let suppress = "suppress"

  /// What is asked for one after the other: the channel's own settings, then these.
  static func names(of destination: Destination) -> [String] {
    destination.settings + [holdout, suppress]
  }

  static func about(_ name: String, of destination: Destination) -> String {
    switch name {
    case holdout: "Percent of the people who are kept back, always the same; empty for none"
    case suppress: "A segment whose members are left out, such as @Buyers; empty for none"
    default: "A setting of \(destination.title)"
    }
  }
}

extension AppState {
  /// Asks for what the selected channel can be told, beginning with the setting of a number.
  mutating func openDeliverySetting(_ index: Int) {
    guard let destination = selectedDestination else { return }
    let names = DeliverySetting.names(of: destination)
    guard names.indices.contains(index) else { return }
    let name = names[index]
    var prompt = Prompt(
      .deliverySetting(destination: destination.name, name: name), title: "Setting: \(name)",
      about: DeliverySetting.about(name, of: destination),
      text: audiences.settings[destination.name]?[name] ?? "")
    if name == DeliverySetting.suppress {
      prompt.offers = (segments.library.value ?? []).map(\.reference)
    }
    overlay = .prompt(prompt)
  }

  /// Takes a setting and offers the next one; what cannot be read can be typed again.
  mutating func setDelivery(_ name: String, of destination: String, to text: String) -> [Effect] {
    guard let selected = selectedDestination, selected.name == destination,
      let index = DeliverySetting.names(of: selected).firstIndex(of: name)
    else { return [] }
    if name == DeliverySetting.holdout, !text.isEmpty, !(0...99).contains(Int(text) ?? -1) {
      say("“\(text)” is no whole number of percent below 100", .warn)
      openDeliverySetting(index)
      return []
    }
    let before = audiences.settings[destination, default: [:]][name]
    audiences.settings[destination, default: [:]][name] = text.isEmpty ? nil : text
    openDeliverySetting(index + 1)
    return before == audiences.settings[destination]?[name] ? [] : loadPreflight()
  }
}
