/// A path taken apart once, to be compared with many patterns.
struct PathParts {
    /// Its components.
    let texts: [String]
    /// Their bytes.
    let bytes: [[UInt8]]

    /// Takes a path apart.
    init(_ path: WorkspacePath) {
        texts = path.components
        bytes = texts.map { Array($0.utf8) }
    }
}
