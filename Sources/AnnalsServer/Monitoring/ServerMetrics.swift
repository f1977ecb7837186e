import Annals
import HTTPTypes
import Metrics
import Synchronization

/// What the server counts and times since it began: for `/metrics`, and for the metrics system of
/// the program that it is part of, if that has one.
final class ServerMetrics: Sendable {
    /// Requests that count as of one sort.
    private struct Sort: Hashable, Comparable {
        let route: String
        let method: String
        let status: Int

        static func < (left: Sort, right: Sort) -> Bool {
            (left.route, left.method, left.status) < (right.route, right.method, right.status)
        }

        var labels: [(String, String)] {
            [("route", route), ("method", method), ("status", "\(status)")]
        }
    }

    private struct State {
        var requests: [Sort: TimeHistogram] = [:]
        var appended: Int64 = 0
        var commits = TimeHistogram()
        var refusals: [String: Int64] = [:]
        var rebuilds: [String: Int64] = [:]
    }

    private let state = Mutex(State())
    // For the program's own system; nothing where it has none.
    private let appended = Metrics.Counter(label: "annals_appended_events")
    private let commits = Metrics.Timer(label: "annals_commit")
    private let refusals = Metrics.Counter(label: "annals_refusals")

    /// Counts a request that was answered.
    ///
    /// - Parameters:
    ///   - route: Its path with places; nil for one that is nobody's.
    ///   - seconds: Until the answer began.
    func note(
        _ method: HTTPRequest.Method, route: RoutePath?, _ status: HTTPResponse.Status,
        _ seconds: Double
    ) {
        // A method that is nobody's is anybody's text.
        let name = route == nil ? "none" : method.rawValue
        let sort = Sort(route: route?.description ?? "none", method: name, status: status.code)
        state.withLock { $0.requests[sort, default: TimeHistogram()].note(seconds) }
    }

    /// Counts a commit of this process.
    func note(commitOf events: Int64, _ seconds: Double) {
        state.withLock { state in
            state.appended += events
            state.commits.note(seconds)
        }
        appended.increment(by: events)
        commits.recordSeconds(seconds)
    }

    /// Counts a request that was refused for who made it.
    func note(refusal code: String) {
        state.withLock { $0.refusals[code, default: 0] += 1 }
        refusals.increment()
    }

    /// Notes how many events a rebuild is behind; nil where it has ended.
    func note(rebuildOf projection: String, behind events: Int64?) {
        state.withLock { $0.rebuilds[projection] = events }
    }

    /// The metrics as text.
    ///
    /// - Parameters:
    ///   - upkeep: What was found in the store.
    ///   - followers: How many follow live events.
    func text(_ upkeep: StoreUpkeep, followers: Int) -> String {
        let state = state.withLock { $0 }
        var text = OpenMetricsText()
        addRequests(state, to: &text)
        addStore(upkeep, to: &text)
        text.begin("annals_followers", .gauge, "Followers of live events.")
        text.add("annals_followers", Double(followers))
        text.begin("annals_rebuild_lag_events", .gauge, "Events that a rebuild has yet to read.")
        for (name, behind) in state.rebuilds.sorted(by: { $0.key < $1.key }) {
            text.add("annals_rebuild_lag_events", of: [("projection", name)], Double(behind))
        }
        return text.ended
    }

    private func addRequests(_ state: State, to text: inout OpenMetricsText) {
        text.begin(
            "annals_http_request_seconds", .histogram, unit: "seconds",
            "Time from a request to the beginning of its answer.")
        for (sort, histogram) in state.requests.sorted(by: { $0.key < $1.key }) {
            text.add("annals_http_request_seconds", of: sort.labels, histogram)
        }
        text.begin("annals_appended_events", .counter, "Events that this process appended.")
        text.add("annals_appended_events_total", Double(state.appended))
        text.begin(
            "annals_commit_seconds", .histogram, unit: "seconds",
            "Time that the disk took to make a commit of this process durable.")
        text.add("annals_commit_seconds", state.commits)
        text.begin("annals_refusals", .counter, "Requests that were refused for who made them.")
        for (code, count) in state.refusals.sorted(by: { $0.key < $1.key }) {
            text.add("annals_refusals_total", of: [("code", code)], Double(count))
        }
    }

    private func addStore(_ upkeep: StoreUpkeep, to text: inout OpenMetricsText) {
        text.begin("annals_head", .gauge, "Position of the last event.")
        text.add("annals_head", Double(upkeep.head))
        text.begin(
            "annals_wal_bytes", .gauge, unit: "bytes", "Size of the write-ahead log.")
        text.add("annals_wal_bytes", Double(upkeep.walBytes))
        text.begin(
            "annals_snapshot_age_events", .gauge, "Events since the newest snapshot of tables.")
        text.add("annals_snapshot_age_events", Double(upkeep.head - upkeep.snapshotPosition))
        text.begin(
            "annals_backup_age_seconds", .gauge, unit: "seconds",
            "Time since the last backup that the store noted; missing where there was none.")
        if let last = upkeep.backedUpAt {
            let age = Double(Timestamp.now.microseconds - last.microseconds) / 1_000_000
            text.add("annals_backup_age_seconds", max(age, 0))
        }
    }
}
