import Annals
import AnnalsJSON

/// The lines that are stored together.
struct LineBatch: Sendable {
    /// A line that is no blank one.
    private struct Line: Sendable {
        let number: Int64
        /// Its bytes, where they may be needed.
        let text: [UInt8]
        /// Nil if it cannot be stored.
        var event: NewEvent?
    }

    private var lines: [Line] = []
    private var rejected: [RejectedLine] = []

    /// Number of lines, rejected ones included.
    var count: Int { lines.count }

    /// The lines at some places, ascending, as a sentence names them: `lines 2 to 4, 7`.
    func words(for places: [Int]) -> String {
        var runs: [ClosedRange<Int64>] = []
        for number in places.map({ lines[$0].number }) {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        let words = runs.map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
        }
        return (places.count == 1 ? "line " : "lines ") + words.joined(separator: ", ")
    }

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
    /// A cause that is so many events before stays the same one although others are missing, or
    /// were stored with a batch before.
    ///
    /// - Parameters:
    ///   - name: Of the input, for the sentences.
    ///   - recent: The lines before the batch.
    ///   - reach: How many lines before it a cause may be; nil where a batch is as long as it was
    ///     said to be, and any line of it will do.
    mutating func remaining(
        of name: String, after recent: RecentLines, reach: Int?
    ) -> (events: [NewEvent], places: [Int]) {
        var events: [NewEvent] = []
        var places: [Int] = []
        // How many events are left before each line.
        var before: [Int] = []
        for place in lines.indices {
            before.append(events.count)
            guard var event = lines[place].event else { continue }
            if case .back(let back) = event.causation, back >= 1 {
                do throws(StoreError) {
                    if let reach, back > reach { throw Self.distantCause(back, reach) }
                    event.causation = try causation(back, of: place, recent) {
                        .back(events.count - before[$0])
                    }
                } catch {
                    reject(place, error.at(line: lines[place].number, of: name))
                    continue
                }
            }
            events.append(event)
            places.append(place)
        }
        return (events, places)
    }

    /// The cause of the event at a place that is so many lines before.
    ///
    /// - Parameter within: The cause that is a place of the same batch.
    private func causation(
        _ back: Int, of place: Int, _ recent: RecentLines, within: (Int) -> Causation
    ) throws(StoreError) -> Causation {
        if back <= place {
            let cause = place - back
            guard lines[cause].event != nil else { throw lostCause(lines[cause].number) }
            return within(cause)
        }
        guard let cause = recent[back: back - place] else { return .back(back) }
        guard let position = cause.position else { throw lostCause(cause.number) }
        return .position(position)
    }

    /// Why an event cannot be stored whose cause, so many of the events before, was rejected.
    ///
    /// - Parameter places: The place of each event among the lines.
    func rejectedCause(of event: NewEvent, at index: Int, _ places: [Int]) -> StoreError? {
        guard case .back(let back) = event.causation, back >= 1, back <= index,
            lines[places[index - back]].event == nil
        else { return nil }
        return lostCause(lines[places[index - back]].number)
    }

    private static func distantCause(_ back: Int, _ reach: Int) -> StoreError {
        StoreError(
            .invalidArgument,
            "its cause is \(back) lines before it, and the last \(reach) are known: give its "
                + "position or its id")
    }

    private func lostCause(_ number: Int64) -> StoreError {
        StoreError(.invalidArgument, "its cause, line \(number), could not be stored")
    }

    /// Takes out a line that cannot be stored.
    mutating func reject(_ place: Int, _ error: StoreError) {
        lines[place].event = nil
        rejected.append(
            RejectedLine(number: lines[place].number, text: lines[place].text, error: error))
    }

    /// Takes out all lines but those that were stored.
    ///
    /// - Parameter stored: Their numbers, ascending.
    mutating func reject(allBut stored: [Int64], _ error: StoreError) {
        var stored = stored[...]
        for place in lines.indices {
            if stored.first == lines[place].number {
                stored.removeFirst()
            } else if lines[place].event != nil {
                reject(place, error)
            }
        }
    }

    /// Those of the lines that may be stored.
    var events: [NewEvent] { lines.compactMap(\.event) }

    /// Changes each event that may be stored, or takes it out.
    ///
    /// - Parameter change: Gets the event and its line; gives why it cannot be stored, or nil.
    mutating func changeEvents(
        _ change: (inout NewEvent, Int64) throws(StoreError) -> StoreError?
    ) throws(StoreError) {
        for place in lines.indices {
            guard var event = lines[place].event else { continue }
            if let error = try change(&event, lines[place].number) {
                reject(place, error)
            } else {
                lines[place].event = event
            }
        }
    }

    /// Lines that cannot be stored, in order.
    var rejectedLines: [RejectedLine] { rejected.sorted { $0.number < $1.number } }

    /// The numbers of all lines, rejected ones included, ascending.
    var numbers: some Sequence<Int64> { lines.lazy.map(\.number) }

    /// The number of the line at a place.
    func number(_ place: Int) -> Int64 { lines[place].number }
}
