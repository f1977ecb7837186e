/// Makes one result of the rounds of two builds.
struct RoundMerger {
    let own: [BenchReport]
    let others: [BenchReport]

    /// Every contest with the sides of both; what is the other build's says so in its name.
    var contests: [ContestResult] {
        (own.first?.contests ?? []).map { contest in
            var merged = contest
            merged.sides = sides(of: contest.name, own) { $0 }
            merged.sides += sides(of: contest.name, others) { "\($0), old" }
            return merged
        }
    }

    /// The processes of both builds' first rounds.
    var footprints: [Footprint] {
        (own.first?.footprints ?? [])
            + (others.first?.footprints ?? []).map { footprint in
                var named = footprint
                named.name += ", old"
                return named
            }
    }

    private func sides(
        of name: String, _ rounds: [BenchReport], _ rename: (String) -> String
    ) -> [SideResult] {
        let contests = rounds.compactMap { report in report.contests.first { $0.name == name } }
        return (contests.first?.sides ?? []).map { side in
            let all = contests.compactMap { $0.side(side.name) }
            let cpu = all.compactMap(\.cpuMicroseconds)
            return SideResult(
                name: rename(side.name), figures: all.flatMap(\.figures),
                latency: .median(of: all.compactMap(\.latency)),
                cpuMicroseconds: cpu.isEmpty ? nil : cpu.median, allocations: side.allocations)
        }
    }
}

extension LatencyPercentiles {
    /// The medians of the rounds' percentiles: without the operations there are none of all.
    static func median(of rounds: [LatencyPercentiles]) -> LatencyPercentiles? {
        guard !rounds.isEmpty else { return nil }
        return LatencyPercentiles(
            operations: rounds.reduce(0) { $0 + $1.operations }, p50: rounds.map(\.p50).median,
            p90: rounds.map(\.p90).median, p99: rounds.map(\.p99).median,
            p999: rounds.map(\.p999).median, highest: rounds.map(\.highest).max() ?? 0)
    }
}
