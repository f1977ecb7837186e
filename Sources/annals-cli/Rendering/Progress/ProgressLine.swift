import AnnalsModel

/// What a progress meter says at one moment.
struct ProgressLine: Sendable {
    let label: String
    let unit: String
    let done: Int64
    let total: Int64?
    let elapsed: Duration

    /// `Importing  45 %  450 of 1,000 files  90/s  6 s left`, without what nobody can know yet.
    var text: String {
        let seconds = elapsed / .seconds(1)
        let rate = seconds >= 0.5 && done > 0 ? Double(done) / seconds : nil
        // A label may name a file or a projection.
        var parts = [label.terminalSafe]
        if let total, total > 0 {
            parts.append("\(min(done, total) * 100 / total) %")
            // Of shares the percentage is all there is to say.
            if unit != "%" { parts.append("\(done.grouped) of \(total.grouped) \(unit)") }
        } else {
            parts.append("\(done.grouped) \(unit)")
        }
        if let rate {
            if unit != "%" { parts.append("\(Int64(rate.rounded()).grouped)/s") }
            if let total, total > done {
                parts.append("\(Self.time(Double(total - done) / rate)) left")
            }
        }
        return parts.joined(separator: "  ")
    }

    /// A length of time for people: `8 s`, `3 min 20 s`, `2 h 5 min`.
    static func time(_ seconds: Double) -> String {
        let whole = Int64(min(seconds.rounded(.up), 1e9))
        return switch whole {
        case ..<60: "\(whole) s"
        case ..<3600: "\(whole / 60) min \(whole % 60) s"
        default: "\(whole / 3600) h \(whole % 3600 / 60) min"
        }
    }
}
