import Basis

/// The days that the random data lies in.
enum SampleWorld {
  static let firstDay = 20_380  // 2025-10-19, so that a summer time ends within
  static let days = 60
}
