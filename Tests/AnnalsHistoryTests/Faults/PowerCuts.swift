import AnnalsTesting
import Synchronization

/// Power cuts at some of the calls that change a file, while something is done there: what each
/// would leave, and what was known at that moment.
final class PowerCuts<Known: Sendable>: Sendable {
    /// One of them.
    struct Cut: Sendable {
        /// Number of the call before which the power is cut.
        let call: Int
        /// What it left.
        let left: PowerCut
        /// What was known before it.
        let known: Known
    }

    private struct State {
        var random: SeededRandom
        var cuts: [Cut] = []
        var failure: (any Error)?
    }

    private let state: Mutex<State>

    /// - Parameter seed: Decides where power is cut, and what that leaves.
    init(seed: UInt64) {
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    /// Cuts the power before some of the calls from now on.
    ///
    /// - Parameters:
    ///   - faults: Which records the files.
    ///   - times: One call in so many.
    ///   - known: What is known when it comes to one.
    func begin(
        _ faults: DiskFaults, in folder: TemporaryDirectory, onceIn times: Int,
        known: @escaping @Sendable () -> Known
    ) {
        faults.beforeEachChange { [weak faults, weak folder] number in
            guard let faults, let folder else { return }
            self.state.withLock { state in
                guard state.failure == nil, state.random.once(in: times) else { return }
                do {
                    // Known first: nothing that is answered later need be there.
                    let known = known()
                    let left = try faults.afterPowerCut(folder, &state.random)
                    state.cuts.append(Cut(call: number, left: left, known: known))
                } catch {
                    state.failure = error
                }
            }
        }
    }

    /// Those that there were, in order.
    func end(_ faults: DiskFaults) throws -> [Cut] {
        faults.beforeEachChange(nil)
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            return state.cuts
        }
    }
}
