import AnnalsLog
import AnnalsModel
import AnnalsTesting
import AnnalsWorkspaces
import Foundation

/// A folder with files and a store beside it.
struct Workspace {
    let place: TemporaryDirectory
    let log: EventLog
    let capture: WorkspaceCapture

    init() throws {
        let made = try TestLog()
        (place, log) = (made.folder, made.log)
        try FileManager.default.createDirectory(
            atPath: place.path("fleet"), withIntermediateDirectories: true)
        capture = WorkspaceCapture(log)
    }

    var storePath: String { place.path("store.db") }
    var path: String { place.path("fleet") }

    func write(_ text: String, to name: String) throws {
        try place.write(text, to: "fleet/\(name)")
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: place.path("fleet/\(name)"))
    }

    func folder(
        excluding patterns: [String] = [], max: Int = Limits.capturedFileBytesMax
    ) throws -> WorkspaceFolder {
        try WorkspaceFolder(
            path, storePath: storePath, excluding: try patterns.map { try PathPattern($0) },
            fileBytesMax: max)
    }

    /// Imports the folder with a capture that knows nothing yet, as a new process would.
    @discardableResult
    func importAnew(_ attribution: Attribution = Attribution()) throws -> WorkspaceImport {
        try WorkspaceCapture(log).capture(folder(), attribution)
    }

    func document(_ stream: String) throws -> JSONObject? {
        try log.read { reader in
            try reader.document(of: StreamName(stream), at: try reader.head())
        }
    }

    func events(_ stream: String? = nil) throws -> [Event] {
        var query = EventQuery()
        query.stream = try stream.map { try StreamName($0) }
        let cursor = EventCursor(log, query)
        var events: [Event] = []
        while let event = try cursor.nextEvent() { events.append(event) }
        return events
    }

    func head() throws -> Int64 {
        try log.read { reader in try reader.head() }
    }
}

/// The paths, kinds, modes and bytes of everything below a folder.
func tree(_ path: String) throws -> [String: String] {
    var found: [String: String] = [:]
    let files = FileManager.default
    for name in try files.subpathsOfDirectory(atPath: path) {
        let full = "\(path)/\(name)"
        let attributes = try files.attributesOfItem(atPath: full)
        let mode = String((attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0, radix: 8)
        switch attributes[.type] as? FileAttributeType {
        case .typeSymbolicLink:
            found[name] = "link \(try files.destinationOfSymbolicLink(atPath: full))"
        case .typeDirectory:
            found[name] = "folder \(mode)"
        default:
            let bytes = try Data(contentsOf: URL(filePath: full))
            found[name] = "file \(mode) \(bytes.base64EncodedString())"
        }
    }
    return found
}

/// A folder of the shared example data, or nil where it is not at hand.
func sample(_ name: String) -> String? {
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let path = root.deletingLastPathComponent().appending(path: "shared/data/\(name)")
        .path(percentEncoded: false)
    return FileManager.default.fileExists(atPath: path) ? path : nil
}
