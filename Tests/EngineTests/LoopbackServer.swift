import Basis
import Glibc
import Synchronization

/// A web server of a test's own, which keeps what is posted and answers as it is told.
final class LoopbackServer: Sendable {
  struct Request: Sendable {
    let headers: [String: String]
    let body: [UInt8]
  }

  let port: Int
  private let socket: Int32
  private let requests = Mutex<[Request]>([])
  private let answers: Mutex<[Int]>

  /// Starts the server; `answers` are the statuses of the first requests, then all get 200.
  init(answers: [Int]) throws {
    self.answers = Mutex(answers)
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = socket
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, address, &length) == 0
      }
    }
    guard bound else {
      throw Fault(.unwritable, "loopback", reason: "no port is free", remedy: "Try again")
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<LoopbackServer>.fromOpaque(context).takeRetainedValue().serve() }
        return nil
      }, context)
    pthread_detach(thread)
  }

  var received: [Request] { requests.withLock { $0 } }

  func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

  private func serve() {
    while true {
      let client = accept(socket, nil, nil)
      guard client >= 0 else {
        close(socket)
        return
      }
      if let request = Self.read(client) {
        requests.withLock { $0.append(request) }
        let status = answers.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
        let answer = Array(
          "HTTP/1.1 \(status) X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
        _ = send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
      }
      close(client)
    }
  }

  private static func read(_ client: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      if let request = parse(bytes) { return request }
      let count = recv(client, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[..<count]
    }
  }

  private static func parse(_ bytes: [UInt8]) -> Request? {
    guard
      let end = bytes.indices.dropLast(3).first(where: {
        bytes[$0...].starts(with: [13, 10, 13, 10])
      })
    else { return nil }
    var headers: [String: String] = [:]
    for line in String(decoding: bytes[..<end], as: UTF8.self).split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].split(separator: " ")
        .joined(separator: " ")
    }
    let body = bytes[(end + 4)...]
    guard body.count >= Int(headers["content-length"] ?? "0") ?? 0 else { return nil }
    return Request(headers: headers, body: Array(body))
  }
}
