import Basis
import Foundation
import Samples

/// A generated set of feeds in a folder of its own, which goes when this goes.
final class Generated: Sendable {
  let plan: Plan
  let path: String

  init(_ plan: Plan) throws {
    self.plan = plan
    path = NSTemporaryDirectory() + "samples-\(UUID().uuidString)"
    try SampleFeeds().generate(into: path, plan: plan)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  func lines(_ name: String) throws -> [Substring] {
    var bytes = try bytes(name)
    if name.hasSuffix(".gz") { bytes = Gunzip.text(bytes) ?? [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  /// The fields of a table's rows without its header.
  func table(_ name: String, _ delimiter: Character = ",") throws -> [[Substring]] {
    try lines(name).dropFirst().map {
      $0.split(separator: delimiter, omittingEmptySubsequences: false)
    }
  }

  func objects(_ name: String) throws -> [[String: Any]] {
    try lines(name).compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }

  /// The objects that stand under a key of the truth.
  func objects(_ key: String, of truth: [String: Any]) -> [[String: Any]] {
    truth[key] as? [[String: Any]] ?? []
  }

  func truth() throws -> [String: Any] {
    let data = Data(try bytes("truth.json"))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}
