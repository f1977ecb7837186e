import Foundation
import Synchronization
package import Testing

/// Has every store that a test leaves in a ``TemporaryDirectory`` inspected when the directory goes
/// away, and at the end of the test at the latest.
///
/// A test in a temporary directory without this trait fails: it must have it, or say why not.
package struct StoreChecking: TestTrait, SuiteTrait, TestScoping {
    fileprivate let isOn: Bool

    /// Of a suite, every test of it.
    package var isRecursive: Bool { true }

    /// Runs a test, on threads that it may keep, and inspects the stores it used.
    package func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let stores = UsedStores(areChecked: isOn)
        try await UsedStores.$current.withValue(stores) {
            try await withTaskExecutorPreference(TestThreads.shared) { try await function() }
        }
        for finding in stores.finish() {
            Issue.record(Comment(rawValue: finding), sourceLocation: test.sourceLocation)
        }
    }
}

extension Trait where Self == StoreChecking {
    /// Inspects the stores that a test used; see ``StoreInspection``.
    package static var storesChecked: Self { StoreChecking(isOn: true) }

    /// Leaves the stores of a test alone.
    ///
    /// - Parameter reason: Why they need not be whole: "damaged on purpose".
    package static func storesUnchecked(_ reason: String) -> Self { StoreChecking(isOn: false) }
}

/// The temporary directories of a test, and what was found in those that are gone.
final class UsedStores: Sendable {
    /// Those of the test that runs; nil outside of tests, and in one that says nothing of stores.
    @TaskLocal static var current: UsedStores?

    private struct Directory {
        weak var directory: TemporaryDirectory?
    }

    private struct State {
        var directories: [Directory] = []
        var findings: [String] = []
        var isFinished = false
    }

    private let areChecked: Bool
    private let state = Mutex(State())

    init(areChecked: Bool) {
        self.areChecked = areChecked
    }

    /// Those that a new directory belongs to.
    static func ofThisTest() -> UsedStores? {
        if let current { return current }
        if Test.current != nil {
            Issue.record(
                """
                A test in a temporary directory needs the trait '.storesChecked', or \
                '.storesUnchecked("why")'.
                """)
        }
        return nil
    }

    func add(_ directory: TemporaryDirectory) {
        guard areChecked else { return }
        state.withLock { $0.directories.append(Directory(directory: directory)) }
    }

    /// Inspects what is in a directory that is about to go.
    func inspect(_ path: String) {
        guard areChecked, !state.withLock({ $0.isFinished }) else { return }
        let found = Self.findings(below: path)
        state.withLock { $0.findings += found }
    }

    /// Inspects what is left, and gives all that was found.
    func finish() -> [String] {
        let left = state.withLock { state in
            state.isFinished = true
            return state.directories.compactMap(\.directory)
        }
        let found = left.flatMap { Self.findings(below: $0.path) }
        return state.withLock { $0.findings } + found
    }

    private static func findings(below folder: String) -> [String] {
        let files = FileManager.default
        guard let names = files.enumerator(atPath: folder) else { return [] }
        var findings: [String] = []
        for case let name as String in names where isStoreName(name) {
            var status = stat()
            let path = "\(folder)/\(name)"
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            findings += StoreInspection.findings(ofStoreAt: path)
        }
        return findings
    }

    /// Whether a file is called as stores and backups are: `a.db`, `a.db.1`.
    ///
    /// It cannot be opened to look: that would drop the locks of this process on it.
    private static func isStoreName(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last else { return false }
        return last == "db" || (parts.dropLast().last == "db" && Int(last) != nil)
    }
}
