import Annals
import AnnalsModel
import AnnalsPage
import HTTPTypes
import Hummingbird
import NIOCore

extension Call {
    /// Rows of a table of the page, written as they are read.
    ///
    /// What is wrong before the first row is answered as a problem. Where something fails later,
    /// the connection ends without the end of the body: who saves it sees that rows are missing.
    ///
    /// - Parameter isQuestion: Whether they are the answer to SQL that the caller gave.
    func csv(of read: @escaping RowsReading, isQuestion: Bool) async throws -> Response {
        let moment = try self.moment(PageParameters.at)
        let visitor = visitor
        let rows = try await long(isQuestion: isQuestion) { store in
            // The tables of the present need not be made again of the log.
            let position = try moment.map { try store.position(of: $0) }
            let isPast = try position.map { try $0 < store.head() } ?? false
            return try read(store, visitor, isPast ? position.map { .position($0) } : nil)
        }
        var headers: HTTPFields = [
            .contentType: "\(MediaType.csv.rawValue); charset=utf-8; header=present",
            .cacheControl: "no-store",
        ]
        headers.set(
            "Content-Disposition", "attachment; filename=\"\(rows.fileName).csv\"")
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                var piece = rows.beginning
                while !piece.isEmpty {
                    try await writer.write(ByteBuffer(bytes: piece))
                    try await demandStillAllowed()
                    piece = try await long(isQuestion: isQuestion) { _ in try rows.next() }
                }
                try await writer.finish(nil)
            })
    }
}
