import Screens

/// What lies over the pane, by its kind; nil where it is of another kind or nothing does.
extension Driver {
  var chooser: Chooser? {
    if case .chooser(let chooser) = state.overlay { chooser } else { nil }
  }

  var picker: ConditionPicker? {
    if case .conditions(let picker) = state.overlay { picker } else { nil }
  }

  var line: ConditionLine? {
    if case .line(let line) = state.overlay { line } else { nil }
  }

  var prompt: Prompt? {
    if case .prompt(let prompt) = state.overlay { prompt } else { nil }
  }

  var confirmation: Confirmation? {
    if case .confirm(let confirmation) = state.overlay { confirmation } else { nil }
  }
}
