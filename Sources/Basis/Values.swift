/// The type of an attribute or of an event's field.
package enum ValueType: String, Sendable, CaseIterable {
  case text
  case number
  case integer
  case boolean
  case date
  case time
  case list
  case money
}

/// One typed value, as it stands in an answer or in a segment.
package enum Value: Hashable, Sendable {
  case text(String)
  case number(Double)
  case integer(Int64)
  case boolean(Bool)
  case date(CivilDate)
  case time(Timestamp)
  case list([String])
  case money(Money)
}
