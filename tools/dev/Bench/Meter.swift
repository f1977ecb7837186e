/// Takes what one side of a contest took, beside its figure.
final class Meter {
    /// Whether this run is for the allocations and its time does not count.
    private let isCounting: Bool
    private(set) var latency = LatencyHistogram()
    /// Microseconds of CPU an operation, one a round.
    private(set) var cpu: [Double] = []
    /// Calls of the allocator an operation.
    private(set) var allocations: Double?

    init(isCounting: Bool = false) {
        self.isCounting = isCounting
    }

    /// Does work of so many operations.
    ///
    /// - Parameter isChild: Whether processes that it starts and waits for do it.
    /// - Returns: Seconds on the clock.
    func measure(
        _ operations: Int, isChild: Bool = false, _ work: () throws -> Void
    ) rethrows -> Double {
        let count = Double(max(operations, 1))
        if isCounting {
            // What other processes ask for is not seen.
            if isChild { return 1 }
            allocations = Double(try Allocations.during(work)) / count
            return 1
        }
        let time = try Measurement.of(isChild: isChild, work)
        cpu.append(time.cpuSeconds / count * 1e6)
        return time.seconds
    }

    /// Does one operation and takes what it took.
    func time(_ operation: () throws -> Void) rethrows {
        let start = ContinuousClock.now
        try operation()
        if !isCounting { latency.record(ContinuousClock.now - start) }
    }

    /// Takes what the operations of another thread took.
    func add(_ other: LatencyHistogram) {
        if !isCounting { latency.add(other) }
    }

    /// Takes what another process tells of so many operations.
    func take(cpuSeconds: Double, operations: Int, _ durations: [Duration]) {
        cpu.append(cpuSeconds / Double(max(operations, 1)) * 1e6)
        for duration in durations { latency.record(duration) }
    }
}
