extension TidyRule {
    /// A task never has to block one of the few threads that all tasks share.
    package static let awaitedVerbs = TidyRule(
        "Each public method of Store that blocks has one of the same name that is awaited.",
        tree: { tree in
            let verbs = tree.files.filter { $0.path.hasPrefix(verbsHome) }.flatMap(Verb.all)
            let awaited = Set(verbs.filter(\.isAwaited).map(\.name))
            return verbs.filter { !$0.isAwaited && !awaited.contains($0.name) }
                .filter { !withoutTwin.contains($0.name) }
                .map { verb in
                    TidyFinding(
                        path: verb.path, line: verb.line + 1,
                        message: "\(verb.name) blocks, and none of its name is awaited")
                }
        })

    private static let verbsHome = "Sources/Annals/"

    /// Closing, lists, which are sequences themselves, and loops over them.
    private static let withoutTwin: Set<String> = [
        "close", "events", "streams", "rows", "following", "follow",
    ]

    private struct Verb {
        let path: String
        let line: Int
        let name: String
        let isAwaited: Bool

        static func all(in file: SourceFile) -> [Verb] {
            var isOfStore = false
            return file.lines.indices.compactMap { line in
                let text = file.code(line: line)
                if text.first?.isLetter == true {
                    isOfStore = text.hasPrefix("extension Store ") || text.contains("class Store:")
                }
                guard isOfStore else { return nil }
                if let name = text.firstMatch(of: /^    public var (\w+)/)?.1 {
                    return blockingProperty(name, line, in: file)
                }
                guard let name = text.firstMatch(of: /^    public func (\w+)/)?.1 else {
                    return nil
                }
                let head = file.lines[line...].indices.lazy.map { file.code(line: $0) }
                let end = head.firstIndex { $0.hasSuffix("{") } ?? line
                let declaration = head[...end].joined(separator: " ")
                return Verb(
                    path: file.path, line: line, name: String(name),
                    isAwaited: declaration.contains(" async "))
            }
        }

        /// A property that can fail reads the file, and a getter has no awaited twin.
        private static func blockingProperty(
            _ name: Substring, _ line: Int, in file: SourceFile
        ) -> Verb? {
            guard line + 1 < file.lines.count,
                file.code(line: line + 1).contains("get throws")
            else { return nil }
            return Verb(path: file.path, line: line, name: String(name), isAwaited: false)
        }
    }
}
