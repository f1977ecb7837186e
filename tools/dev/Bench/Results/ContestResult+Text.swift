import Foundation

extension ContestResult {
    /// Medians, ranges, ratios and percentiles as a table for a terminal.
    var text: String {
        let rounds = sides.map(\.figures.count).max() ?? 0
        var lines = ["\(title) [\(name)], \(unit), median of \(rounds) (lowest to highest)"]
        for (index, side) in sides.enumerated() {
            let range =
                "(\((side.figures.min() ?? 0).short) to \((side.figures.max() ?? 0).short))"
            lines.append(
                "  " + side.name.padding(toLength: 30, withPad: " ", startingAt: 0)
                    + side.median.short.leftPadded(12) + "  "
                    + range.padding(toLength: 26, withPad: " ", startingAt: 0)
                    + (index == 0 ? "" : String(format: "%.2f", side.ratio(to: sides[0]))))
            if !side.details.isEmpty { lines.append("      " + side.details) }
        }
        if let reach { lines.append("  to reach: \(reach)") }
        return lines.joined(separator: "\n")
    }
}

extension SideResult {
    fileprivate var details: String {
        var parts: [String] = []
        if let latency {
            parts.append(
                "µs p50 \(latency.p50.short), p99 \(latency.p99.short),"
                    + " p99.9 \(latency.p999.short) of \(latency.operations)")
        }
        if let cpuMicroseconds { parts.append("CPU \(cpuMicroseconds.short) µs") }
        if let allocations { parts.append("\(allocations.short) allocations") }
        return parts.joined(separator: "; ")
    }
}

extension Footprint {
    /// One line for a terminal.
    var text: String {
        let memory = (Double(peakBytes) / 1_000_000).short
        let written = (Double(writtenBytes) / 1_000_000).short
        let file = (Double(fileBytes) / 1_000_000).short
        return "  " + name.padding(toLength: 16, withPad: " ", startingAt: 0)
            + "\(seconds.short) s, CPU \(cpuSeconds.short) s, peak \(memory) MB,"
            + " written \(written) MB, file \(file) MB"
            + (allocations.map { ", \($0.short) allocations an event" } ?? "")
    }
}

extension GrowthCurve {
    /// One line a size for a terminal.
    var text: String {
        "\(title) [\(name)], \(unit)\n"
            + points.map { "  \(Double($0.events).short.leftPadded(10))  \($0.figure.short)" }
            .joined(separator: "\n")
    }
}

extension Double {
    /// A figure with as many digits as it deserves.
    var short: String {
        let format = abs(self) < 10 ? "%.2f" : abs(self) < 1000 ? "%.1f" : "%.0f"
        return String(format: format, self)
    }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: max(width - count, 0)) + self
    }
}
