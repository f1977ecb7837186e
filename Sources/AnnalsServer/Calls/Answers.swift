import AnnalsJSON
import AnnalsModel
import HTTPTypes
import Hummingbird
import NIOCore

extension ResponseBody {
    /// A body that is a JSON value: as it is stored, numbers never by way of a double.
    init(json value: JSONValue) {
        var bytes: [UInt8] = []
        value.write(to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        self.init(byteBuffer: ByteBuffer(bytes: bytes))
    }
}

extension Response {
    /// An answer that is a JSON value.
    static func json(
        _ value: JSONValue, _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = MediaType.json.rawValue }
        // An erasure must not be outlived by a cache, and a present is soon a past.
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-cache" }
        return Response(status: status, headers: headers, body: ResponseBody(json: value))
    }

    /// An answer that is one result.
    static func json(
        _ result: some JSONResult, _ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        json(.object(result.json()), status, headers: headers)
    }

    /// An answer of one JSON value a line, which are written as they come.
    ///
    /// Where something fails between two lines, the connection ends without the end of the body: a
    /// client sees that something is missing.
    ///
    /// - Parameter pages: The lines, some at a time.
    static func lines<Pages: AsyncSequence & Sendable>(_ pages: Pages) -> Response
    where Pages.Element == [UInt8] {
        var headers: HTTPFields = [.contentType: MediaType.lines.rawValue]
        headers[.cacheControl] = "no-cache"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                for try await page in pages { try await writer.write(ByteBuffer(bytes: page)) }
                try await writer.finish(nil)
            })
    }
}

extension HTTPFields {
    /// Sets a header that has no name in the library.
    mutating func set(_ name: String, _ value: String) {
        if let field = HTTPField.Name(name) { self[field] = value }
    }
}

extension Sequence<JSONObject> {
    /// One object a line.
    var lines: [UInt8] {
        var bytes: [UInt8] = []
        for object in self {
            object.write(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
