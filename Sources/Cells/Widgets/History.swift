/// The states that undo and redo go back and forth to.
struct History<State: Hashable & Sendable>: Hashable, Sendable {
  private var past: [State] = []
  private var future: [State] = []
  private var isTyping = false

  /// Remembers the state before a change; a run of typing is one step.
  mutating func record(_ state: State, typing: Bool) {
    future.removeAll()
    if !(typing && isTyping) { past.append(state) }
    isTyping = typing
  }

  /// Ends a run of typing, because the cursor moved.
  mutating func pause() { isTyping = false }

  mutating func undo(from state: State) -> State? {
    guard let last = past.popLast() else { return nil }
    future.append(state)
    isTyping = false
    return last
  }

  mutating func redo(from state: State) -> State? {
    guard let next = future.popLast() else { return nil }
    past.append(state)
    isTyping = false
    return next
  }
}
