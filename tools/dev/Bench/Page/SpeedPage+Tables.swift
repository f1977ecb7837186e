import Foundation

extension SpeedPage {
    /// Contests by what they are about.
    private static let groups = [
        ("Writing", ["append-log", "append-tables", "append-one", "append-8", "append-64"]),
        ("Reading everything", ["rebuild", "check", "verify-log", "verify", "search"]),
        (
            "The past",
            [
                "query-at", "query-at-parts", "document", "blame-value", "blame-document",
                "blame-row", "blame-history",
            ]
        ),
        ("Lists", ["first-by-stream", "first-by-actor", "first-by-type"]),
        ("The command line", ["command"]),
    ]

    /// The part of the page that is written from a run.
    var section: String {
        var parts = [machine, picture("speed-writing", "Bars of events a second")]
        for (title, names) in Self.groups {
            let contests = names.compactMap { name in
                report.contests.first { $0.name == name }
            }
            guard !contests.isEmpty else { continue }
            parts.append("### \(title)\n\n" + table(of: contests))
            if title == "Writing" {
                parts.append(picture("speed-latency", "Curves of the percentiles of one append"))
            }
        }
        if !sizes.isEmpty { parts.append(sizes) }
        if !report.footprints.isEmpty { parts.append(footprints) }
        if !report.growth.isEmpty { parts.append(growth) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func picture(_ name: String, _ words: String) -> String { "![\(words)](\(name))" }

    private var machine: String {
        let machine = report.machine
        let memory = (Double(machine.memoryBytes) / 1e9).grouped
        let peers =
            machine.peers.isEmpty ? "" : " Beside it: \(machine.peers.joined(separator: ", "))."
        let loads =
            "\(machine.loadBefore.short) when it began"
            + (machine.loadAfter.map { " and \($0.short) when it ended" } ?? "")
        let leftOut = report.leftOut.map { " \($0)" }.joined()
        return """
            Measured on \(machine.date): \(machine.cores) cores of \(machine.processor), \
            \(memory) GB of memory, \(machine.system), kernel \(machine.kernel), \
            Swift \(machine.swift), SQLite \(machine.sqlite), \(machine.build) build.\(peers) \
            \(Double(report.events).grouped) events of the workload with seed \(report.seed), \
            \(report.rounds) rounds. Processes that wanted to run, on average over a minute: \
            \(loads).\(leftOut)
            """
    }

    /// A percentile of a side; empty where too few operations tell it from the highest.
    private func cell(
        _ side: SideResult, _ percentile: KeyPath<LatencyPercentiles, Double>, of operations: Int
    ) -> String {
        guard let latency = side.latency, latency.operations >= operations else { return "" }
        return latency[keyPath: percentile].grouped
    }

    private func table(of contests: [ContestResult]) -> String {
        var rows = [
            "| work | side | median | lowest to highest | to the first | p50 µs | p99 µs |"
                + " p99.9 µs | CPU µs | allocations |",
            "|---|---|---|---|---|---|---|---|---|---|",
        ]
        for contest in contests {
            for (index, side) in contest.sides.enumerated() {
                let range =
                    "\((side.figures.min() ?? 0).grouped) to \((side.figures.max() ?? 0).grouped)"
                let ratio = index == 0 ? "" : side.ratio(to: contest.sides[0]).grouped
                let cells: [String] = [
                    index == 0 ? "\(contest.title), \(contest.unit)" : "", side.name,
                    side.median.grouped, range, ratio,
                    cell(side, \.p50, of: 1), cell(side, \.p99, of: 100),
                    cell(side, \.p999, of: 1000),
                    side.cpuMicroseconds?.grouped ?? "", side.allocations?.grouped ?? "",
                ]
                rows.append("| " + cells.joined(separator: " | ") + " |")
            }
        }
        return rows.joined(separator: "\n")
    }

    private var sizes: String {
        let contests = report.contests.filter { $0.unit == "bytes" }
        guard !contests.isEmpty else { return "" }
        var rows = ["### Bytes\n", "| work | what | bytes | to the bodies |", "|---|---|---|---|"]
        for contest in contests {
            for (index, side) in contest.sides.enumerated() {
                rows.append(
                    "| \(index == 0 ? contest.title : "") | \(side.name) | \(side.median.grouped)"
                        + " | \(String(format: "%.2f", side.ratio(to: contest.sides[0]))) |")
            }
        }
        return rows.joined(separator: "\n")
    }

    private var footprints: String {
        var rows = [
            "### Processes of their own\n",
            "| work | events | seconds | CPU seconds | peak memory, MB | written, MB | file, MB |"
                + " allocations an event |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for footprint in report.footprints {
            let cells = [
                footprint.name, Double(footprint.events).grouped, footprint.seconds.grouped,
                footprint.cpuSeconds.grouped, megabytes(footprint.peakBytes),
                megabytes(footprint.writtenBytes), megabytes(footprint.fileBytes),
                footprint.allocations?.grouped ?? "",
            ]
            rows.append("| " + cells.joined(separator: " | ") + " |")
        }
        return rows.joined(separator: "\n")
    }

    private func megabytes(_ bytes: Int64) -> String { (Double(bytes) / 1e6).grouped }

    private var growth: String {
        let sizes = report.growth.first?.points.map(\.events) ?? []
        let loads = report.growthLoads.map { " at a load of \($0[0].short) to \($0[1].short)" }
        var rows = [
            "### Growth\n",
            "One store from size to size\(loads ?? ""), the tables always of as many rows from"
                + " 100,000 events on.\n",
            picture("speed-growth-answers", "Curves of milliseconds by the size of the store"),
            "",
            picture("speed-growth-rates", "Curves of events a second by the size of the store"),
            "",
            "| curve | " + sizes.map { "\(Double($0).grouped) events" }.joined(separator: " | ")
                + " |",
            "|---|" + sizes.map { _ in "---|" }.joined(),
        ]
        for curve in report.growth {
            let figures = sizes.map { curve.figure(at: $0)?.grouped ?? "" }
            rows.append(
                "| `\(curve.name)`: \(curve.title), \(curve.unit) | "
                    + figures.joined(separator: " | ") + " |")
        }
        return rows.joined(separator: "\n")
    }
}
