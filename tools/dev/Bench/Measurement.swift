import Foundation

/// What a piece of work took.
struct Measurement {
    /// Seconds on the clock.
    let seconds: Double
    /// Seconds of CPU, all threads together.
    let cpuSeconds: Double

    /// Does the work and measures it.
    ///
    /// - Parameter isChild: Whether the CPU is that of processes that the work starts and waits
    ///   for, and not of this one.
    static func of(isChild: Bool = false, _ work: () throws -> Void) rethrows -> Measurement {
        let cpu = cpuTime(isChild)
        let start = ContinuousClock.now
        try work()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Measurement(seconds: seconds, cpuSeconds: cpuTime(isChild) - cpu)
    }

    private static func cpuTime(_ isChild: Bool) -> Double {
        var usage = rusage()
        getrusage(.init((isChild ? RUSAGE_CHILDREN : RUSAGE_SELF).rawValue), &usage)
        return [usage.ru_utime, usage.ru_stime].reduce(0) {
            $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
        }
    }
}

extension [Double] {
    /// The middle value, or the mean of the two middle ones; 0 where there is none.
    var median: Double {
        guard !isEmpty else {
            return 0
        }
        let sorted = sorted()
        return (sorted[count / 2] + sorted[(count - 1) / 2]) / 2
    }
}
