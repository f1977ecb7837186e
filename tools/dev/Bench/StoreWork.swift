import Annals
import AnnalsModel

/// Long work on a whole store, by the name that it has in results.
enum StoreWork: String, CaseIterable {
    case rebuild
    case check
    case verifyLog = "verify-log"
    case verify
    case search

    /// What it is, at the beginning of a title.
    var title: String {
        switch self {
        case .rebuild: "Rebuild"
        case .check: "Check"
        case .verifyLog: "Verification of the log"
        case .verify: "Verification"
        case .search: "Search"
        }
    }

    /// Does it, and sees that what comes of it is right.
    func run(on store: Store) throws {
        switch self {
        case .rebuild:
            try store.rebuildProjections(try store.projections().map(\.name))
        case .check:
            let differences = try store.checkProjections(
                try store.projections().map(\.name), limit: 1)
            for (name, found) in differences where !found.isEmpty {
                throw BenchFailure("The tables of \(name) differ from a replay.")
            }
        case .verifyLog:
            try verify(store, .log)
        case .verify:
            try verify(store, .everything)
        case .search:
            var search = EventQuery()
            search.search = "no such text anywhere"
            guard try store.events(search).next() == nil else {
                throw BenchFailure("A text was found that is nowhere.")
            }
        }
    }

    private func verify(_ store: Store, _ scope: VerificationReport.Scope) throws {
        guard try store.verify(VerificationOptions(scope)).outcome == .verified else {
            throw BenchFailure("The store of the workload does not verify.")
        }
    }
}
