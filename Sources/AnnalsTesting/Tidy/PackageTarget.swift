package import Foundation

/// A target as the package's manifest declares it.
package struct PackageTarget: Sendable {
    /// Name of the target and of its module.
    package let name: String
    /// Folder of its sources, relative to the root of the package.
    package let path: String
    /// Files and folders below `path` that are not part of it.
    package let exclude: [String]
    /// Modules it may import: targets of the package, and products of others by their name.
    package let dependencies: Set<String>

    /// Makes a target; for samples in tests.
    package init(
        name: String, path: String, exclude: [String] = [], dependencies: Set<String>
    ) {
        self.name = name
        self.path = path
        self.exclude = exclude
        self.dependencies = dependencies
    }

    /// What `swift package dump-package` says about the package at `root`.
    package static func declared(root: URL) throws -> [PackageTarget] {
        // A scratch path of its own: the build's is locked while its tests run.
        let scratch = try TemporaryDirectory()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--scratch-path", scratch.path, "dump-package",
        ]
        process.currentDirectoryURL = root
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let dump = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode(Dump.self, from: dump).targets.map(PackageTarget.init)
    }

    private init(_ dumped: Dump.Target) {
        let folder = dumped.type == "test" ? "Tests" : "Sources"
        self.init(
            name: dumped.name, path: dumped.path ?? "\(folder)/\(dumped.name)",
            exclude: dumped.exclude,
            // A module is named after its target, as far as its name can be one.
            dependencies: Set(
                dumped.dependencies.compactMap { $0.name?.replacing("-", with: "_") }))
    }
}

/// The members that matter of the manifest in JSON.
private struct Dump: Decodable {
    let targets: [Target]

    struct Target: Decodable {
        let name: String
        let type: String
        let path: String?
        let exclude: [String]
        let dependencies: [Dependency]
    }

    /// `{"byName": ["AnnalsModel", null]}` or `{"product": ["GRDB", "GRDB.swift", null, null]}`.
    struct Dependency: Decodable {
        let name: String?

        init(from decoder: any Decoder) throws {
            let kinds = try [String: [Part]](from: decoder)
            name = kinds.values.first?.first?.name
        }
    }

    /// A name, or something else that says more about a dependency.
    struct Part: Decodable {
        let name: String?

        init(from decoder: any Decoder) throws {
            name = try? decoder.singleValueContainer().decode(String.self)
        }
    }
}
