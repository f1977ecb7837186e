import AnnalsLog
package import AnnalsModel

/// How much of a store a report looks at.
package struct ReportLimits: Sendable {
    /// Tasks, and messages, that are followed through their events: of more the last.
    package var documents = 100_000
    /// Events of one of them up to which it is followed.
    package var events: Int64 = 2_000
    /// Rollbacks that are listed.
    package var rollbacks = 1_000

    /// What fits a program that has time.
    package init() {}
}

extension Store {
    /// Counts what happened in a stretch of the log.
    ///
    /// - Parameters:
    ///   - range: The stretch.
    ///   - limits: How much is looked at.
    ///   - check: Is called now and then; what it throws ends the work.
    /// - Throws: `corrupt`; what the closure throws.
    package func report(
        in range: EventCountRange, limits: ReportLimits = ReportLimits(),
        check: () throws -> Void = {}
    ) throws -> Report {
        let actors = try actorCounts(in: range)
        try check()
        let hours = try hourCounts(in: range)
        try check()
        let types = try eventCountsByType(in: range).filter { $0.events > 0 }
        try check()
        let (tasks, hasAllTasks) = try doneTasks(in: range, limits, check)
        let (messages, hasAllMessages) = try messageCounts(in: range, limits, check)
        return Report(
            range: range,
            actors: actors,
            types: types.map { Report.TypeCount(type: $0.name, events: $0.events) }
                .sorted { ($1.events, $0.type) < ($0.events, $1.type) },
            cycles: try cycleCounts(in: range),
            hours: hours,
            tasks: tasks, hasAllTasks: hasAllTasks, messages: messages,
            hasAllMessages: hasAllMessages, rollbacks: try rollbacks(in: range, limits))
    }

    /// The stretch of a range of moments.
    ///
    /// - Throws: `invalidMoment` if it runs backward; `beyondHead`, `notFound` for a moment.
    package func stretch(of range: MomentRange) throws(StoreError) -> EventCountRange {
        let (after, through) = try log.read { reader throws(StoreError) in
            try reader.positions(of: range)
        }
        return EventCountRange(after: after, through: through)
    }

    private func actorCounts(
        in range: EventCountRange
    ) throws(StoreError) -> [Report.ActorCount] {
        let counts = try log.read { reader throws(StoreError) in
            try EventTable(reader.statements)
                .countsByActor(after: range.after, through: range.through)
        }
        return counts.map { Report.ActorCount(actor: $0.actor, events: $0.events) }
            .sorted { ($1.events, $0.actor.name) < ($0.events, $1.actor.name) }
    }

    private func hourCounts(
        in range: EventCountRange
    ) throws(StoreError) -> [Report.HourCount] {
        let counts = try log.read { reader throws(StoreError) in
            try EventTable(reader.statements)
                .countsByHour(after: range.after, through: range.through)
        }
        return counts.enumerated().map { Report.HourCount(hour: $0.offset, events: $0.element) }
    }

    private func cycleCounts(
        in range: EventCountRange
    ) throws(StoreError) -> [Report.CycleCount] {
        let cycles = try self.cycles()
        guard cycles.count > 1 else { return [] }
        var starts = cycles.map { (number: $0.number, position: $0.position) }
        if let first = starts.first, first.position > 1 {
            starts.insert((max(first.number - 1, 0), 1), at: 0)
        }
        var counts: [Report.CycleCount] = []
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1].position - 1 : .max
            let first = max(start.position, range.after + 1)
            let last = min(end, range.through)
            guard first <= last else { continue }
            counts.append(
                Report.CycleCount(cycle: start.number, first: first, events: last - first + 1))
        }
        return counts
    }

    private func doneTasks(
        in range: EventCountRange, _ limits: ReportLimits, _ check: () throws -> Void
    ) throws -> ([Report.TaskTimes], isWhole: Bool) {
        var done: [Report.TaskTimes] = []
        let isWhole = try forEachDocument(of: AgentTask.category, in: range, limits, check) {
            stream, events in
            guard let times = Report.TaskTimes(id: stream.id, events: events),
                times.ended.position > range.after
            else { return }
            done.append(times)
        }
        return (done.sorted { $1.ended.position < $0.ended.position }, isWhole)
    }

    private func messageCounts(
        in range: EventCountRange, _ limits: ReportLimits, _ check: () throws -> Void
    ) throws -> ([Report.MessageCount], isWhole: Bool) {
        var counts: [String?: (messages: Int64, times: [Int64])] = [:]
        let isWhole = try forEachDocument(of: AgentMessage.category, in: range, limits, check) {
            stream, events in
            guard let first = events.first, first.position > range.after else { return }
            var (document, to) = (JSONObject?.none, String?.none)
            var answered: Event?
            for event in events {
                event.change.apply(to: &document)
                guard let document else { continue }
                let message = AgentMessage(
                    id: stream.id, document: document, version: event.version)
                to = message.to ?? to
                if message.isProcessed, answered == nil { answered = event }
            }
            counts[to, default: (0, [])].messages += 1
            guard let answered else { return }
            let time = first.happenedAt.milliseconds(to: answered.happenedAt)
            counts[to, default: (0, [])].times.append(time)
        }
        let all = counts.map { to, count in
            let times = count.times.sorted()
            return Report.MessageCount(
                to: to, messages: count.messages, answered: Int64(times.count),
                median: times.isEmpty ? nil : times[times.count / 2], longest: times.last)
        }
        return (
            all.sorted { ($1.messages, $0.to ?? "") < ($0.messages, $1.to ?? "") }, isWhole
        )
    }

    /// Gives the streams of a category that have an event in a stretch, each with its events up to
    /// the end of it, those that changed last first.
    ///
    /// - Returns: Whether all were given.
    private func forEachDocument(
        of category: String, in range: EventCountRange, _ limits: ReportLimits,
        _ check: () throws -> Void, _ body: (StreamName, [Event]) throws -> Void
    ) throws -> Bool {
        let streams = try log.read { reader throws(StoreError) in
            try StreamTable(reader.statements).latest(
                ofCategory: category, after: range.after, limit: Int64(limits.documents) + 1)
        }
        var isWhole = streams.count <= limits.documents
        for stream in streams.prefix(limits.documents) {
            try check()
            guard stream.version <= limits.events else {
                isWhole = false
                continue
            }
            let query = EventQuery(stream: stream.name, through: range.through)
            let events = try self.events(query).all()
            if !events.isEmpty { try body(stream.name, events) }
        }
        return isWhole
    }

    private func rollbacks(
        in range: EventCountRange, _ limits: ReportLimits
    ) throws(StoreError) -> [Report.RolledBack] {
        let query = EventQuery(
            type: try EventType("\(StreamName.ownCategory).rolled-back"), after: range.after,
            through: range.through, includesAdministration: true, isReversed: true)
        let listing = events(query)
        var found: [Report.RolledBack] = []
        while found.count < limits.rollbacks, let event = try listing.next() {
            found.append(Report.RolledBack(event))
        }
        return found
    }
}
