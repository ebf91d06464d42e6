/// The JSON form of a tree: an object for each node, its kind under `node`.
///
///     {"node":"and","parts":[…]}   {"node":"or","parts":[…]}   {"node":"not","part":{…}}
///     {"node":"everyone"}   {"node":"segment","name":…}   {"node":"has","namespace":…}
///     {"node":"from","source":…}   {"node":"consent","purposes":[…]}
///     {"node":"attribute","name":…,"test":TEST}
///     {"node":"did","not":true,"event":…,"times":{"bound":"at least","count":3},"window":…,"where":…}
///     {"node":"compare","measure":MEASURE,"is":">","value":NUMBER or MEASURE}
///     {"node":"when","position":"last","event":…,"where":…,"test":{"ago":SPAN,"is":"<"}}
///     {"node":"sequence","steps":[{"event":…,"where":…}],"then_not":…,"within":SPAN,"window":…}
///     {"node":"score","model":…,"is":">=","value":NUMBER}
///     {"node":"rank","end":"top","percent":NUMBER or "profiles":10,"by":NAME or MEASURE or {"score":MODEL}}
///
/// A test is {"is":"=","value":V}, {"in":[V]}, {"not_in":[V]}, {"between":[V,V]}, {"contains":TEXT},
/// {"not_contains":TEXT} (likewise starts_with, ends_with, matches) or {"known":true}. A value is a
/// text, a truth, {"number":"19.99"} or {"moment":"2026-11-21"}; a number is its digits as a text; a
/// span is "30 days". A window is {"last":SPAN}, {"between":[M,M]}, {"since":M}, {"before":M},
/// {"ago":[SPAN,SPAN]} or {"from":SPAN,"to":SPAN,"direction":"after","position":"first",…}. A filter
/// is {"field":…,"test":TEST}, {"all":[…]} or {"any":[…]}.
extension Segment {
  /// The tree as a JSON value.
  package var json: JSONTree {
    func object(_ kind: String, _ members: (String, JSONTree?)...) -> JSONTree {
      .object(
        [JSONMember("node", .string(kind))]
          + members.compactMap { key, value in value.map { JSONMember(key, $0) } })
    }
    switch self {
    case .everyone: return object("everyone")
    case .or(let parts): return object("or", ("parts", .array(parts.map(\.json))))
    case .and(let parts): return object("and", ("parts", .array(parts.map(\.json))))
    case .not(let part): return object("not", ("part", part.json))
    case .reference(let name): return object("segment", ("name", .string(name.text)))
    case .has(let name): return object("has", ("namespace", .string(name.text)))
    case .from(let name): return object("from", ("source", .string(name.text)))
    case .consent(let names):
      return object("consent", ("purposes", .array(names.map { .string($0.text) })))
    case .attribute(let name, let test):
      return object("attribute", ("name", .string(name.text)), ("test", test.json))
    case .behaviour(let behaviour):
      let times = behaviour.times.map {
        JSONTree.object([
          JSONMember("bound", .string($0.bound.rawValue)),
          JSONMember("count", .integer(Int64($0.count))),
        ])
      }
      return object(
        "did", ("not", behaviour.isNegated ? .boolean(true) : nil),
        ("event", .string(behaviour.event.text)), ("times", times),
        ("window", behaviour.window?.json), ("where", behaviour.filter?.json))
    case .aggregate(let aggregate):
      let value =
        switch aggregate.operand {
        case .number(let number): JSONTree.string(number.text)
        case .measure(let measure): measure.json
        }
      return object(
        "compare", ("measure", aggregate.measure.json),
        ("is", .string(aggregate.comparison.rawValue)), ("value", value))
    case .recency(let recency):
      return object(
        "when", ("position", .string(recency.anchor.position.rawValue)),
        ("event", .string(recency.anchor.event.text)), ("where", recency.anchor.filter?.json),
        ("test", recency.test.json))
    case .sequence(let sequence):
      return object(
        "sequence", ("steps", .array(sequence.steps.map(\.json))),
        ("then_not", sequence.absence?.json), ("within", sequence.within.map { .string($0.text) }),
        ("window", sequence.window?.json))
    case .score(let model, let comparison, let number):
      return object(
        "score", ("model", .string(model.text)), ("is", .string(comparison.rawValue)),
        ("value", .string(number.text)))
    case .rank(let rank):
      let amount: (String, JSONTree?) =
        switch rank.amount {
        case .percent(let number): ("percent", .string(number.text))
        case .profiles(let count): ("profiles", .integer(Int64(count)))
        }
      let key =
        switch rank.key {
        case .attribute(let name): JSONTree.string(name.text)
        case .measure(let measure): measure.json
        case .score(let model): JSONTree.object([JSONMember("score", .string(model.text))])
        }
      return object("rank", ("end", .string(rank.end.rawValue)), amount, ("by", key))
    }
  }
}

