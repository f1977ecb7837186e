import AnnalsCodec
import AnnalsModel
import Dispatch

/// Events that are sealed on another thread while the writer's goes on.
///
/// It ends early where it cannot know how to go on: a dictionary is to be trained from what is not
/// stored yet, a body is needed that is not at hand, or much memory is taken.
final class SealingRun {
    private let events: [DecidedEvent]
    private let sealer: Sealer
    private var schedule: Schedule
    private var outcome = Outcome()
    private let done = DispatchSemaphore(value: 0)

    /// What decides when the next dictionary is trained.
    struct Schedule {
        /// Bytes of all bodies before compression.
        var bodyBytes: Int64
        /// The same when the newest dictionary was trained.
        let trainedAt: Int64
        /// Number of dictionaries.
        let dictionaries: Int64

        var isDue: Bool {
            DictionarySchedule.isDue(
                bodyBytes: bodyBytes, trainedAt: trainedAt, dictionaries: dictionaries)
        }
    }

    /// What became of the events.
    struct Outcome {
        /// Those that were sealed, in order.
        var ready: [Sealer.Ready] = []
        /// Those after them that were not, or cannot be.
        var rest: ArraySlice<DecidedEvent> = []
        /// Whether a dictionary is trained once the sealed ones are stored.
        var trains = false

        /// Whether what comes next may be sealed before these are stored.
        var isClear: Bool { rest.isEmpty && !trains }
    }

    /// Starts.
    init(
        _ events: [DecidedEvent], _ sealer: Sealer, _ schedule: Schedule, on queue: DispatchQueue
    ) {
        self.events = events
        self.sealer = sealer
        self.schedule = schedule
        // Until `wait` returns, only the queue touches it, the sealer and the events' last bodies.
        nonisolated(unsafe) let run = self
        queue.async {
            run.sealAll()
            run.done.signal()
        }
    }

    /// Waits until it ends, and gives what came of it; called once.
    func wait() -> Outcome {
        done.wait()
        return outcome
    }

    private func sealAll() {
        outcome.ready.reserveCapacity(events.count)
        var bytes = 0
        for (index, event) in events.enumerated() {
            outcome.rest = events[index...]
            // Why one cannot be sealed is found out again once those before it are stored.
            guard bytes <= Limits.sealedBytesMax, let ready = try? sealer.seal(event, nil) else {
                return
            }
            outcome.ready.append(ready)
            bytes += ready.body.size + ready.body.blob.count
            schedule.bodyBytes += Int64(ready.body.size)
            if schedule.isDue {
                outcome.trains = true
                outcome.rest = events[(index + 1)...]
                return
            }
        }
        outcome.rest = []
    }
}
