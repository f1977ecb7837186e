/// The text of metrics (OpenMetrics 1.0), family by family.
///
/// https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md
struct OpenMetricsText {
    /// What sort of numbers a family has.
    enum Sort: String {
        /// They only grow, as long as the process lives.
        case counter
        /// They go up and down.
        case gauge
        /// How often something took how long.
        case histogram
    }

    /// The text so far; ``ended`` gives it whole.
    private var text = ""

    /// The text with the mark that nothing is missing.
    var ended: String { text + "# EOF\n" }

    /// Begins a family.
    ///
    /// - Parameters:
    ///   - name: Its name, with the unit as its last word where it has one.
    ///   - unit: `seconds` or `bytes`; nil for what is counted.
    ///   - help: One line about it.
    mutating func begin(_ name: String, _ sort: Sort, unit: String? = nil, _ help: String) {
        text += "# TYPE \(name) \(sort.rawValue)\n"
        if let unit { text += "# UNIT \(name) \(unit)\n" }
        text += "# HELP \(name) \(help)\n"
    }

    /// Adds a number.
    ///
    /// - Parameter name: The name of the sample: of a counter, the family's with `_total`.
    mutating func add(_ name: String, of labels: [(String, String)] = [], _ value: Double) {
        let isWhole = value.rounded() == value && value.magnitude < 1e15
        text += name + Self.text(of: labels) + " " + (isWhole ? "\(Int64(value))" : "\(value)")
        text += "\n"
    }

    /// Adds a histogram.
    mutating func add(
        _ name: String, of labels: [(String, String)] = [], _ histogram: TimeHistogram
    ) {
        var below: Int64 = 0
        for (index, count) in histogram.counts.enumerated() {
            below += count
            let isLast = index == TimeHistogram.bounds.count
            let bound = isLast ? "+Inf" : "\(TimeHistogram.bounds[index])"
            add("\(name)_bucket", of: labels + [("le", bound)], Double(below))
        }
        add("\(name)_count", of: labels, Double(histogram.count))
        add("\(name)_sum", of: labels, histogram.sum)
    }

    private static func text(of labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        let members = labels.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
                .replacing("\"", with: "\\\"")
            return "\(name)=\"\(escaped)\""
        }
        return "{" + members.joined(separator: ",") + "}"
    }
}
