internal import CTerminal
internal import Synchronization

/// Where other threads leave messages for the thread that runs the loop.
///
/// A class because several threads hold the same one. It owns a pipe: the first message after the
/// box was emptied writes one byte to it, which wakes a loop that waits for it.
package final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  let reading: Int32
  private let writing: Int32

  package init() {
    var ends: (Int32, Int32) = (-1, -1)
    // Without a pipe, messages still arrive, when the loop wakes for another reason.
    _ = unsafe ct_pipe(&ends.0, &ends.1)
    (reading, writing) = ends
  }

  deinit {
    TerminalIO.close(reading)
    TerminalIO.close(writing)
  }

  /// Leaves a message; never blocks, from any thread.
  package func post(_ message: Message) {
    let isFirst = messages.withLock { messages in
      messages.append(message)
      return messages.count == 1
    }
    if isFirst { TerminalIO.ring(writing) }
  }

  /// Takes all messages, oldest first.
  package func drain() -> [Message] {
    TerminalIO.discard(reading)
    return messages.withLock { messages in
      defer { messages.removeAll() }
      return messages
    }
  }
}
