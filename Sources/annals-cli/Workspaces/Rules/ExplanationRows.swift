import Annals
import AnnalsJSON

/// Files and what rules make of them, as a table or in the other formats.
struct ExplanationRows {
    private let isShort: Bool
    private let showsDocuments: Bool
    private let rows: any RowWriter

    /// - Parameter showsDocuments: Whether each document is a row, with what the file says of it.
    init(_ renderer: Renderer, showsDocuments: Bool = false) throws {
        isShort = renderer.format == .table
        self.showsDocuments = showsDocuments
        if showsDocuments {
            rows = try renderer.rows([Column("stream", .leading), Column("document", .leading)])
            return
        }
        rows =
            try isShort
            ? renderer.rows([
                Column("path", .leading), Column("rules", .leading), Column("documents", .leading),
            ])
            : renderer.rows(of: WorkspaceFileExplanation.self)
    }

    /// Writes a file.
    func write(_ explanation: WorkspaceFileExplanation) throws {
        if showsDocuments { return try writeDocuments(explanation) }
        guard isShort else { return try rows.write(explanation.json()) }
        try rows.write([
            .string(explanation.path), .string(Self.reason(explanation)),
            .string(Self.documents(explanation)),
        ])
    }

    private func writeDocuments(_ explanation: WorkspaceFileExplanation) throws {
        var written: Set<StreamName> = []
        for stream in explanation.documents where written.insert(stream).inserted {
            guard let document = explanation.contents[stream] else { continue }
            try rows.write([.string(stream.description), .object(document)])
        }
    }

    /// Writes what is left.
    func finish() throws {
        try rows.finish()
    }

    /// The rules that read a file, or why none did.
    private static func reason(_ explanation: WorkspaceFileExplanation) -> String {
        let read = explanation.steps.filter { $0.made > 0 }
        if !read.isEmpty {
            return read.map { "\($0.set): \($0.rule)" }.joined(separator: ", ")
        }
        if let finding = explanation.findings.first(where: \.isSyntax) {
            let place = [finding.line, finding.column].compactMap { $0.map { "\($0):" } }.joined()
            return place.isEmpty ? finding.message : "\(place) \(finding.message)"
        }
        let likeness = explanation.resembles.map { "looks like a \($0); " } ?? ""
        // Of equally near rules the first, which is the most particular.
        let steps = explanation.steps
        let nearest = steps.map(\.progress).max()
        guard let step = steps.first(where: { $0.progress == nearest }) else {
            return likeness + "no rule is for its path"
        }
        guard step.progress > 1 else {
            return likeness + "nothing in it is what rules look for in such a path"
        }
        return likeness + "\(step.set), \(step.rule): \(step.outcome)"
    }

    /// The first documents, and how many more there are.
    private static func documents(_ explanation: WorkspaceFileExplanation) -> String {
        let shown = explanation.documents.prefix(3).map(\.description).joined(separator: ", ")
        let more = explanation.documents.count - 3
        return more > 0 ? "\(shown) and \(more) more" : shown
    }
}
