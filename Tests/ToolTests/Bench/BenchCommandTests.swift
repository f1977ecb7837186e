import AnnalsTesting
import Foundation
import Testing

@testable import annals_dev

/// The bench runs, and says everything in both of its languages; no time is looked at.
@Suite(.storesChecked) struct BenchCommandTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    /// In memory where there is room for files: the disk is slow, and nothing here is about it.
    private static var environment: [String: String] {
        let memory = "/dev/shm"
        return FileManager.default.isWritableFile(atPath: memory) ? ["TMPDIR": memory] : [:]
    }

    private func bench(_ arguments: String...) async throws -> CommandResult {
        try await CommandLineTool.built("annals-dev").run(
            ["bench", "--quick"] + arguments, environment: Self.environment, in: folder,
            timeout: .seconds(1_200))
    }

    @Test func everyBenchmarkIsInTheReport() async throws {
        let result = try await bench("--json")
        #expect(result.status == 0, "\(result.error)")
        let report = try BenchReport(json: Data(result.outputBytes))
        let names = [
            "append-one", "append-8", "append-64", "append-log", "append-tables", "size",
            "size-documents", "rebuild", "check", "verify-log", "verify", "query-at",
            "query-at-parts", "first-by-stream", "first-by-actor", "first-by-type", "search",
            "document", "blame-value", "blame-document", "blame-row", "blame-history", "serve-8",
            "serve-64", "serve-document", "command",
        ]
        #expect(report.contests.map(\.name) == names)
        #expect(report.footprints.map(\.name) == FootprintWork.allCases.map(\.rawValue))
        for contest in report.contests {
            for side in contest.sides {
                #expect(side.figures.allSatisfy { $0 > 0 }, "\(contest.name) \(side.name)")
            }
        }
        for name in ["append-one", "append-8", "document", "command", "query-at"] {
            let contest = try #require(report.contests.first { $0.name == name })
            #expect(contest.sides.allSatisfy { ($0.latency?.operations ?? 0) > 0 }, "\(name)")
        }
        for footprint in report.footprints {
            #expect(footprint.peakBytes > 0 && footprint.fileBytes > 0, "\(footprint.name)")
        }
        if Allocations.areCounted {
            #expect(report.contests[0].sides.allSatisfy { ($0.allocations ?? 0) > 1 })
            #expect(report.footprints.allSatisfy { ($0.allocations ?? 0) > 0 })
        }
        // Nothing is lost on the way to JSON and back, but digits.
        #expect(try BenchReport(json: report.json()) == report)
    }

    @Test func aMissIsALineAndAFailure() async throws {
        let file = try folder.write(
            """
            - {contest: first-by-type, side: last, against: first, at_least: 1000000}
            - {contest: document, side: none, at_least: 1}

            """, to: "thresholds.yaml")
        let result = try await bench("reading", "--check", file)
        #expect(result.status == 1)
        let lines = result.error.split(separator: "\n")
        #expect(lines.count == 1)
        #expect(result.error.hasPrefix("missed: first-by-type of last over first: "))
        #expect(result.output.contains("[search]"))
    }

    @Test func figuresFollowAGrowingStore() async throws {
        let result = try await bench("--growth", "--sizes", "300,600", "--json")
        #expect(result.status == 0, "\(result.error)")
        let report = try BenchReport(json: Data(result.outputBytes))
        #expect(report.contests.isEmpty)
        #expect(report.growth.count == 13)
        for curve in report.growth {
            #expect(curve.points.map(\.events) == [300, 600], "\(curve.name)")
            #expect(curve.points.allSatisfy { $0.figure > 0 }, "\(curve.name)")
        }
        let refused = try await bench("--growth", "--sizes", "600,300")
        #expect(refused.status == 64)
    }

    @Test func anotherBuildTakesTurns() async throws {
        let tool = try CommandLineTool.built("annals-dev").executable.path(percentEncoded: false)
        let result = try await bench("reading", "--old", tool, "--json")
        #expect(result.status == 0, "\(result.error)")
        let report = try BenchReport(json: Data(result.outputBytes))
        let search = try #require(report.contests.first { $0.name == "search" })
        #expect(search.sides.map(\.name) == ["annals", "annals, old"])
        #expect(search.sides.allSatisfy { $0.figures.count == 1 })
        let deaf = try await bench("reading", "--old", "/bin/true")
        #expect(deaf.status == 1)
        #expect(deaf.error.contains("needs a 'bench' with '--serve'"))
    }

    @Test func roundsOfTwoBuildsAreOneContest() {
        func report(_ figure: Double) -> BenchReport {
            var report = BenchReport(machine: .current(), seed: 1, events: 1, rounds: 1)
            let latency = LatencyPercentiles(
                operations: 2, p50: figure, p90: figure, p99: figure, p999: figure,
                highest: figure)
            report.contests = [
                ContestResult(
                    name: "one", title: "One", unit: "ms", isRate: false,
                    sides: [
                        SideResult(
                            name: "annals", figures: [figure], latency: latency,
                            cpuMicroseconds: figure)
                    ])
            ]
            return report
        }
        let merged = RoundMerger(
            own: [report(1), report(2), report(3)], others: [report(4), report(5), report(60)])
        let sides = merged.contests[0].sides
        #expect(sides.map(\.name) == ["annals", "annals, old"])
        #expect(sides.map(\.figures) == [[1, 2, 3], [4, 5, 60]])
        #expect(sides.map { $0.latency?.p99 } == [2, 5])
        #expect(sides.map { $0.latency?.operations } == [6, 6])
        #expect(sides.map(\.cpuMicroseconds) == [2, 5])
    }
}
