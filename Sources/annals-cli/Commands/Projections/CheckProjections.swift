import Annals
import ArgumentParser

/// `annals projections check`.
struct CheckProjections: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare tables with a replay of the log, row by row.",
        discussion: "The exit code is 1 where anything differs; projections rebuild mends it.")

    @OptionGroup var choice: ProjectionChoice
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let store = try options.openToRead()
        defer { store.close() }
        let projections = try choice.summaries(in: store)
        let head = try store.head()
        Interruption.watch()
        var found: [(projection: ProjectionSummary, differences: [TableDifference])] = []
        try choice.forEach(projections) { projection in
            let meter = ProgressMeter("Checking \(projection.name)", unit: "events", total: head)
            defer { meter.finish() }
            let differences = try store.checkProjection(
                projection.name, run: .shown(on: meter))
            found.append((projection, differences))
        }
        try show(found)
        let different = found.filter { !$0.differences.isEmpty }.map(\.projection.name)
        guard different.isEmpty else {
            throw StoreError(
                .corrupt,
                "the tables of \(different.joined(separator: ", ").terminalSafe) are not what the "
                    + "log says: fill them anew with annals projections rebuild")
        }
    }

    private func show(
        _ found: [(projection: ProjectionSummary, differences: [TableDifference])]
    ) throws {
        let renderer = options.renderer()
        let rows = renderer.rows([
            Column("projection", .leading), Column("rows"), Column("differences"),
        ])
        for (projection, differences) in found {
            let count = JSONValue.number(JSONNumber(Int64(differences.count)))
            let list = JSONValue.array(differences.map { .object($0.json()) })
            try rows.write([
                .string(projection.name), .number(JSONNumber(projection.rows)),
                renderer.format == .table ? count : list,
            ])
        }
        try rows.finish()
        let all = found.flatMap(\.differences)
        guard renderer.format == .table, !all.isEmpty else { return }
        try renderer.output.writeLine("")
        let names = ["projection", "kind", "object", "key", "column", "expected", "found"]
        let details = renderer.rows(names.map { Column($0, .leading) })
        for difference in all {
            var row = difference.json()
            row["projection"] = .string(difference.projection)
            try details.write(row)
        }
        try details.finish()
    }
}

extension TableDifference {
    /// The difference as a JSON object, without its projection and what is absent.
    fileprivate func json() -> JSONObject {
        var json: JSONObject = [
            "kind": .string(kind), "object": .string(object), "key": .array(key),
        ]
        json["column"] = column.map { .string($0) }
        json["expected"] = expected
        json["found"] = found
        return json
    }
}
