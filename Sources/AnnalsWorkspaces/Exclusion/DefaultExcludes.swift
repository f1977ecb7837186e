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

    /// The bytes that a name begins with where a pattern without a star in front matches it, and
    /// those that it ends with where one with a star does: most names have neither.
    private static let ends: (first: [Bool], last: [Bool]) = {
        var first = [Bool](repeating: false, count: 256)
        var last = first
        for pattern in patterns + builtFolders {
            let name = pattern.utf8.filter { !"!/".utf8.contains($0) }
            guard let head = name.first, let tail = name.last else { continue }
            if head == UInt8(ascii: "*") { last[Int(tail)] = true } else { first[Int(head)] = true }
        }
        return (first, last)
    }()

    private static func mayMatch(_ path: [UInt8]) -> Bool {
        guard let last = path.last, last != UInt8(ascii: "/") else { return false }
        let slash = path.lastIndex(of: UInt8(ascii: "/"))
        return ends.last[Int(last)] || ends.first[Int(path[slash.map { $0 + 1 } ?? 0])]
    }

    /// The pattern that decides about a path.
    ///
    /// - Parameter isBeside: Whether one of some files lies in the same folder.
    static func rule(
        for path: [UInt8], isFolder: Bool, isBeside: ([String]) -> Bool
    ) -> IgnoreRule? {
        guard mayMatch(path) else { return nil }
        if let rule = always.rule(for: path[...], isFolder: isFolder) { return rule }
        guard isFolder, let rule = built.rule(for: path[...], isFolder: true),
            isBeside(buildFiles)
        else { return nil }
        return rule
    }
}
