import Annals
import AnnalsLog
import AnnalsModel
import Foundation

/// What a program was built of and runs with.
package struct BuildDescription: JSONResult {
    /// The version of Annals.
    package let version = AnnalsVersion.current
    /// The commit that was built, if the build was told.
    package let commit: String?
    /// The version of GRDB, if the build was told.
    package let grdb: String?
    /// The version of Swift, if the build was told.
    package let swift: String?

    /// Describes the running program.
    package init(commit: String?, grdb: String?, swift: String?) {
        self.commit = commit
        self.grdb = grdb
        self.swift = swift
    }

    private var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    /// Whether Swift's libraries are part of the program, so that it runs where there is no Swift.
    private var isStatic: Bool {
        guard let library = dlopen("libswiftCore.so", RTLD_LAZY | RTLD_NOLOAD) else { return true }
        dlclose(library)
        return false
    }

    private var platform: String {
        #if arch(x86_64)
            "linux-x86_64"
        #elseif arch(arm64)
            "linux-aarch64"
        #else
            "linux"
        #endif
    }

    /// The JSON of a build.
    package static let shape = JSONShape<BuildDescription>(
        "Build", "What the program was built of and runs with.",
        [
            JSONMember("version", \.version, "The version of Annals."),
            JSONMember(
                "commit", \.commit, "The commit that was built, in hexadecimal.",
                null: "if the build was not told"),
            JSONMember(
                "configuration", \.configuration,
                "`release`, or `debug` for one that checks itself and is slow."),
            JSONMember(
                "swift", { $0.swift ?? "\(_SwiftStdlibVersion.current)" },
                "The version of Swift that built it; that of its standard library if the build was"
                    + " not told."),
            JSONMember(
                "static", \.isStatic,
                "Whether Swift's libraries are part of the program, which then runs where there is"
                    + " no Swift."),
            JSONMember("sqlite", { _ in LinkedLibraries.sqlite }, "The version of SQLite."),
            JSONMember("lz4", { _ in LinkedLibraries.lz4 }, "The version of LZ4."),
            JSONMember(
                "grdb", \.grdb, "The version of GRDB.", null: "if the build was not told"),
            JSONMember(
                "format", { _ in Format.newest },
                "The newest format of a store's file that it reads and writes."),
            JSONMember("platform", \.platform, "The system and the processor."),
        ])
}
