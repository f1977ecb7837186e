import AnnalsHistory
import AnnalsLog
import AnnalsModel
import AnnalsProjections
import AnnalsTesting
import Foundation
import GRDB
import Testing

/// Whatever call of the disk fails, a verb is done or it is not: the store is as before or as
/// after, nothing is left beside it, and the error says what it was about.
///
/// With `ANNALS_LONG_TESTS` every call of every verb fails once; else some of them, others in every
/// run.
@Suite("Verbs on a disk that fails", .storesChecked)
struct FailingDiskTests {
    private static let isLong = ProcessInfo.processInfo.environment["ANNALS_LONG_TESTS"] != nil

    @Test(arguments: WritingVerb.all, DiskFault.all)
    func isDoneOrNot(_ verb: WritingVerb, _ fault: DiskFault) throws {
        let bytes = try WritingVerb.store()
        let expected = try outcome(of: verb, bytes)
        try checkProperty { random in
            var call = 1
            while try fails(verb, fault, atCall: call, random.once(in: 2), bytes, expected) {
                call += Self.isLong ? 1 : 1 + random.number(0...(call * 3))
            }
        }
    }

    private func open(_ folder: TemporaryDirectory, _ bytes: [UInt8]) throws -> EventLog {
        try EventLog(path: try folder.write(bytes, to: "store.db"), mode: .readWrite) {
            InlineProjections()
        }
    }

    /// The store before and after the verb where nothing fails.
    private func outcome(
        of verb: WritingVerb, _ bytes: [UInt8]
    ) throws -> (before: StoreState, after: StoreState) {
        let folder = try TemporaryDirectory()
        let log = try open(folder, bytes)
        defer { log.close() }
        try verb.prepare(log, folder)
        let before = try StoreState(log)
        try verb.run(log, folder)
        return (before, try StoreState(log))
    }

    /// Runs a verb while a call fails, and all that it concerns from there if it stays so.
    ///
    /// - Returns: Whether it came to that.
    private func fails(
        _ verb: WritingVerb, _ fault: DiskFault, atCall call: Int, _ staysSo: Bool,
        _ bytes: [UInt8], _ expected: (before: StoreState, after: StoreState)
    ) throws -> Bool {
        let folder = try TemporaryDirectory()
        let faults = DiskFaults(under: folder.path)
        let log = try open(folder, bytes)
        defer { log.close() }
        try verb.prepare(log, folder)
        let copies = copies(folder)
        faults.plan(fault, atCall: call, times: staysSo ? .max : 1)
        var thrown: StoreError?
        do {
            try verb.run(log, folder)
        } catch let error as StoreError {
            thrown = error
        }
        faults.mend()
        let place: Comment =
            "call \(call)\(staysSo ? " and later" : ""): \(thrown?.message ?? "done")"
        let now = try StoreState(log)
        let isStepLeft = verb.hasSteps && thrown?.message.contains(" is left (") == true
        if !isStepLeft {
            #expect(now == expected.before || now == expected.after, place)
            #expect(now.snapshots <= expected.after.snapshots, place)
        }
        if let thrown {
            check(thrown, folder, place)
            if thrown.code != .outcomeUnknown, !isStepLeft {
                #expect(now == expected.before, place)
            }
            // The same process goes on.
            try verb.run(log, folder)
        }
        let later = try StoreState(log)
        #expect(later == expected.after && later.snapshots >= expected.after.snapshots, place)
        #expect(try History(log: log).asOf(.head).damaged.isEmpty, place)
        #expect(copies.allSatisfy { self.copies(folder).contains($0) }, place)
        return faults.failed > 0
    }

    private func copies(_ folder: TemporaryDirectory) -> [String] {
        WritingVerb.copies.filter { FileManager.default.fileExists(atPath: folder.path($0)) }
    }

    private func check(
        _ error: StoreError, _ folder: TemporaryDirectory, _ place: Comment
    ) {
        #expect([.io, .outcomeUnknown, .readOnly].contains(error.code), place)
        #expect(error.message.contains(folder.path), place)
        #expect(!error.message.contains("a statement"), place)
        #expect(!error.message.contains { $0.isNewline }, place)
    }
}
