import Annals
import AnnalsJSON

/// The lines that are stored together.
struct LineBatch {
    /// A line that is no blank one.
    private struct Line {
        let number: Int64
        /// Its bytes, where they may be needed.
        let text: [UInt8]
        /// Nil if it cannot be stored.
        var event: NewEvent?
    }

    private var lines: [Line] = []
    /// Lines that cannot be stored.
    private(set) var rejected: [RejectedLine] = []

    /// Number of lines, rejected ones included.
    var count: Int { lines.count }
    /// The first and the last line's number.
    var ends: String { "\(lines.first?.number ?? 0) to \(lines.last?.number ?? 0)" }

    /// Adds a line.
    mutating func add(_ event: NewEvent, line number: Int64, text: [UInt8]) {
        lines.append(Line(number: number, text: text, event: event))
    }

    /// Adds a line that cannot be stored.
    mutating func add(_ error: StoreError, line number: Int64, text: [UInt8]) {
        lines.append(Line(number: number, text: text, event: nil))
        rejected.append(RejectedLine(number: number, text: text, error: error))
    }

    /// What is left to be stored, with the place of each event among the lines.
    ///
    /// A cause that is so many events before stays the same one although others are missing.
    ///
    /// - Parameter name: Of the input, for the sentences.
    mutating func remaining(of name: String) -> (events: [NewEvent], places: [Int]) {
        var events: [NewEvent] = []
        var places: [Int] = []
        // How many events are left before each line.
        var before: [Int] = []
        for place in lines.indices {
            before.append(events.count)
            guard var event = lines[place].event else { continue }
            if case .back(let back) = event.causation, back >= 1, back <= place {
                let cause = place - back
                guard lines[cause].event != nil else {
                    let error = StoreError(
                        .invalidArgument,
                        "its cause, line \(lines[cause].number), could not be stored")
                    reject(place, error.at(line: lines[place].number, of: name))
                    continue
                }
                event.causation = .back(events.count - before[cause])
            }
            events.append(event)
            places.append(place)
        }
        return (events, places)
    }

    /// Takes out a line that cannot be stored.
    mutating func reject(_ place: Int, _ error: StoreError) {
        lines[place].event = nil
        rejected.append(
            RejectedLine(number: lines[place].number, text: lines[place].text, error: error))
        rejected.sort { $0.number < $1.number }
    }

    /// The number of the line at a place.
    func number(_ place: Int) -> Int64 { lines[place].number }
}
