import AnnalsLog
import AnnalsModel
package import AnnalsWorkspaces
import Foundation

/// One file that is to be captured by itself.
package struct FileCapture: Sendable {
    /// Its absolute path.
    package var path: String
    /// The folder of its workspace, where that is said.
    package var folder: String?
    /// Folders that may be the store's first workspace, of which a store does not remember where
    /// it is.
    package var roots: [String]
    /// What its version follows from; nil where nobody knows who changed it.
    package var cause: Attribution.Origin?
    /// Seconds to wait for others who write into the store.
    package var deadline = Limits.appendDeadlineSeconds

    /// A file of which nothing more is known.
    package init(path: String, folder: String? = nil, roots: [String] = []) {
        self.path = path
        self.folder = folder
        self.roots = roots
    }
}

extension Store {
    /// Captures one file as it is now, if it lies in a captured workspace.
    ///
    /// - Returns: Whether a version of it was appended.
    /// - Throws: What an append throws, `io`.
    @discardableResult
    package func capture(_ file: FileCapture) throws -> Bool {
        guard let place = Self.place(of: file.path) else { return false }
        let registry = WorkspaceRegistry(log)
        var known: [(name: String?, folder: String)] = []
        for workspace in try registry.remembered() {
            if let folder = workspace.folder { known.append((workspace.name, folder)) }
        }
        let isRemembered = known.contains { $0.name == nil }
        // The innermost folder of those that the file lies in.
        for (name, folder) in known.sorted(by: { $0.folder.utf8.count > $1.folder.utf8.count }) {
            guard let below = Self.path(place, below: folder) else { continue }
            return try capture(below, of: folder, named: name, file)
        }
        if let folder = file.folder.flatMap(System.resolved) {
            guard let below = Self.path(place, below: folder) else { return false }
            return try capture(below, of: folder, named: nil, file)
        }
        guard !isRemembered else { return false }
        let roots = file.roots + [System.folder(of: System.resolved(path) ?? path)]
        for root in roots {
            guard let folder = System.resolved(root), let below = Self.path(place, below: folder),
                try WorkspaceCapture(log)
                    .resembles(WorkspaceFolder(folder, storePath: path), besides: below)
            else { continue }
            return try capture(below, of: folder, named: nil, file)
        }
        return false
    }

    private func capture(
        _ path: WorkspacePath, of folder: String, named name: String?, _ file: FileCapture
    ) throws -> Bool {
        var options = WorkspaceOptions()
        options.name = name
        let workspace = try open(folder, options)
        let capture = WorkspaceCapture(log, workspace.mount)
        if try capture.isCaptured(path, in: workspace.folder) { return false }
        capture.deadline = file.deadline
        var attribution = Attribution()
        attribution.origins[path] = file.cause
        let done = try capture.capture(file: path, in: workspace.folder, attribution)
        return done.events > 0
    }

    /// Where a file is, or would be, without links; nil if even its folder is not there.
    private static func place(of path: String) -> String? {
        guard path.hasPrefix("/"), ![".", ".."].contains(System.name(of: path)) else { return nil }
        return System.place(of: path)
    }

    /// A path within a folder; nil for one outside.
    private static func path(_ path: String, below folder: String) -> WorkspacePath? {
        let bytes = Array(path.utf8)
        let start = folder == "/" ? [UInt8(ascii: "/")] : Array(folder.utf8) + [UInt8(ascii: "/")]
        guard bytes.count > start.count, bytes.starts(with: start) else { return nil }
        return WorkspacePath(bytes: bytes.dropFirst(start.count))
    }
}
