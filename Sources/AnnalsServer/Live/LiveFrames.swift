import Annals
import AnnalsJSON
import AnnalsModel
import Foundation
import NIOCore
import Synchronization

/// The last events as followers are sent them: read and written once for all who are at the end of
/// the log, however many they are.
///
/// Who is further back reads by itself until it has caught up.
final class LiveFrames: Sendable {
    /// An event, as a field `data` with its `id`.
    struct Frame: Sendable {
        let event: Event
        let bytes: ByteBuffer
    }

    private struct State {
        /// Frames of positions that follow each other, up to `head`.
        var frames: [Frame] = []
        var head: Int64 = 0
        /// All frames of the range that was asked for last, one behind the other.
        var joined: (after: Int64, through: Int64, bytes: ByteBuffer)?
        /// Who reads what is missing, for all who wait for it.
        var reading: Task<Void, any Error>?
        /// How often all was forgotten: what was read before that is not held.
        var forgotten = 0

        func holds(after: Int64, through: Int64) -> Bool {
            through <= head && after >= head - Int64(frames.count)
        }

        func frames(after: Int64, through: Int64) -> ArraySlice<Frame> {
            let first = head - Int64(frames.count)
            return frames[Int(after - first)..<Int(through - first)]
        }
    }

    private enum Step {
        case held(ArraySlice<Frame>)
        case wait(Task<Void, any Error>)
        case alone
    }

    /// Events that are held, and are read at once at most.
    private static let eventsMax = 2_000
    /// Bytes of frames that are held, about.
    private static let bytesMax = 8 << 20

    private let store: Store
    private let state = Mutex(State())

    init(_ store: Store) {
        self.store = store
    }

    /// The frames of a range of positions; nil where they are not held, and are to be read by who
    /// wants them.
    func frames(after: Int64, through: Int64) async -> ArraySlice<Frame>? {
        // Once for what others read now, and once for what is missing then.
        for _ in 0..<3 {
            switch step(after, through) {
            case .held(let frames): return frames
            // What goes wrong for all is met by each that reads alone.
            case .wait(let reading): _ = await reading.result
            case .alone: return nil
            }
        }
        return nil
    }

    /// The same, one behind the other.
    func joined(after: Int64, through: Int64) async -> ByteBuffer? {
        if let known = state.withLock({ known(in: $0, after, through) }) { return known }
        guard let frames = await frames(after: after, through: through) else { return nil }
        return state.withLock { state in
            if let known = known(in: state, after, through) { return known }
            var bytes = ByteBuffer()
            bytes.reserveCapacity(frames.reduce(0) { $0 + $1.bytes.readableBytes })
            for frame in frames { bytes.writeImmutableBuffer(frame.bytes) }
            state.joined = (after, through, bytes)
            return bytes
        }
    }

    /// Forgets all: the log ends earlier than it did.
    func forget() {
        state.withLock { state in
            state.frames = []
            state.head = 0
            state.joined = nil
            state.forgotten += 1
        }
    }

    private func known(in state: borrowing State, _ after: Int64, _ through: Int64) -> ByteBuffer? {
        guard let joined = state.joined, joined.after == after, joined.through == through else {
            return nil
        }
        return joined.bytes
    }

    private func step(_ after: Int64, _ through: Int64) -> Step {
        state.withLock { state in
            if state.holds(after: after, through: through) {
                return .held(state.frames(after: after, through: through))
            }
            if let reading = state.reading { return .wait(reading) }
            // Where nothing that is held leads up to it, it begins with who asks.
            let isNext = after >= state.head - Int64(state.frames.count) && after <= state.head
            let start = isNext ? state.head : after
            guard through > start, through - start <= Int64(Self.eventsMax),
                isNext || after > state.head
            else { return .alone }
            let forgotten = state.forgotten
            let reading = Task {
                try await read(after: start, through: through, unlessForgottenSince: forgotten)
            }
            state.reading = reading
            return .wait(reading)
        }
    }

    private func read(
        after: Int64, through: Int64, unlessForgottenSince forgotten: Int
    ) async throws {
        defer { state.withLock { $0.reading = nil } }
        let query = EventQuery(after: after, through: through, includesAdministration: true)
        let (id, events) = try await store.perform { store in
            var events: [Event] = []
            let listing = store.events(query)
            while case let page = try listing.nextPage(), !page.isEmpty { events += page }
            return (try store.identity().id.uuidString.lowercased(), events)
        }
        let frames = events.map { event in
            Frame(
                event: event,
                bytes: LiveEvents.frame(nil, id: "\(id)-\(event.position)", event.json()))
        }
        state.withLock { state in
            guard state.forgotten == forgotten else { return }
            if state.head != after { state.frames = [] }
            state.frames += frames
            state.head = through
            trim(&state)
        }
    }

    private func trim(_ state: inout State) {
        var (count, bytes) = (0, 0)
        for frame in state.frames.reversed() {
            bytes += frame.bytes.readableBytes
            guard count < Self.eventsMax, bytes <= Self.bytesMax else { break }
            count += 1
        }
        state.frames.removeFirst(state.frames.count - count)
    }
}

extension EventQuery {
    /// Whether events are opened to see whether they are wanted, so that one page may take long.
    var looksIntoEvents: Bool {
        search != nil || match != nil || !context.isEmpty || pointer != nil
    }

    /// Whether nothing but its range leaves events out.
    var wantsAll: Bool {
        !looksIntoEvents && stream == nil && category == nil && type == nil && actor == nil
            && correlation == nil && includesAdministration
    }

    /// Whether it wants an event of its range, as far as that shows without looking into it.
    func admits(_ event: Event) -> Bool {
        let category = event.stream.category
        if let stream, event.stream != stream { return false }
        if let wanted = self.category, category != wanted { return false }
        if let type, event.type != type { return false }
        if let actor, event.actor.name != actor { return false }
        if let correlation, event.correlation != correlation { return false }
        let isNamed = stream != nil || self.category != nil || type != nil
        return isNamed || includesAdministration || category != StreamName.ownCategory
    }
}
