/// A house rule that a program can check.
package struct TidyRule: Sendable, CustomStringConvertible {
    /// The rule as one sentence.
    package let description: String
    private let body: @Sendable (SourceTree) -> [TidyFinding]

    /// Makes a rule that looks at the tree as a whole.
    init(_ description: String, tree body: @escaping @Sendable (SourceTree) -> [TidyFinding]) {
        self.description = description
        self.body = body
    }

    /// Makes a rule that looks at each file by itself.
    init(_ description: String, file body: @escaping @Sendable (SourceFile) -> [TidyFinding]) {
        self.init(description, tree: { $0.files.flatMap(body) })
    }

    /// The places in `tree` that break the rule.
    package func check(_ tree: SourceTree) -> [TidyFinding] {
        body(tree)
    }

    /// Every rule.
    package static let all: [TidyRule] = [
        fileLength, functionLength, lineWidth, nothingUnfinished, noCrashes, plainNames,
        documentedDeclarations, declaredImports, noMachinePaths,
        oneHomeForTables, awaitedVerbs,
    ]
}
