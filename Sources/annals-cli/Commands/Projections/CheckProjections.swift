import Annals
import AnnalsJSON
import ArgumentParser

/// `annals projections check`.
struct CheckProjections: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare tables with a replay of the log, row by row.",
        discussion: """
            The exit code is 1 if anything differs; annals projections rebuild repairs it.
            """)

    @OptionGroup var choice: ProjectionChoice
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let projections = try choice.summaries(in: store)
        let head = try store.head()
        Interruption.watch()
        var found: [CheckedProjection] = []
        try choice.run(projections, "Checking", total: head) { names, runs in
            let differences = try store.checkProjections(names, runs: runs)
            found = projections.compactMap { projection in
                differences[projection.name].map { CheckedProjection(projection, $0) }
            }
            return Set(differences.keys)
        }
        try show(found)
        let different = found.filter { !$0.differences.isEmpty }.map(\.summary.name)
        guard different.isEmpty else {
            throw StoreError(
                .corrupt,
                "the tables of \(different.joined(separator: ", ").terminalSafe) are not what the "
                    + "log says: fill them anew with annals projections rebuild")
        }
    }

    private func show(_ found: [CheckedProjection]) throws {
        let renderer = options.renderer()
        let isShort = renderer.format == .table
        let rows = try renderer.rows([
            Column("projection", .leading), Column("rows"), Column("differences"),
        ])
        for checked in found {
            var row = checked.json()
            if isShort { row["differences"] = checked.differences.count.jsonValue }
            try rows.write(row)
        }
        try rows.finish()
        let all = found.flatMap(\.differences)
        guard isShort, renderer.choice == nil, !all.isEmpty else { return }
        try renderer.output.writeLine("")
        let columns = [Column("projection", .leading)] + TableDifference.columns()
        let details = try renderer.rows(columns)
        for difference in all {
            var row = difference.json()
            row["projection"] = .string(difference.projection)
            try details.write(row)
        }
        try details.finish()
    }
}
