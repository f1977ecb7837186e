import Foundation

/// The tables and pictures of the page about speed, which follow from a run.
struct SpeedPage {
    let report: BenchReport

    /// What stands on the page around the part that is written from a run.
    static let (begin, end) = (
        "<!-- What follows is written by 'annals-dev bench-page'. -->",
        "<!-- So far 'annals-dev bench-page'. -->"
    )

    /// Replaces that part of a page.
    func replacing(in page: String) throws -> String {
        guard let start = page.range(of: Self.begin), let stop = page.range(of: Self.end),
            start.upperBound <= stop.lowerBound
        else {
            throw BenchFailure("The page has no two lines between which the figures go.")
        }
        return page[..<start.upperBound] + "\n\n" + section + "\n" + page[stop.lowerBound...]
    }

    /// The pictures: the text of each file by its name.
    var pictures: [String: String] {
        var files: [String: String] = [:]
        func add(_ name: String, _ draw: (SVGPalette) -> String) {
            files["\(name).svg"] = draw(.light)
            files["\(name)~dark.svg"] = draw(.dark)
        }
        add("speed-writing", writing.svg)
        add("speed-latency", latency.svg)
        if !report.growth.isEmpty {
            add("speed-growth-answers", growth("Answers while a store grows", in: "ms").svg)
            add("speed-growth-rates", growth("Rates while a store grows", in: "events/s").svg)
        }
        return files
    }

    // MARK: Pictures

    private var writing: BarChart {
        let names = ["append-log", "append-tables", "append-one", "append-8", "append-64"]
        let contests = (names + ["rebuild"]).compactMap { name in
            report.contests.first { $0.name == name }
        }
        return BarChart(
            title: "Writing, and reading everything again",
            groups: contests.map { contest in
                BarChart.Group(
                    title: contest.title, unit: contest.unit,
                    bars: contest.sides.map { ($0.name, $0.median) })
            })
    }

    private var latency: LineChart {
        let contest = report.contests.first { $0.name == "append-one" }
        let sides = (contest?.sides ?? []).compactMap { side in
            side.latency.map { latency in
                let values = [
                    latency.p50, latency.p90, latency.p99, latency.p999, latency.highest,
                ]
                return LineChart.Series(
                    name: side.name,
                    points: values.enumerated().map { (Double($0.offset), $0.element) })
            }
        }
        let labels = ["p50", "p90", "p99", "p99.9", "highest"]
        return LineChart(
            title: "A durable append of one event", unit: "µs", across: "percentile of the appends",
            marks: labels.enumerated().map { (Double($0.offset), $0.element) }, series: sides)
    }

    private func growth(_ title: String, in unit: String) -> LineChart {
        let curves = report.growth.filter { $0.unit == unit }
        let sizes = curves.first?.points.map(\.events) ?? []
        let first = Double(sizes.first ?? 1)
        func place(_ events: Int) -> Double { log10(Double(events) / first) }
        return LineChart(
            title: title, unit: unit, across: "events of the store",
            marks: sizes.map { (place($0), Double($0).grouped) },
            series: curves.map { curve in
                LineChart.Series(
                    name: curve.name, points: curve.points.map { (place($0.events), $0.figure) })
            })
    }
}
