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
    /// As it is once the sealed events are stored, as far as that decides when a dictionary is
    /// trained.
    private var state: WriterState
    private var outcome = Outcome()
    private let done = DispatchSemaphore(value: 0)

    /// What became of the events.
    struct Outcome {
        /// Those that were sealed, in order.
        var ready: [Sealer.Ready] = []
        /// Those after them that were not, or cannot be.
        var rest: ArraySlice<DecidedEvent> = []
        /// Whether a dictionary is trained once the sealed ones are stored.
        var trains = false
        /// Bytes of all bodies once they are.
        var bodyBytes: Int64 = 0

        /// Whether what comes next may be sealed before these are stored.
        var isClear: Bool { rest.isEmpty && !trains }
    }

    /// Starts.
    ///
    /// - Parameter state: What is true once all events before them are stored.
    init(
        _ events: [DecidedEvent], _ sealer: Sealer, after state: WriterState,
        on queue: DispatchQueue
    ) {
        self.events = events
        self.sealer = sealer
        self.state = state
        // Until `wait` returns, only the queue touches it, the sealer and the events' last bodies.
        nonisolated(unsafe) let run = self
        queue.async {
            run.sealAll()
            run.outcome.bodyBytes = run.state.bodyBytes
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
            guard bytes <= Limits.sealedBytesMax, !event.end.body.isLeftOut,
                let ready = try? sealer.seal(event, nil)
            else { return }
            outcome.ready.append(ready)
            bytes += ready.body.size + ready.body.blob.count
            state.bodyBytes += Int64(ready.body.size)
            if state.isTrainingDue {
                outcome.trains = true
                outcome.rest = events[(index + 1)...]
                return
            }
        }
        outcome.rest = []
    }
}
