/// A path taken apart once, to be compared with many patterns.
struct PathParts {
    /// Its components.
    let texts: [String]
    /// Their bytes.
    let bytes: [[UInt8]]
    /// Their bytes with A to Z as a to z.
    let lowered: [[UInt8]]

    /// Takes a path apart.
    init(_ path: WorkspacePath) {
        texts = path.components
        bytes = texts.map { Array($0.utf8) }
        lowered = bytes.map { $0.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } }
    }
}
