import AnnalsLog
import AnnalsModel

/// The files of a workspace as a rollback leaves them, and what they say then.
struct PlannedFiles {
    /// A file that goes along with another stream.
    struct Companion {
        /// Its version; nil if it shall not be there.
        var version: FileVersion?
        /// Whether that is the version of the moment that comes back, and no edited text.
        var isThen: Bool
        /// The stream that it goes with, named as in the workspace's files.
        var with: StreamName
    }

    private let capture: WorkspaceCapture
    /// The position whose state comes back.
    let to: Int64
    /// What the files say as planned.
    private(set) var said: Interpreter
    /// The files that change; nil for one that goes.
    private(set) var records: [WorkspacePath: FileRecord?] = [:]
    /// Those of them that the scope does not name.
    var companions: [WorkspacePath: Companion] = [:]
    /// The folders; nil if they stay as they are.
    private(set) var folders: [WorkspacePath: UInt16]?
    private var readings: [WorkspacePath: FileReading?] = [:]

    /// Nothing changes yet.
    init(_ capture: WorkspaceCapture, to position: Int64) {
        self.capture = capture
        to = position
        said = capture.interpreter
    }

    /// The version that a file had at the moment that comes back; nil if it was not there.
    func versionThen(of path: WorkspacePath) throws -> FileVersion? {
        try capture.versions(of: [path], at: to)[0]
    }

    /// What a version of a file says: of one that cannot be read, what it said last by then.
    func reading(_ path: WorkspacePath, _ version: FileVersion?) throws -> FileReading? {
        guard let version else { return nil }
        var reading = capture.reading(path, version.content)
        if !reading.isUnderstood { reading.claims = try capture.lastClaims(of: path, at: to) }
        return reading
    }

    /// Plans a version of a file; nil for one that goes.
    mutating func set(_ path: WorkspacePath, _ version: FileVersion?) throws {
        let reading = try reading(path, version)
        records[path] = .some(version.map { FileRecord($0) })
        set(path, reading: reading)
    }

    /// Plans a version of a file that goes along.
    mutating func set(_ path: WorkspacePath, _ companion: Companion) throws {
        try set(path, companion.version)
        companions[path] = companion
    }

    /// Plans the folders.
    mutating func set(_ folders: [WorkspacePath: UInt16]) {
        self.folders = folders
        let isNone = folders.isEmpty
        let reading = isNone ? nil : FileReader.readFolders(folders.keys, capture.rules)
        set(WorkspaceCapture.foldersPath, reading: reading)
    }

    private mutating func set(_ path: WorkspacePath, reading: FileReading?) {
        readings[path] = .some(reading)
        _ = said.apply([(path, reading)])
    }

    /// What a file is as planned; nil if it is not there.
    func record(of path: WorkspacePath) -> FileRecord? {
        if let planned = records[path] { return planned }
        return capture.records[path]
    }

    /// What it means for documents.
    func changes() -> [Interpreter.DocumentChange] {
        var before = capture.interpreter
        let updates = readings.sorted { $0.key < $1.key }
        return before.apply(updates.map { (path: $0.key, reading: $0.value) })
    }
}
