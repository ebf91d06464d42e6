import Basis
import Engine
import Sealing
import Support

/// A workspace with a person who is to be erased, among forty others.
enum ErasureScene {
  private static let crm = """
    [feed]
    format = "csv"
    default_region = "DE"
    [row]
    kinds = ["profile", "consent"]
    time = { column = "since" }
    key = ["number"]
    [[identifier]]
    namespace = "crm_id"
    column = "number"
    [[identifier]]
    namespace = "email"
    column = "email"
    [[identifier]]
    namespace = "phone"
    column = "phone"
    [[attribute]]
    name = "city"
    column = "city"
    [[attribute]]
    name = "surname"
    column = "surname"
    personal = true
    [[consent]]
    purpose = "sharing"
    column = "sharing"
    granted = ["yes"]
    """
  static let partner =
    mappingHead(of: ["profile"], by: ["email_sha256": "hash"], time: "since") + """
      [[attribute]]
      name = "tier"
      column = "tier"
      """
  static let header = "number,email,phone,city,surname,since,sharing\n"
  static let email = "Vera.Quandt@post-haus.example"
  static let canonical = "vera.quandt@post-haus.example"
  static let hers = "C-9041,\(email),0171 2345671,Wuppertal,Quandt,2026-07-01,yes\n"

  static func others(_ numbers: Range<Int>) -> String {
    numbers.map {
      "C-\($0 + 100),person\($0)@mail.example,0171 88800\(padded($0, 2)),Bonn,Name\($0),2026-07-02,yes\n"
    }.joined()
  }

  static func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    for (name, mapping) in [("crm", crm), ("partner", partner)] {
      try workspace.addSource(name, kind: "crm", mapping: mapping)
    }
    let bad =
      "C-1,x,\(email),Wuppertal,never,yes,1,2,3,4\n" + "C-2,y@mail.example,,Bonn,Y,soon,no\n"
    try workspace.ingest(header + hers + others(0..<30) + bad, as: "crm.csv", source: "crm")
    try workspace.ingest(
      header + others(30..<40) + "C-9041,\(email),,Wuppertal,Quandt,2026-08-01,yes\n",
      as: "crm2.csv", source: "crm")
    return workspace
  }

  /// Every file below a folder.
  static func files(in folder: String) throws -> [String] {
    try FileSystem.names(in: folder).flatMap { name -> [String] in
      let path = folder + "/" + name
      return FileSystem.kind(of: path) == .folder ? try files(in: path) : [path]
    }
  }

  /// The files of a workspace that have any spelling of an identifier among their bytes.
  static func mentions(_ workspace: String) throws -> [String] {
    var needles: [[UInt8]] = []
    for text in [email, "+491712345671", "C-9041"] {
      for form in [text, text.lowercased(), text.uppercased()] {
        let digest = SHA256.of(Array(form.utf8).span)
        needles += [Array(form.utf8), Array(digest.hex.utf8), Array(digest.hex.uppercased().utf8)]
        needles.append(digest.bytes)
      }
    }
    needles += [Array("Quandt".utf8), Array("0171 2345671".utf8)]
    return try files(in: workspace).filter { path in
      let bytes = try FileSystem.read(path)
      return needles.contains { needle in
        bytes.firstRange(of: needle) != nil
      }
    }
  }
}
