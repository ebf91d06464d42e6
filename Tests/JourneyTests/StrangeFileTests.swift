import Basis
import Glibc
import Support
import Testing

/// Disks, pipes and files as only an operating system makes them, met by the real program.
@Suite("Strange files", .serialized) struct StrangeFileTests {
  /// Whether this process may mount a file system of its own.
  private static let canMount: Bool = {
    guard geteuid() == 0, let folder = try? temporaryFolder() else { return false }
    defer { removeFolder(folder) }
    guard (try? mount(on: folder)) != nil else { return false }
    unmount(folder)
    return true
  }()

  private static func mount(on folder: String) throws {
    let ended = try Program.start(
      ["/bin/mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], in: "/tmp"
    ).wait()
    guard ended.status == 0 else {
      throw Fault(.unwritable, folder, reason: ended.messages, remedy: "Run it as root")
    }
  }

  private static func unmount(_ folder: String) { _ = umount2(folder, Int32(MNT_DETACH)) }

  @Test(
    "on a full disk an ingest says what does not fit, keeps nothing, and goes through once it fits",
    .enabled(if: canMount, "a small file system can only be mounted by root"),
    arguments: [40, 200, 400])
  func fullDisk(kilobytes: Int) throws {
    let scene = try CrashTests.Scene(rows: 60_000)
    let disk = scene.folder + "/disk"
    try FileSystem.makeFolder(disk)
    try Self.mount(on: disk)
    defer { Self.unmount(disk) }
    let workspace = disk + "/workspace"
    try scene.make(workspace)
    let before = try scene.answers(on: workspace)
    let filler = disk + "/filler"
    let room = FileSystem.freeBytes(at: disk) - kilobytes * 1_000
    try FileSystem.write([UInt8](repeating: 1, count: room), to: filler)
    let ended = try scene.ingest("large.csv", on: workspace)
    #expect(ended.status == 1, "\(ended.output)")
    #expect(ended.messages.contains(workspace), "\(ended.messages)")
    #expect(ended.messages.contains("B are free there"), "\(ended.messages)")
    #expect(ended.messages.contains("Free some space"), "\(ended.messages)")
    let check = try scene.run(["verify"], on: workspace)
    #expect(check.status == 0, "\(check.output)\(check.messages)")
    #expect(try scene.answers(on: workspace) == before)
    try FileSystem.remove(filler)
    let again = try scene.ingest("large.csv", on: workspace)
    #expect(again.status == 0, "\(again.messages)")
    // The same feeds on a roomy disk end in the same answers.
    #expect(try scene.ingest("large.csv").status == 0)
    #expect(try scene.answers(on: workspace) == scene.answers())
    #expect(try scene.run(["verify"], on: workspace).status == 0)
  }

  @Test("a named pipe is read as a stream, once")
  func pipe() throws {
    let scene = try CrashTests.Scene(rows: 3_000)
    let pipe = scene.folder + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let script =
      "cat \"$3\" > \"$2\" & exec \"$0\" --workspace \"$1\" ingest --source shop --json \"$2\""
    let ended = try Program.start(
      [
        "/bin/bash", "-c", script, scene.program, scene.workspace, pipe,
        scene.folder + "/large.csv",
      ], in: scene.folder
    ).wait()
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(ended.output.contains("\"rows\":2500"), "\(ended.output)")
    #expect(ended.output.contains("\"duplicates\":500"), "\(ended.output)")
  }

  /// Runs the program as somebody whom permissions bind; root hands its scene to nobody.
  private static func runAsUser(_ words: [String], in scene: CrashTests.Scene) throws
    -> Program.Ended
  {
    let isRoot = geteuid() == 0
    let user =
      isRoot ? ["/usr/sbin/runuser", "-u", "nobody", "--", copy(in: scene)] : [scene.program]
    let command = user + ["--workspace", scene.workspace] + words
    return try Program.start(command, in: scene.folder).wait()
  }

  /// The program where everybody may run it; the folder that it was built in may be root's alone.
  private static func copy(in scene: CrashTests.Scene) -> String { scene.folder + "/program" }

  /// A scene of somebody whom permissions bind.
  private static func usersScene() throws -> CrashTests.Scene {
    let scene = try CrashTests.Scene(rows: 2_000)
    guard geteuid() == 0 else { return scene }
    let run = FileSystem.parent(of: scene.folder)
    for folder in [run, FileSystem.parent(of: run)] { #expect(chmod(folder, 0o711) == 0) }
    for words in [
      ["/bin/cp", scene.program, copy(in: scene)], ["/bin/chown", "-R", "nobody", scene.folder],
    ] {
      #expect(try Program.start(words, in: "/tmp").wait().status == 0)
    }
    return scene
  }

  @Test("a file that nobody may read is named with what to do")
  func unreadable() throws {
    let scene = try Self.usersScene()
    let file = scene.folder + "/large.csv"
    #expect(chmod(file, 0) == 0)
    for words in [["ingest", "--source", "shop", file], ["audit", file]] {
      let ended = try Self.runAsUser(words, in: scene)
      #expect(ended.status == 1)
      #expect(ended.messages.contains("large.csv: permission denied"), "\(ended.messages)")
      #expect(ended.messages.contains("Make it readable"), "\(ended.messages)")
    }
  }

  @Test("a workspace that may not be read or written says so, and calls nothing damaged")
  func forbidden() throws {
    let scene = try Self.usersScene()
    let columns = try FileSystem.names(in: scene.workspace + "/columns").map { "/columns/" + $0 }
    for (place, mode, reason) in [
      ("", 0o500, "a folder that you may write to"), ("", 0, "permission denied"),
      ("/parterre.db", 0, "permission denied"), ("/key", 0, "denied"),
      ("/columns", 0, "permission denied"), (columns[0], 0, "permission denied"),
    ] as [(String, mode_t, String)] {
      let path = scene.workspace + place
      let before = try #require(FileSystem.permissions(of: path))
      #expect(chmod(path, mode) == 0)
      let ended = try Self.runAsUser(["segment", "save", "All", "everyone"], in: scene)
      #expect(chmod(path, before & 0o777) == 0)
      #expect(ended.status == 1)
      #expect(ended.messages.contains(scene.workspace), "\(ended.messages)")
      #expect(ended.messages.lowercased().contains(reason), "\(place): \(ended.messages)")
      #expect(!ended.messages.contains("restore"), "\(place): \(ended.messages)")
    }
    #expect(try Self.runAsUser(["segment", "save", "All", "everyone"], in: scene).status == 0)
  }

  @Test("a file that the kernel will not read, and a folder, are named with what to do")
  func failing() throws {
    let scene = try CrashTests.Scene(rows: 2_000)
    // The first page of a process's memory is never there, not for root either.
    for (path, reason) in [
      ("/proc/self/mem", "input/output error"), (scene.folder, "it is a folder"),
    ] {
      let ended = try scene.run(["ingest", "--source", "shop", path])
      #expect(ended.status == 1)
      #expect(ended.messages.contains(path), "\(ended.messages)")
      #expect(ended.messages.contains(reason), "\(ended.messages)")
      let audit = try scene.run(["audit", path])
      #expect(audit.status == 1)
      #expect(audit.messages.contains(reason), "\(audit.messages)")
    }
  }
}
