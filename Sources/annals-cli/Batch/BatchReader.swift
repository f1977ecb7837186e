import Annals
import AnnalsJSON

/// Reads the lines of a load as batches of events.
struct BatchReader {
    private let lines: LineReader
    /// Who did what the lines do not say of whom it is.
    private let actor: Actor
    /// Lines that are stored together.
    private let size: Int
    private var ids: LineIDs?
    /// Whether a batch ends where the next line is not there yet.
    private let answersAtOnce: Bool
    /// Whether lines that are no events are kept as rejected ones; else the first ends the load.
    private let goesOn: Bool

    init(_ lines: LineReader, _ plan: BatchPlan, actor: Actor, goesOn: Bool) {
        self.lines = lines
        self.actor = actor
        self.goesOn = goesOn
        size = plan.size
        answersAtOnce = plan.answersAtOnce
        ids = plan.ids
    }

    /// The next batch; nil after the last line.
    ///
    /// - Throws: What is wrong with a line, naming it; `io`, `tooLarge`, `interrupted`.
    mutating func next() throws -> LineBatch? {
        var batch = LineBatch()
        while batch.count < size {
            if answersAtOnce, batch.count > 0, try !lines.isLineAtHand() { break }
            guard try read(into: &batch) else { break }
        }
        return batch.count == 0 ? nil : batch
    }

    /// Adds the next line to a batch, unless it is blank.
    ///
    /// - Returns: Whether there was one.
    private mutating func read(into batch: inout LineBatch) throws -> Bool {
        do {
            let isLine: Void? = try lines.next { line in
                if line.allSatisfy(Self.isBlank) { return }
                do throws(StoreError) {
                    try ids?.checkRoom()
                } catch {
                    throw error.at(line: lines.number, of: lines.name)
                }
                // What is answered at once is known to whoever wrote it.
                let text = goesOn && !answersAtOnce ? Array(line) : []
                do throws(StoreError) {
                    let event = try event(line, number: lines.number)
                    batch.add(event, line: lines.number, text: text)
                } catch {
                    let error = error.at(line: lines.number, of: lines.name)
                    guard goesOn, error.isOfOneEvent else { throw error }
                    batch.add(error, line: lines.number, text: text)
                }
            }
            return isLine != nil
        } catch let error as StoreError where error.code == .tooLarge && answersAtOnce {
            try lines.skipLine()
            batch.add(error, line: lines.number, text: [])
            return true
        }
    }

    private mutating func event(
        _ line: UnsafeBufferPointer<UInt8>, number: Int64
    ) throws(StoreError) -> NewEvent {
        var event = try NewEvent(anyLine: line, defaultActor: actor)
        if event.id == nil { event.id = ids?.id(of: line, number: number) }
        return event
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
