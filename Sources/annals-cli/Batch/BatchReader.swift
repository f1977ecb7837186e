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
    /// Whether lines that are no events are kept as rejected ones; else the first ends the load.
    private let rejects: Bool

    init(_ lines: LineReader, _ plan: BatchPlan, actor: Actor, rejects: Bool) {
        self.lines = lines
        self.actor = actor
        self.rejects = rejects
        size = plan.size
        ids = plan.ids
    }

    /// The next batch; nil after the last line.
    ///
    /// - Throws: What is wrong with a line, naming it; `io`, `tooLarge`, `interrupted`.
    mutating func next() throws -> LineBatch? {
        var batch = LineBatch()
        while batch.count < size {
            let isLine: Void? = try lines.next { line in
                if line.allSatisfy(Self.isBlank) { return }
                do throws(StoreError) {
                    try ids?.checkRoom()
                } catch {
                    throw error.at(line: lines.number, of: lines.name)
                }
                let text = rejects ? Array(line) : []
                do throws(StoreError) {
                    let event = try event(line, number: lines.number)
                    batch.add(event, line: lines.number, text: text)
                } catch {
                    let error = error.at(line: lines.number, of: lines.name)
                    guard rejects, error.isOfOneEvent else { throw error }
                    batch.add(error, line: lines.number, text: text)
                }
            }
            if isLine == nil { break }
        }
        return batch.count == 0 ? nil : batch
    }

    private mutating func event(
        _ line: UnsafeBufferPointer<UInt8>, number: Int64
    ) throws(StoreError) -> NewEvent {
        var event = try NewEvent(line: line, defaultActor: actor)
        if event.id == nil { event.id = ids?.id(of: line, number: number) }
        return event
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
