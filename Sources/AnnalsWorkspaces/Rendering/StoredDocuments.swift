import AnnalsLog
import AnnalsModel

/// The documents that the store holds after an event, without the members that say where their
/// values come from.
final class StoredDocuments {
    private let log: EventLog
    private let mount: WorkspaceMount
    private let position: Int64
    private var known: [StreamName: JSONObject?] = [:]
    /// Documents as they shall be, whatever the store holds.
    private var planned: [StreamName: JSONObject?] = [:]

    /// - Parameter mount: Where the workspace's streams are; here they are named as in its files.
    init(_ log: EventLog, _ mount: WorkspaceMount = .unnamed, at position: Int64) {
        self.log = log
        self.mount = mount
        self.position = position
    }

    /// The values of a document; nil if there is none.
    func values(of stream: StreamName) throws -> JSONObject? {
        if let known = known[stream] { return known }
        let values = Self.values(try document(of: stream), of: stream)
        known[stream] = .some(values)
        return values
    }

    /// Takes a document as it shall be; nil if there shall be none.
    func plan(_ document: JSONObject?, of stream: StreamName) {
        let document = mount.bare(document, of: stream)
        planned[stream] = .some(document)
        known[stream] = .some(Self.values(document, of: stream))
    }

    /// A document with all its members; nil if there is none.
    func document(of stream: StreamName) throws -> JSONObject? {
        if let planned = planned[stream] { return planned }
        let document = try log.read { reader in
            try reader.document(of: mount.stream(stream), at: position)
        }
        return mount.bare(document, of: stream)
    }

    /// A document without the members that Annals adds to those that it makes of several files.
    static func values(_ document: JSONObject?, of stream: StreamName) -> JSONObject? {
        guard var values = document, !stream.isOfOneValue else { return document }
        values.removeValue(forKey: DocumentMembers.sources)
        values.removeValue(forKey: DocumentMembers.origins)
        return values
    }

    /// The streams of all documents that files could speak of: all but the files' and the store's.
    func streams() throws -> [StreamName] {
        let names = try log.read { reader in
            try StreamTable(reader.statements).names()
        }
        let others =
            StreamName.captureCategories + [StreamName.ownCategory, StreamName.rulesCategory]
        let mounts = try WorkspaceCapture(log, mount).mounts()
        return try names.filter { !others.contains($0.0) }.compactMap { category, id in
            try mounts.bareID(of: id).map { try StreamName(category: category, id: $0) }
        }
    }
}
