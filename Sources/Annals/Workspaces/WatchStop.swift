public import AnnalsModel
import AnnalsWorkspaces

/// A request to end a watch, from any thread or from a signal's handler.
public final class WatchStop: Sendable {
    let signal: StopSignal

    /// Nothing is requested yet.
    ///
    /// - Throws: `io` where the system has no descriptors left.
    public init() throws(StoreError) {
        signal = try StopSignal()
    }

    /// Requests it; the watch captures what is pending and returns.
    public func request() {
        signal.request()
    }

    /// A descriptor to which a byte can be written instead: all that a signal's handler may do.
    public var descriptor: Int32 { signal.writeEnd }
}
