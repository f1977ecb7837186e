import AnnalsLog
package import AnnalsModel
import Crypto
import Foundation

/// Brings what documents hold into the files of their live folder.
///
/// A file that is as it was captured last gets the values in its own text; another one stays, and
/// is a conflict. Then its new version is captured, caused by the event that changed the document:
/// the documents hold what it says already, so that they do not change with it, and another change
/// that comes meanwhile is not taken back.
package struct WriteBack {
    /// Files that are exchanged together, before it is looked whether anybody wrote meanwhile.
    private static let filesAtOnce = 64
    /// How long after an exchange it is looked whether anybody had opened the old file: what takes
    /// longer than this between finding a file and opening it is seen by its bytes alone.
    private static let settling: Duration = .milliseconds(10)
    /// Why a file is captured that was written from documents, where no other reason is given.
    static let reason = "written back from documents"
    /// How often a file that somebody has open is tried, some milliseconds apart.
    private static let attemptsMax = 20

    let capture: WorkspaceCapture
    let folder: WorkspaceFolder
    private let actor: Actor?
    private let reason: String?
    /// The only documents that count; nil for all.
    var streams: [StreamName]?
    /// The only files of which it is looked whether a rollback left them behind; nil for all.
    var files: Set<WorkspacePath>?
    /// How often a file that somebody has open is tried.
    var attempts = WriteBack.attemptsMax
    /// What files said of documents before and after they were written.
    private(set) var said: [StreamName: (before: JSONObject?, after: JSONObject?)] = [:]
    /// Documents that wait for a file that somebody has open, or wrote just now.
    private(set) var left: Set<StreamName> = []

    /// Nothing is looked at yet.
    ///
    /// - Parameters:
    ///   - actor: Who writes the files; nil for the system's actor `workspace`.
    ///   - reason: Why.
    package init(
        _ capture: WorkspaceCapture, _ folder: WorkspaceFolder, actor: Actor? = nil,
        reason: String? = nil
    ) {
        self.capture = capture
        self.folder = folder
        self.actor = actor
        self.reason = reason
    }

    /// A file that is to be written, with what it is for.
    struct Item {
        let path: WorkspacePath
        /// What is in the folder, if it is as it was captured last.
        let expected: FileRecord
        let bytes: [UInt8]?
        let pointers: [String]
        let streams: [StreamName]
    }

    /// Says what would be done, or does it.
    ///
    /// - Throws: `busy` if another process writes back into the folder; what an append throws: then
    ///   files are written that the next import captures as what they are.
    package mutating func run(isPreview: Bool) throws -> WorkspaceWriteBack {
        let lock = isPreview ? nil : WriteBackLock(folder)
        guard isPreview || lock != nil else {
            throw StoreError(
                .busy,
                "another process writes back into \(folder.path.terminalSafe): stop it, or wait")
        }
        defer { withExtendedLifetime(lock) {} }
        try capture.refresh()
        if !isPreview { try capture.captureWrittenBack(in: folder, isLocked: true) }
        var result = WorkspaceWriteBack()
        result.position = capture.position ?? 0
        let items = try items(&result)
        if isPreview {
            for item in items { look(at: item, &result) }
        } else {
            try write(items, &result)
        }
        result.files.sort(byPath: \.path)
        result.conflicts.sort(byPath: \.path)
        return result
    }

    private func items(_ result: inout WorkspaceWriteBack) throws -> [Item] {
        let stored = StoredDocuments(capture.log, capture.mount, at: result.position)
        var rendering = WorkspaceRendering(
            capture, said: capture.interpreter, stored: stored, at: result.position)
        rendering.streams = self.streams
        let rendered = try rendering.result()
        let mount = capture.mount
        result.unwritten = rendered.notWritten.map {
            WorkspaceExportResult.Unwritten(
                stream: mount.shown($0.stream), pointer: $0.pointer, reason: $0.reason)
        }
        func streams(_ path: WorkspacePath) -> [StreamName] {
            var seen: Set<StreamName> = []
            return (rendered.goals[path] ?? []).map(\.stream).filter { seen.insert($0).inserted }
        }
        let restored = try restoredFiles()
        func expected(_ path: WorkspacePath) -> FileRecord? {
            restored[path]?.found ?? capture.records[path]
        }
        var items: [Item] = []
        for (path, text) in rendered.files {
            guard let expected = expected(path) else { continue }
            items.append(
                Item(
                    path: path, expected: expected, bytes: text.bytes,
                    pointers: text.changed.map(\.description), streams: streams(path)))
        }
        for path in rendered.leftOut.keys {
            guard let expected = expected(path) else { continue }
            items.append(
                Item(
                    path: path, expected: expected, bytes: nil, pointers: [],
                    streams: streams(path)))
        }
        for (path, file) in restored
        where rendered.files[path] == nil && rendered.leftOut[path] == nil {
            items.append(
                Item(
                    path: path, expected: file.found, bytes: file.bytes,
                    pointers: file.bytes == nil ? [] : [""], streams: []))
        }
        return items.sorted { $0.path < $1.path }
    }

    private func note(_ item: Item, _ result: inout WorkspaceWriteBack) {
        result.files.append(
            WorkspaceWriteBack.File(
                path: item.path.id, pointers: item.pointers,
                streams: item.streams.map { capture.mount.shown($0.description) },
                isRemoved: item.bytes == nil))
    }

    private func look(at item: Item, _ result: inout WorkspaceWriteBack) {
        do throws(FileSwap.Refusal) {
            try FileSwap.check(item.path, item.expected, in: folder)
            note(item, &result)
        } catch {
            result.conflicts.append(error.finding)
        }
    }

    // MARK: Writing

    private mutating func write(_ items: [Item], _ result: inout WorkspaceWriteBack) throws {
        var waiting = items
        for attempt in 1... {
            var busy: [Item] = []
            for start in stride(from: 0, to: waiting.count, by: Self.filesAtOnce) {
                let part = Array(waiting[start..<min(start + Self.filesAtOnce, waiting.count)])
                let isLast = attempt >= attempts
                try WriteBackJournal(folder).note(
                    part.compactMap { item in
                        item.bytes.map { (item.path, Array(SHA256.hash(data: $0))) }
                    })
                let (done, again) = exchange(part, &result, isLast: isLast)
                busy += again
                try append(done, &result)
                WriteBackJournal(folder).clear()
            }
            waiting = busy
            if waiting.isEmpty { return }
            Self.pause()
        }
    }

    private static func pause() {
        usleep(useconds_t(settling / .microseconds(1)))
    }

    /// Exchanges some files.
    ///
    /// - Parameter isLast: Whether a file that somebody has open is a conflict now.
    /// - Returns: Those that were written, with their versions, and those to try again.
    private mutating func exchange(
        _ items: [Item], _ result: inout WorkspaceWriteBack, isLast: Bool
    ) -> (done: [(item: Item, version: FileVersion?)], again: [Item]) {
        var again: [Item] = []
        func refuse(_ item: Item, _ refusal: FileSwap.Refusal, _ left: inout Set<StreamName>) {
            if refusal.isBusy, !isLast { return again.append(item) }
            if refusal.isBusy { left.formUnion(item.streams) }
            result.conflicts.append(refusal.finding)
        }
        var swaps: [(item: Item, swap: FileSwap)] = []
        for item in items {
            do throws(FileSwap.Refusal) {
                let swap = try FileSwap(
                    folder, item.path, expecting: item.expected, item.bytes,
                    isCaptured: { isCaptured($0, at: item.path) })
                try swap.exchange()
                swaps.append((item, swap))
            } catch {
                refuse(item, error, &left)
            }
        }
        guard !swaps.isEmpty else { return ([], again) }
        Self.pause()
        var done: [(item: Item, version: FileVersion?)] = []
        for (item, swap) in swaps {
            do throws(FileSwap.Refusal) {
                done.append((item, try swap.settle()))
            } catch {
                refuse(item, error, &left)
            }
        }
        return (done, again)
    }

    /// Removes folders that the store does not have any more, if nothing is left in them.
    private func removeFolders(above path: WorkspacePath) {
        let editor = FolderEditor(folder: folder)
        for above in path.foldersAbove.reversed() where capture.folders[above] == nil {
            guard !capture.folders.isEmpty,
                (try? editor.removeFolderIfEmpty(above)) == true
            else { return }
        }
    }

    /// Whether the store has a version of a file.
    private func isCaptured(_ record: FileRecord, at path: WorkspacePath) -> Bool {
        guard let stream = try? capture.mount.stream(of: path) else { return false }
        let digest = JSONValue.string(record.digest.hexadecimal)
        let cursor = EventCursor(capture.log, EventQuery(stream: stream, isReversed: true))
        while let event = try? cursor.nextEvent() {
            if event.change.data["sha256"] == digest { return true }
        }
        return false
    }

    /// Captures what was written.
    private mutating func append(
        _ done: [(item: Item, version: FileVersion?)], _ result: inout WorkspaceWriteBack
    ) throws {
        guard !done.isEmpty else { return }
        var attribution = Attribution(
            actor: try actor ?? Actor("workspace", kind: .system),
            reason: reason ?? Self.reason)
        for (item, _) in done { attribution.origins[item.path] = try origin(of: item) }
        attribution.review = { change, _ in change.ofSourcesAlone }
        let spoken = Set(
            done.flatMap { item, _ in
                capture.interpreter.readings[item.path]?.claims.map(\.stream) ?? []
            })
        let before = spoken.map { ($0, capture.interpreter.document(of: $0)) }
        var run = CaptureRun(capture, attribution)
        for (item, version) in done {
            note(item, &result)
            if let version { try run.add(item.path, version) } else { try run.addGone(item.path) }
        }
        let summary = try run.finish(countsDocuments: false)
        for (item, version) in done where version == nil { removeFolders(above: item.path) }
        for (stream, document) in before {
            said[stream] = (document, capture.interpreter.document(of: stream))
        }
        result.events += summary.events
        result.position = summary.head
    }

    /// The last event of the documents that a file is written for.
    private func origin(of item: Item) throws -> Attribution.Origin? {
        var last: Event?
        for stream in item.streams {
            var query = EventQuery()
            query.stream = try capture.mount.stream(stream)
            query.isReversed = true
            let cursor = EventCursor(capture.log, query)
            guard let event = try cursor.nextEvent() else { continue }
            if event.position > last?.position ?? 0 { last = event }
        }
        return last.map {
            Attribution.Origin(causation: $0.position, correlation: $0.correlation)
        }
    }
}

extension Interpreter.DocumentChange {
    /// The change without what the document holds already: only the files that it is said by.
    var ofSourcesAlone: Interpreter.DocumentChange? {
        guard let before, let after else { return nil }
        var sourced = before
        for member in [DocumentMembers.sources, DocumentMembers.origins] {
            sourced[member] = after[member]
        }
        guard sourced != before, !isWithdrawal, !isReturn else { return nil }
        return Interpreter.DocumentChange(
            stream: stream, before: before, after: sourced, wasSilent: wasSilent,
            isSilent: isSilent, cause: cause)
    }
}
