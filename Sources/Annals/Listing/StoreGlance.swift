import AnnalsLog
package import AnnalsModel
import AnnalsWorkspaces

/// A store that is looked at for some names and left as it is, down to the files beside it: for
/// completing a command line.
package struct StoreGlance {
    private let log: EventLog

    /// Opens a store that exists.
    ///
    /// - Throws: As ``Store/init(opening:mode:signing:)``.
    package init(_ path: String) throws(StoreError) {
        log = try EventLog(path: path, mode: .glance)
    }

    /// Closes it.
    package func close() {
        log.close()
    }

    /// The first names of a kind that begin with a text, in the order of bytes, and where there are
    /// more, the last of them.
    ///
    /// - Parameter limit: How many, the last not counted.
    package func names(
        _ kind: NameKind, beginning text: String, limit: Int
    ) throws(StoreError) -> [String] {
        try log.read { reader throws(StoreError) in
            try NameBeginnings(reader.statements).names(kind, beginning: text, limit: limit)
        }
    }

    /// The current cycle.
    package func cycle() throws(StoreError) -> Int64 {
        try log.read { reader in try reader.cycle() }
    }

    /// The names of the workspaces that have one.
    package func workspaceNames() throws(StoreError) -> [String] {
        try WorkspaceRegistry(log).names()
    }

    /// The names of the sets of rules by which workspaces are read.
    package func ruleNames() throws -> [String] {
        try WorkspaceCapture(log).ruleSets().map(\.name)
    }
}
