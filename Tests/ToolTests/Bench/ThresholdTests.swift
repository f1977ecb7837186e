import AnnalsTesting
import ArgumentParser
import Foundation
import Testing

@testable import annals_dev

/// A promise about speed that is broken is one line and a failure; one that holds is neither.
@Suite(.storesChecked) struct ThresholdTests {
    private static let report: BenchReport = {
        var report = BenchReport(machine: .current(), seed: 1, events: 10, rounds: 3)
        let latency = LatencyPercentiles(
            operations: 3, p50: 1, p90: 2, p99: 3, p999: 4, highest: 5)
        report.contests = [
            ContestResult(
                name: "append", title: "Append", unit: "events/s", isRate: true,
                sides: [
                    SideResult(
                        name: "bare", figures: [100, 200, 300], latency: latency,
                        cpuMicroseconds: 10),
                    SideResult(
                        name: "annals", figures: [50, 100, 30], cpuMicroseconds: 25,
                        allocations: 3),
                ])
        ]
        report.growth = [
            GrowthCurve(
                name: "query", title: "Query", unit: "ms",
                points: [.init(events: 10, figure: 2), .init(events: 100, figure: 3)])
        ]
        report.footprints = [
            Footprint(
                name: "rebuild", events: 10, seconds: 1, cpuSeconds: 1, peakBytes: 1,
                writtenBytes: 1, fileBytes: 1, allocations: 0.5)
        ]
        return report
    }()

    private func lines(_ yaml: String, isWhole: Bool = true) throws -> (said: [String], fails: Bool)
    {
        var said: [String] = []
        do {
            try Thresholds(yaml: yaml).check(Self.report, isWhole: isWhole) { said.append($0) }
            return (said, false)
        } catch is ExitCode {
            return (said, true)
        }
    }

    @Test(arguments: [
        "{contest: append, side: annals, against: bare, at_least: 0.5}",
        "{contest: append, side: annals, against: bare, measure: cpu, at_most: 2.5}",
        "{contest: append, side: annals, measure: allocations, at_most: 3}",
        "{contest: append, side: bare, measure: p99, at_most: 3}",
        "{growth: query, from: 10, to: 100, at_most: 1.5}",
        "{process: rebuild, measure: allocations, at_most: 0.5}",
    ])
    func whatHoldsSaysNothing(threshold: String) throws {
        let (said, fails) = try lines("- \(threshold)\n")
        #expect(said == [])
        #expect(!fails)
    }

    @Test(arguments: [
        "{contest: append, side: annals, against: bare, at_least: 0.51}":
            "missed: append of annals over bare: 0.50, and at least 0.51 must hold",
        "{contest: append, side: annals, against: bare, measure: cpu, at_most: 2.4}":
            "missed: append cpu of annals over bare: 2.50, and at most 2.40 must hold",
        "{growth: query, from: 10, to: 100, at_most: 1.4}":
            "missed: query from 10 to 100 events: 1.50, and at most 1.40 must hold",
        "{process: rebuild, measure: allocations, at_most: 0.4}":
            "missed: process rebuild allocations: 0.50, and at most 0.40 must hold",
        "{contest: apend, side: annals, against: bare, at_least: 0}":
            "missed: apend of annals over bare: not measured",
    ])
    func whatIsMissedIsOneLine(threshold: String, line: String) throws {
        let (said, fails) = try lines("- \(threshold)\n")
        #expect(said == [line])
        #expect(fails)
    }

    @Test func whatIsAimedAtIsSaid() throws {
        let text = "- {contest: append, side: annals, against: bare, at_least: 0.2, reach: 0.8}\n"
        let (said, fails) = try lines(text)
        #expect(said == ["held: append of annals over bare: 0.50, to reach: 0.80"])
        #expect(!fails)
    }

    @Test func whatWasNotWantedIsNoMiss() throws {
        let peer = "- {contest: append, side: annals, against: umadb, at_least: 1}\n"
        #expect(try lines(peer).said == [])
        let other = "- {contest: other, side: annals, against: bare, at_least: 1}\n"
        #expect(try lines(other, isWhole: false).said == [])
        #expect(try lines("- {growth: other, from: 1, to: 2, at_most: 1}\n").said == [])
    }

    @Test(arguments: [
        "- {contest: append, side: annals, atleast: 1}", "- {contest: append, at_least: 1}",
        "- {contest: append, side: annals}", "- {side: annals, at_least: 1}", "contest: append",
        "- {growth: query, from: 1, at_most: 1}", "- {contest: a, side: b, at_least: x}",
        "- {contest: a, growth: b, side: c, at_least: 1}",
        "- {contest: a, side: b, at_least: 1, at_most: 2}",
    ])
    func whatSaysTooLittleOrTooMuchIsRefused(text: String) {
        #expect(throws: BenchFailure.self) { try Thresholds(yaml: text) }
    }

    @Test func thePackagesOwnAreWhole() throws {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
            url.deletingLastPathComponent()
        }
        let file = root.appending(path: "tools/dev/thresholds.yaml").path(percentEncoded: false)
        let thresholds = try Thresholds(file: file)
        #expect(thresholds.all.count > 10)
        // What they name exists: the committed run measured all of it.
        let runs = try BenchReport(files: SpeedPageTests.runs)
        for threshold in thresholds.all {
            if let growth = threshold.growth {
                // Runs of other sizes are fine.
                #expect(runs.growth.contains { $0.name == growth }, "\(growth)")
            } else if case .notMeasured(let sentence) = threshold.verdict(on: runs) {
                Issue.record("\(sentence)")
            }
        }
    }
}
