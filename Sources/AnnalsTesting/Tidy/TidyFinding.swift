/// One place where a file breaks a house rule.
package struct TidyFinding: Hashable, Sendable, CustomStringConvertible {
    /// Path of the file, relative to the root of the tree.
    package let path: String
    /// 1-based line, or nil where the whole file is meant.
    package let line: Int?
    /// What is wrong there, as a phrase.
    package let message: String

    /// Makes a finding.
    package init(path: String, line: Int? = nil, message: String) {
        self.path = path
        self.line = line
        self.message = message
    }

    /// The finding as compilers print theirs: `path:line: message`.
    package var description: String {
        "\(path):\(line.map { "\($0):" } ?? "") \(message)"
    }
}
