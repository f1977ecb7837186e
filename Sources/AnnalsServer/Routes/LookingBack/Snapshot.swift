import Annals
import AnnalsModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Route {
    /// `GET /v1/snapshot`.
    static let snapshot = Route(
        .get, "/v1/snapshot", "snapshot", in: "Looking back",
        "The whole store as it was at a moment, as a file of its own.", for: .admin,
        [
            Parameters.at.description, Parameters.actorName.description,
            Parameters.actorKind.description,
        ],
        [
            AnswerDescription(
                .ok, "A store that ends at the moment.", [(.bytes, ["type": "string"])],
                headers: [("Annals-Position", "The position that it ends at.")])
        ]
    ) { call in
        let moment = try call.moment() ?? .head
        let actor = try call.actor()
        let file = try await call.long { store in
            try SnapshotFile(of: store, at: moment, by: actor)
        }
        var headers: HTTPFields = [
            .contentType: MediaType.bytes.rawValue, .contentLength: String(file.bytes),
        ]
        headers.set("Annals-Position", String(file.position))
        headers.set(
            "Content-Disposition", "attachment; filename=\"annals-\(file.position).db\"")
        let store = call.store
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                while case let piece = try await store.perform({ _ in try file.piece() }),
                    !piece.isEmpty
                {
                    try await writer.write(ByteBuffer(bytes: piece))
                    try await call.demandStillAllowed()
                }
                try await writer.finish(nil)
            })
    }
}

/// A store that is made to be sent, and has no name any more: it is gone when it was sent, however
/// that ends.
private struct SnapshotFile: Sendable {
    /// Bytes that are read at once.
    private static let pieceBytes = 256 << 10

    /// The position that it ends at.
    let position: Int64
    /// How many bytes it has.
    let bytes: UInt64
    private let handle: FileHandle

    init(of store: Store, at moment: Moment, by actor: Actor) throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try files.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? files.removeItem(at: folder) }
        let path = folder.appendingPathComponent("annals.db")
        position = try store.restore(at: moment, to: path.path, by: actor).position
        handle = try FileHandle(forReadingFrom: path)
        bytes = try handle.seekToEnd()
        try handle.seek(toOffset: 0)
    }

    /// The next bytes; none at the end.
    func piece() throws -> [UInt8] {
        Array(try handle.read(upToCount: Self.pieceBytes) ?? Data())
    }
}
