/// What is left out of every workspace unless somebody says otherwise: keys and passwords, what
/// editors leave for a moment, and what programs make again from the rest.
///
/// The documentation lists the same, and a test compares.
package enum DefaultExcludes {
    /// Patterns that count wherever they match; a later one that begins with `!` takes back.
    package static let patterns = [
        // Keys and passwords.
        "*.pem", "*.key", "*.p12", "*.pfx", "*.jks", "*.keystore", "*.kdbx", "*.ppk",
        "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".env", ".env.*", "!.env.example",
        "!.env.sample", "!.env.template", ".netrc", ".pgpass", ".pypirc", ".htpasswd", ".ssh/",
        ".gnupg/", ".aws/",
        // What editors and systems leave.
        "*.swp", "*.swo", "*~", ".#*", "#*#", ".DS_Store", "Thumbs.db",
        // What programs make again.
        "node_modules/", ".venv/", "venv/", "__pycache__/", ".pytest_cache/", ".mypy_cache/",
        ".ruff_cache/", ".tox/", ".gradle/", ".svn/", ".hg/",
    ]

    /// Folders that count only beside a file that says how they are built.
    package static let builtFolders = ["build/", "dist/", "target/", ".build/"]

    /// Such files.
    package static let buildFiles = [
        "Package.swift", "package.json", "pyproject.toml", "setup.py", "setup.cfg", "Cargo.toml",
        "pom.xml", "build.gradle", "build.gradle.kts", "build.xml", "CMakeLists.txt", "Makefile",
        "makefile", "meson.build", "build.sbt", "mix.exs",
    ]

    private static let always = IgnoreFile(text(patterns))
    private static let built = IgnoreFile(text(builtFolders))

    private static func text(_ lines: [String]) -> [UInt8] {
        Array(lines.map { $0.hasPrefix("#") ? "\\\($0)" : $0 }.joined(separator: "\n").utf8)
    }

    /// The pattern that decides about a path.
    ///
    /// - Parameter isBeside: Whether one of some files lies in the same folder.
    static func rule(
        for path: [UInt8], isFolder: Bool, isBeside: ([String]) -> Bool
    ) -> IgnoreRule? {
        if let rule = always.rule(for: path[...], isFolder: isFolder) { return rule }
        guard isFolder, let rule = built.rule(for: path[...], isFolder: true),
            isBeside(buildFiles)
        else { return nil }
        return rule
    }
}
