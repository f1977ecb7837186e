package import AnnalsModel
import Foundation

/// A request to stop that wakes whoever waits: a pipe, since a signal's handler may write to one.
package final class StopSignal: Sendable {
    /// Readable once stopping was requested.
    let readEnd: Int32
    /// A byte written here is the request.
    package let writeEnd: Int32

    /// Nothing is requested yet.
    ///
    /// - Throws: `io` where the system has no descriptors left.
    package init() throws(StoreError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw StoreError(
                .io, "no pipe can be made (\(String(cString: strerror(errno)))): close some files")
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Requests it, from any thread and any signal's handler.
    package func request() {
        var byte: UInt8 = 1
        // A full pipe has been written to before.
        _ = Foundation.write(writeEnd, &byte, 1)
    }

    /// Whether it was requested; never taken back.
    package var isRequested: Bool {
        wait(for: nil, upTo: .zero)
    }

    /// Waits for the request, for a descriptor to become readable, or for a time.
    ///
    /// - Returns: Whether stopping is requested.
    @discardableResult
    func wait(for descriptor: Int32?, upTo time: Duration) -> Bool {
        var waiting = [pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)]
        if let descriptor {
            waiting.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        }
        let milliseconds = max(0, min(time / .milliseconds(1), 60_000)).rounded(.up)
        // Interrupted by a signal it returns early, which harms nothing: callers look again.
        _ = poll(&waiting, nfds_t(waiting.count), Int32(milliseconds))
        return waiting[0].revents != 0
    }
}
