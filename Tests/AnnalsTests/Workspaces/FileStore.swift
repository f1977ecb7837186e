import Annals
import AnnalsTesting
import Foundation
import Testing

/// A store with an imported folder, to look whether both say the same.
struct FileStore {
    let place: TemporaryDirectory
    let store: Store
    let actor: Actor
    let name: String?

    init(named name: String? = nil) throws {
        place = try TemporaryDirectory()
        actor = try Actor("maria", kind: .human)
        store = try Store.create(at: place.path("annals.db"), by: actor)
        self.name = name
        try FileManager.default.createDirectory(
            atPath: place.path("w"), withIntermediateDirectories: true)
    }

    var folder: String { place.path("w") }

    func write(_ text: String, to path: String) throws {
        try place.write(text, to: "w/\(path)")
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: place.path("w/\(path)"))
    }

    func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: place.path("w/\(path)"))
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private var options: WorkspaceOptions {
        var options = WorkspaceOptions()
        options.name = name
        options.mayReplace = true
        return options
    }

    /// Imports the folder.
    ///
    /// - Returns: The log's end after it.
    @discardableResult
    func importFolder(by name: String? = nil) throws -> Int64 {
        var options = options
        options.actor = try name.map { try Actor($0) }
        _ = try store.importWorkspace(folder, options: options)
        return try head()
    }

    func head() throws -> Int64 { try store.position(of: .head) }

    func document(_ stream: String) throws -> JSONObject? {
        try store.document(StreamName(stream))
    }

    /// Appends what a command would.
    func change(_ stream: String, _ data: JSONObject) throws {
        let stream = try StreamName(stream)
        try store.append(
            NewEvent(
                stream: stream, type: EventType("\(stream.category).changed"),
                actor: Actor("api"), change: Change(data: data)))
    }

    func scope(_ stream: String) throws -> RollbackScope {
        var scope = RollbackScope(stream: try StreamName(stream))
        scope.workspace = name
        return scope
    }

    @discardableResult
    func rollBack(to position: Int64, _ scope: RollbackScope) throws -> WorkspaceRollback {
        var steps: [RollbackStep] = []
        let preview = try store.previewRollback(
            to: .position(position), scope, files: folder, onStep: { step, _ in steps.append(step) }
        )
        let done = try store.rollback(
            to: .position(position), scope, files: folder, by: actor, reason: "test")
        #expect(done.summary.companions == preview.companions)
        #expect(done.summary.unwritten == preview.unwritten)
        #expect(done.summary.changed == preview.changed)
        #expect(steps.count == Int(preview.streams))
        #expect(done.refused.isEmpty, "\(done.refused)")
        return done
    }

    /// Expects that the folder is as the store has it, and that nothing in it is news.
    func expectSameFiles(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let same = try store.compareWorkspace(folder, options: options)
        #expect(same.differences.isEmpty, "\(same.differences)", sourceLocation: sourceLocation)
        let again = try store.importWorkspace(folder, options: options)
        #expect(again.events == 0, "\(again)", sourceLocation: sourceLocation)
    }

    /// Expects that files and documents say the same.
    func expectAgreement(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expectSameFiles(sourceLocation: sourceLocation)
        let out = place.path("out-\(UUID().uuidString)")
        let exported = try store.exportWorkspace(to: out, named: name, isCurrent: true)
        #expect(exported.rendered.isEmpty, "\(exported.rendered)", sourceLocation: sourceLocation)
        #expect(exported.leftOut.isEmpty, "\(exported.leftOut)", sourceLocation: sourceLocation)
        #expect(
            exported.unwritten.isEmpty, "\(exported.unwritten)", sourceLocation: sourceLocation)
    }
}
