import Annals
import Foundation

extension Benchmark {
    /// What each work takes of memory, CPU and bytes, in a process of its own.
    static let footprints = Benchmark(
        name: "footprints",
        summary: "peak memory, CPU, bytes written and allocations, a process for each work"
    ) { bench in
        let store = try bench.steadyHistory.open(bench)
        store.close()
        for work in FootprintWork.allCases {
            let path = work.needsHistory ? store.path : bench.newPath()
            defer { if !work.needsHistory { bench.remove(path) } }
            let output = try SpawnedProgram.this.output([
                "bench-footprint", work.rawValue, path, "--events", "\(bench.events)", "--seed",
                "\(bench.seed)",
            ])
            bench.results.add(try JSONDecoder().decode(Footprint.self, from: output))
        }
    }
}
