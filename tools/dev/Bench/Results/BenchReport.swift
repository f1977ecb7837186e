import Foundation

/// All that one run of the bench found.
struct BenchReport: Codable, Equatable, Sendable {
    var machine: MachineFacts
    /// Seed of the workload.
    var seed: UInt64
    /// Events of the larger benchmarks.
    var events: Int
    /// How often each side ran.
    var rounds: Int
    var contests: [ContestResult] = []
    var footprints: [Footprint] = []
    var growth: [GrowthCurve] = []
    /// Load when the run of the growth began and ended, where that was another one.
    var growthLoads: [Double]?
    /// What was wanted and could not be measured, a sentence each.
    var leftOut: [String] = []

    /// Reads one that was written with `--json`.
    init(json: Data) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(BenchReport.self, from: json)
    }

    init(machine: MachineFacts, seed: UInt64, events: Int, rounds: Int) {
        self.machine = machine
        self.seed = seed
        self.events = events
        self.rounds = rounds
    }

    /// The report as one JSON object, its members in the order of their names.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(rounded)
    }

    /// The same on one line, with all digits.
    func line() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(self)
    }

    /// The same with figures of six digits: more is noise.
    private var rounded: BenchReport {
        var report = self
        for contest in report.contests.indices {
            for side in report.contests[contest].sides.indices {
                report.contests[contest].sides[side].round()
            }
        }
        for index in report.footprints.indices {
            report.footprints[index].seconds.roundToSixDigits()
            report.footprints[index].cpuSeconds.roundToSixDigits()
            report.footprints[index].allocations?.roundToSixDigits()
        }
        for curve in report.growth.indices {
            for point in report.growth[curve].points.indices {
                report.growth[curve].points[point].figure.roundToSixDigits()
            }
        }
        return report
    }
}

extension SideResult {
    fileprivate mutating func round() {
        for index in figures.indices { figures[index].roundToSixDigits() }
        cpuMicroseconds?.roundToSixDigits()
        allocations?.roundToSixDigits()
    }
}

extension Double {
    fileprivate mutating func roundToSixDigits() {
        self = Double(String(format: "%.6g", self)) ?? self
    }
}
