/// About how much memory each part takes; the few decisions and refusals are left out.
extension IdentityResolver {
  package var byteCount: Int {
    links.byteCount + loose.byteCount + adjacency.byteCount + namespaces.count * 2 + flags.count
      + (settled.count + attachments.count + firstSeen.count + ring.count) * 4
  }
}

extension LinkColumns {
  fileprivate var byteCount: Int {
    (a.count + b.count + time.count + batch.count) * 4 + source.count * 2 + evidence.count
  }
}

extension UnionFind {
  fileprivate var byteCount: Int { count * 4 }
}

extension Clusters {
  package var byteCount: Int { (units.count + smallest.count) * 4 }
}
