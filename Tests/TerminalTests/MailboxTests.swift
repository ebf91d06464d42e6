import Dispatch
import Terminal
import Testing

@Suite("Mailbox") struct MailboxTests {
  @Test("messages arrive in order, once")
  func order() {
    let mailbox = Mailbox<Int>()
    for number in 0..<5 { mailbox.post(number) }
    #expect(mailbox.drain() == [0, 1, 2, 3, 4])
    #expect(mailbox.drain() == [])
    mailbox.post(9)
    #expect(mailbox.drain() == [9])
  }

  @Test("nothing is lost between threads")
  func threads() {
    let mailbox = Mailbox<Int>()
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for number in 0..<500 { mailbox.post(thread * 500 + number) }
    }
    #expect(mailbox.drain().sorted() == Array(0..<4000))
  }
}
