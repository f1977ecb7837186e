extension TidyRule {
    /// The compiler accepts what a dependency depends on; the manifest is to be the truth.
    package static let declaredImports = TidyRule(
        "A file imports only what the manifest declares for its target.",
        tree: { tree in
            tree.targets.flatMap { target in
                tree.files(of: target).flatMap { file in
                    file.lines.indices.compactMap { line -> TidyFinding? in
                        guard let module = importedModule(in: file.code(line: line)),
                            module != target.name, !toolchainModules.contains(module),
                            !target.dependencies.contains(module)
                        else {
                            return nil
                        }
                        return TidyFinding(
                            path: file.path, line: line + 1,
                            message: "imports \(module), which \(target.name) does not declare")
                    }
                }
            }
        })

    /// What comes with Swift.
    private static let toolchainModules: Set<String> = [
        "Dispatch", "Foundation", "FoundationEssentials", "FoundationXML", "Glibc", "Musl",
        "Darwin",
        "PackageDescription", "RegexBuilder", "Swift", "Synchronization", "Testing",
    ]

    /// The module that a line of code imports: `Foo` in `package import struct Foo.Bar`.
    private static func importedModule(in code: String) -> String? {
        let words = code.split(separator: " ")
        guard let keyword = words.firstIndex(of: "import"),
            words[..<keyword].allSatisfy({ $0.hasPrefix("@") || accessLevels.contains($0) })
        else {
            return nil
        }
        let kinds: Set<Substring> = [
            "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
        ]
        let rest = words[(keyword + 1)...].drop(while: kinds.contains)
        return rest.first?.split(separator: ".").first.map(String.init)
    }

    private static let accessLevels: Set<Substring> = [
        "public", "package", "internal", "fileprivate", "private",
    ]
}
