/// A workspace as a store remembers it.
public struct WorkspaceDescription: Sendable, Hashable {
    /// Its name; nil for the store's first workspace, which needs none.
    public let name: String?
    /// The folder that it was last captured from, as an absolute path; nil if that is not recorded.
    public package(set) var folder: String?
    /// Patterns of paths that are left out, as they are matched.
    public package(set) var excluding: [String] = []
    /// Whether `.gitignore` files count.
    public package(set) var readsGitIgnore = false
    /// Whether what is left out by default is.
    public package(set) var usesDefaultExcludes = true
    /// Whether values that look like secrets are replaced before they are stored.
    public package(set) var redactsSecrets = false

    /// Nothing is remembered yet.
    package init(name: String?) {
        self.name = name
    }

    /// Whether it is captured as a folder is of which nothing is remembered.
    package var hasDefaults: Bool {
        var plain = WorkspaceDescription(name: name)
        plain.folder = folder
        return self == plain
    }
}
