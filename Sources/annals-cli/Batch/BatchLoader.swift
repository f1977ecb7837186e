import Annals
import AnnalsJSON

/// Appends the events of lines, batch by batch.
struct BatchLoader {
    let store: Store
    /// Who did what the lines do not say of whom it is.
    let actor: Actor
    let options: AppendOptions
    let plan: BatchPlan
    /// Whether it goes on where a line cannot be stored; else the first of them ends the load.
    let goesOn: Bool

    /// Appends everything; while a batch is stored, the next ones are read.
    ///
    /// - Parameters:
    ///   - lines: One event a line; blank lines are passed over. It is read on another thread.
    ///   - beforeBatch: What it throws ends the load before the next batch is stored.
    ///   - onBatch: Gets what came of each batch once it is durable.
    /// - Throws: The first error, naming its line and what was stored before it. Whole batches
    ///   before it stay. Where lines may be rejected, the first error that is not of one line.
    func load(
        _ lines: sending LineReader, beforeBatch: () throws -> Void = {},
        onBatch: (LoadedBatch) throws -> Void
    ) throws -> BatchSummary {
        let (name, progress) = (lines.name, lines.progress)
        var options = options
        options.comparesCycle = plan.cycles == .keep
        var cycles = try CycleTranslation(plan.cycles, in: store)
        var summary = BatchSummary()
        summary.rejected = goesOn ? 0 : nil
        var recent = RecentLines()
        var reader = BatchReader(lines, plan, actor: actor, goesOn: goesOn)
        let batches = ReadAhead(Self.batchesAhead) { try reader.next() }
        defer { batches.stop() }
        do {
            while true {
                let next = try batches.next { try Self.checkInterruption(progress, of: name) }
                guard var batch = next else { return summary }
                try beforeBatch()
                try translate(&batch, &cycles, name)
                let (stored, failure) = try answer(&batch, options, from: name, after: recent)
                if !stored.isEmpty { cycles.settle() }
                recent.add(batch.numbers, stored: stored)
                summary.add(stored.map(\.receipt))
                let loaded = LoadedBatch(stored: stored, rejected: batch.rejectedLines)
                summary.rejected? += Int64(loaded.rejected.count)
                try onBatch(loaded)
                if let failure { throw failure }
                try Self.checkInterruption(progress, of: name)
            }
        } catch let error as StoreError {
            let summary = summary.sentence(isReplaced: error.code == .storeReplaced)
            // What a single append would end with is said of the whole load.
            let ending = "; nothing was stored"
            let message =
                error.message.hasSuffix(ending)
                ? String(error.message.dropLast(ending.count)) : error.message
            throw StoreError(
                error.code, "\(message); \(summary)", position: error.position,
                cause: error)
        }
    }

    /// - Throws: `interrupted` where somebody asked the process to end.
    private static func checkInterruption(
        _ progress: ReadProgress, of name: String
    ) throws(StoreError) {
        if Interruption.isRequested { throw .interrupted(after: progress.line, of: name) }
    }

    /// Batches that are read while one is stored: enough that neither waits for the other.
    private static let batchesAhead = 2

    /// Gives the events of a batch the cycles that they have in the store.
    private func translate(
        _ batch: inout LineBatch, _ cycles: inout CycleTranslation, _ name: String
    ) throws(StoreError) {
        guard plan.cycles != .keep else { return }
        try cycles.look(at: batch.events, in: store)
        try batch.changeEvents { event, line throws(StoreError) in
            do throws(StoreError) {
                try cycles.translate(&event)
                return nil
            } catch {
                let error = error.at(line: line, of: name)
                guard goesOn, error.isOfOneEvent else { throw error }
                return error
            }
        }
    }

    /// Appends a batch; where each line gets an answer, those get one too that share a trouble.
    ///
    /// - Returns: What was stored, and what ends the load.
    private func answer(
        _ batch: inout LineBatch, _ options: AppendOptions, from name: String,
        after recent: RecentLines
    ) throws(StoreError) -> (stored: [(line: Int64, receipt: Receipt)], failure: StoreError?) {
        guard plan.answersAtOnce else {
            return try append(&batch, options, from: name, after: recent)
        }
        var stored: [(line: Int64, receipt: Receipt)] = []
        var failure: StoreError?
        do throws(StoreError) {
            (stored, failure) = try append(&batch, options, from: name, after: recent)
        } catch {
            failure = error
        }
        guard let failure else { return (stored, nil) }
        batch.reject(allBut: stored.map(\.line), failure)
        return (stored, failure.mayPass ? nil : failure)
    }

    /// Appends a batch as a whole, or where lines may be rejected and one is refused, each by
    /// itself.
    ///
    /// - Returns: What was stored, and why the rest was not, unless it was rejected.
    private func append(
        _ batch: inout LineBatch, _ options: AppendOptions, from name: String,
        after recent: RecentLines
    ) throws(StoreError) -> (stored: [(line: Int64, receipt: Receipt)], failure: StoreError?) {
        let (events, places) = batch.remaining(
            of: name, after: recent, reach: plan.answersAtOnce ? Limits.recentLinesMax : nil)
        if events.isEmpty { return ([], nil) }
        do {
            let receipts = try store.append(events, options: options)
            return (zip(places, receipts).map { (batch.number($0), $1) }, nil)
        } catch {
            guard let refusal = error.cause as? BatchRefusal, refusal.index < places.count else {
                let lines = batch.words(for: places)
                throw StoreError(
                    error.code, "\(lines) of \(name.quotedForMessage): \(error.message)",
                    position: error.position, cause: error)
            }
            guard goesOn, error.isOfOneEvent else {
                throw error.at(line: batch.number(places[refusal.index]), of: name)
            }
        }
        return try append(each: events, at: places, of: &batch, options, from: name)
    }

    private func append(
        each events: [NewEvent], at places: [Int], of batch: inout LineBatch,
        _ options: AppendOptions, from name: String
    ) throws(StoreError) -> (stored: [(line: Int64, receipt: Receipt)], failure: StoreError?) {
        var stored: [(line: Int64, receipt: Receipt)] = []
        for (index, result) in try store.append(each: events, options: options).enumerated() {
            let line = batch.number(places[index])
            switch result {
            case .success(let receipt):
                stored.append((line, receipt))
            case .failure(let error) where error.isOfOneEvent:
                let lost = batch.rejectedCause(of: events[index], at: index, places)
                batch.reject(places[index], (lost ?? error).at(line: line, of: name))
            case .failure(let error):
                return (stored, error.at(line: line, of: name))
            }
        }
        return (stored, nil)
    }
}

extension StoreError {
    /// Whether the next line may be stored although this one was not, and this one when it is sent
    /// again.
    fileprivate var mayPass: Bool { [.busy, .io, .outcomeUnknown].contains(code) }

    /// What is thrown where somebody asked the process to end.
    static func interrupted(after line: Int64, of name: String) -> StoreError {
        let place = line == 0 ? "before the first line" : "after line \(line)"
        return StoreError(.interrupted, "stopped \(place) of \(name.quotedForMessage)")
    }

    /// The same error, saying in which line of an input.
    func at(line: Int64, of name: String) -> StoreError {
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
