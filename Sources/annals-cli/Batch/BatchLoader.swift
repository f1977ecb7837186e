import Annals

/// Appends the events of lines, batch by batch.
struct BatchLoader {
    /// An event and the line that it came from.
    private struct Batch {
        var events: [NewEvent] = []
        var lines: [Int64] = []
    }

    let store: Store
    /// Who did what the lines do not say of whom it is.
    let actor: Actor
    let options: AppendOptions
    let plan: BatchPlan

    /// Appends everything.
    ///
    /// - Parameters:
    ///   - lines: One event a line; blank lines are passed over.
    ///   - onBatch: Gets the line numbers and receipts of each batch once it is durable.
    /// - Throws: The first error, naming its line and what was stored before it. Whole batches
    ///   before it stay.
    func load(
        _ lines: LineReader, onBatch: ([(line: Int64, receipt: Receipt)]) throws -> Void
    ) throws -> BatchSummary {
        var options = options
        options.comparesCycle = plan.cycles == .keep
        var cycles = CycleTranslation(plan.cycles)
        var summary = BatchSummary()
        do {
            while true {
                let batch = try read(lines, &cycles)
                if batch.events.isEmpty { return summary }
                let receipts = try append(batch, options, from: lines.name)
                summary.add(receipts)
                try onBatch(Array(zip(batch.lines, receipts)).map { ($0, $1) })
                if Interruption.isRequested { throw lines.interrupted }
            }
        } catch let error as StoreError {
            throw StoreError(
                error.code, "\(error.message); \(summary.sentence)", position: error.position,
                cause: error)
        }
    }

    private func read(_ lines: LineReader, _ cycles: inout CycleTranslation) throws -> Batch {
        var batch = Batch()
        while batch.events.count < plan.size {
            let read = try lines.next { line -> NewEvent? in
                if line.allSatisfy(Self.isBlank) { return nil }
                do {
                    return try event(line, number: lines.number, &cycles)
                } catch let error as StoreError {
                    throw error.at(line: lines.number, of: lines.name)
                }
            }
            guard let read else { break }
            if let event = read {
                batch.events.append(event)
                batch.lines.append(lines.number)
            }
        }
        return batch
    }

    private func event(
        _ line: UnsafeBufferPointer<UInt8>, number: Int64, _ cycles: inout CycleTranslation
    ) throws(StoreError) -> NewEvent {
        var event = try NewEvent(line: line, defaultActor: actor)
        if event.id == nil { event.id = plan.ids?.id(of: line, number: number) }
        try cycles.translate(&event, in: store)
        return event
    }

    private func append(
        _ batch: Batch, _ options: AppendOptions, from name: String
    ) throws(StoreError) -> [Receipt] {
        do {
            return try store.append(batch.events, options: options)
        } catch {
            if let refusal = error.cause as? BatchRefusal, refusal.index < batch.lines.count {
                throw error.at(line: batch.lines[refusal.index], of: name)
            }
            let ends = "\(batch.lines.first ?? 0) to \(batch.lines.last ?? 0)"
            throw StoreError(
                error.code, "lines \(ends) of \(name.quotedForMessage): \(error.message)",
                position: error.position, cause: error)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}

extension StoreError {
    /// The same error, saying in which line of an input.
    fileprivate func at(line: Int64, of name: String) -> StoreError {
        let place = "line \(line) of \(name.quotedForMessage)"
        // The text was one line of many, so its own line number would mislead.
        let sentence =
            if let syntax = cause as? JSONSyntaxError {
                "\(place), column \(syntax.location.column), has \(syntax.problem): "
                    + syntax.remedy
            } else {
                "\(place): \(message)"
            }
        return StoreError(code, sentence, position: position, cause: self)
    }
}
