package import Foundation

/// The files of this package, and what its manifest says of them.
package struct SourceTree: Sendable {
    /// Every text file, in the order of their paths.
    package let files: [SourceFile]
    /// The targets of the package.
    package let targets: [PackageTarget]

    /// Makes a tree of given files; for samples in tests.
    package init(files: [SourceFile], targets: [PackageTarget] = []) {
        self.files = files
        self.targets = targets
    }

    /// Reads the package whose root is `root`; hidden folders but `.ci` are passed over.
    package init(root: URL) throws {
        var files: [SourceFile] = []
        try Self.visit(root, path: "", into: &files)
        self.init(
            files: files.sorted { $0.path < $1.path },
            targets: try PackageTarget.declared(root: root))
    }

    /// The Swift files of a target, by the folder the manifest gives it.
    package func files(of target: PackageTarget) -> [SourceFile] {
        files.filter { file in
            file.language == .swift && file.path.hasPrefix(target.path + "/")
                && !target.exclude.contains { file.path.hasPrefix("\(target.path)/\($0)/") }
        }
    }

    /// Everything the rules have to say about this tree.
    package func findings(_ rules: [TidyRule] = TidyRule.all) -> [TidyFinding] {
        rules.flatMap { $0.check(self) }
    }

    private static func visit(
        _ folder: URL, path: String, into files: inout [SourceFile]
    ) throws {
        let entries = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.isDirectoryKey])
        for entry in entries {
            let name = entry.lastPathComponent
            let entryPath = path.isEmpty ? name : "\(path)/\(name)"
            if name.hasPrefix("."), name != ".ci" {
                continue
            }
            if try entry.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true {
                try visit(entry, path: entryPath, into: &files)
            } else if let bytes = try? Data(contentsOf: entry), isText(bytes) {
                files.append(SourceFile(path: entryPath, bytes: Array(bytes)))
            }
        }
    }

    private static func isText(_ bytes: Data) -> Bool {
        bytes.count < 1 << 20 && !bytes.contains(0)
    }
}