extension Literal {
  var json: JSONTree {
    switch content {
    case .text(let text): .string(text)
    case .boolean(let flag): .boolean(flag)
    case .number(let number): .object([JSONMember("number", .string(number.text))])
    case .moment(let moment): .object([JSONMember("moment", .string(moment.text))])
    }
  }
}

extension TextOperator {
  /// The operator as a key: `starts_with`.
  var key: String { rawValue.split(separator: " ").joined(separator: "_") }
}

extension Test {
  var json: JSONTree {
    switch self {
    case .compare(let comparison, let value):
      .object([
        JSONMember("is", .string(comparison.rawValue)), JSONMember("value", value.json),
      ])
    case .member(let values, let negated):
      .object([JSONMember(negated ? "not_in" : "in", .array(values.map(\.json)))])
    case .between(let low, let high):
      .object([JSONMember("between", .array([low.json, high.json]))])
    case .text(let operation, let text, let negated):
      .object([JSONMember(negated ? "not_\(operation.key)" : operation.key, .string(text))])
    case .known(let isKnown): .object([JSONMember("known", .boolean(isKnown))])
    }
  }
}

extension Filter {
  var json: JSONTree {
    switch self {
    case .test(let name, let test):
      .object([JSONMember("field", .string(name.text)), JSONMember("test", test.json)])
    case .all(let parts): .object([JSONMember("all", .array(parts.map(\.json)))])
    case .any(let parts): .object([JSONMember("any", .array(parts.map(\.json)))])
    }
  }
}

extension Window {
  var json: JSONTree {
    switch self {
    case .last(let span): return .object([JSONMember("last", .string(span.text))])
    case .between(let low, let high):
      return .object([JSONMember("between", .array([.string(low.text), .string(high.text)]))])
    case .since(let moment): return .object([JSONMember("since", .string(moment.text))])
    case .before(let moment): return .object([JSONMember("before", .string(moment.text))])
    case .ago(let a, let b):
      return .object([JSONMember("ago", .array([.string(a.text), .string(b.text)]))])
    case .around(let low, let high, let direction, let anchor):
      var members = [
        JSONMember("from", .string(low.text)), JSONMember("to", .string(high.text)),
        JSONMember("direction", .string(direction.rawValue)),
        JSONMember("position", .string(anchor.position.rawValue)),
        JSONMember("event", .string(anchor.event.text)),
      ]
      if let filter = anchor.filter { members.append(JSONMember("where", filter.json)) }
      return .object(members)
    }
  }
}

extension Measure {
  var json: JSONTree {
    var members = [
      JSONMember("function", .string(function.rawValue)),
      JSONMember("event", .string(event.text)),
    ]
    if let field { members.append(JSONMember("field", .string(field.text))) }
    if let window { members.append(JSONMember("window", window.json)) }
    if let filter { members.append(JSONMember("where", filter.json)) }
    return .object(members)
  }
}

extension EventSequence.Step {
  var json: JSONTree {
    var members = [JSONMember("event", .string(event.text))]
    if let filter { members.append(JSONMember("where", filter.json)) }
    return .object(members)
  }
}

extension Recency.Test {
  var json: JSONTree {
    switch self {
    case .ago(let comparison, let span):
      .object([
        JSONMember("ago", .string(span.text)), JSONMember("is", .string(comparison.rawValue)),
      ])
    case .between(let low, let high):
      .object([JSONMember("between", .array([.string(low.text), .string(high.text)]))])
    case .since(let moment): .object([JSONMember("since", .string(moment.text))])
    case .before(let moment): .object([JSONMember("before", .string(moment.text))])
    case .within(let span, let event):
      .object([
        JSONMember("within", .string(span.text)), JSONMember("of_first", .string(event.text)),
      ])
    }
  }
}
