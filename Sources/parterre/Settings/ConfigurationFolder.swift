import Basis
import Cells
import Glibc

/// Where a user's own settings and themes are.
struct ConfigurationFolder {
  let path: String

  /// `$XDG_CONFIG_HOME/parterre`, or below the home folder.
  init(_ environment: [String: String]) {
    let base = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    path = (base ?? (environment["HOME"] ?? ".") + "/.config") + "/parterre"
  }

  /// The settings; the defaults where there is no file.
  func settings() -> Settings {
    let file = path + "/config.toml"
    guard FileSystem.kind(of: file) != nil else { return Settings() }
    do throws(Fault) {
      return Settings(try FileSystem.readText(file), file: file)
    } catch {
      var settings = Settings()
      settings.warnings = ["config.toml: \(error.reason). \(error.remedy)"]
      return settings
    }
  }

  /// The shipped themes and the user's own, which come first where names are the same.
  func themes() -> ThemeShelf {
    let folder = path + "/themes"
    guard FileSystem.kind(of: folder) == .folder else { return ThemeShelf(own: [:]) }
    var own: [String: String] = [:]
    // A folder or file that cannot be read has no themes to offer; the picker shows what there is.
    for name in (try? FileSystem.names(in: folder)) ?? [] where name.hasSuffix(".toml") {
      own[String(name.dropLast(5))] = try? FileSystem.readText(folder + "/" + name)
    }
    return ThemeShelf(own: own)
  }
}

/// The themes that can be chosen, by name.
struct ThemeShelf {
  private let own: [String: String]

  init(own: [String: String]) { self.own = own }

  var names: [String] {
    BuiltInThemes.names + own.keys.filter { !BuiltInThemes.names.contains($0) }.sorted()
  }

  func theme(_ name: String) -> Theme? {
    guard let text = own[name] ?? BuiltInThemes.text(of: name) else { return nil }
    let own = own
    return ThemeReader { parent in
      // A theme of one's own may build on the shipped one of the same name.
      parent == name
        ? BuiltInThemes.text(of: parent) : own[parent] ?? BuiltInThemes.text(of: parent)
    }.theme(text)
  }

  /// The theme to start with, and what is wrong with it or with what was asked for.
  func chosen(_ choice: Settings.ThemeChoice, onLight: Bool) -> (theme: Theme, warnings: [String]) {
    let name =
      switch choice {
      case .fixed(let name): name
      case .pair(let dark, let light): onLight ? light : dark
      }
    guard let theme = theme(name) else {
      let near = NearestName.to(name, among: names).map { " Did you mean \($0)?" } ?? ""
      return (
        BuiltInThemes.standard(onLight ? .light : .dark), ["There is no theme “\(name)”.\(near)"]
      )
    }
    let warnings = theme.warnings.map { "themes/\(name).toml:\($0.line): \($0.text)" }
    return (theme, warnings)
  }
}
