import AnnalsModel
import AnnalsPage
import HTTPTypes
import Hummingbird
import NIOCore

/// A part of the page that is the same in every store, with a tag by which a browser need not fetch
/// it again.
struct PageAsset: Sendable {
    /// The style sheet.
    static let styleSheet = PageAsset(PageDocument.styleSheet, .styleSheet)
    /// The script.
    static let script = PageAsset(PageDocument.script, .script)
    /// The mark of the page, in the tab of a browser.
    static let icon = PageAsset(PageDocument.icon, .image)

    private let bytes: ByteBuffer
    private let type: MediaType
    private let tag: String

    private init(_ bytes: [UInt8], _ type: MediaType) {
        self.bytes = ByteBuffer(bytes: bytes)
        self.type = type
        // A short mark that other bytes will hardly have (FNV-1a, 64 bits).
        let mark = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        tag = "\"\(AnnalsVersion.current)-\(String(mark, radix: 16))\""
    }

    /// The answer to a request for it.
    func response(to request: Request) -> Response {
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if let given = request.headers[.ifNoneMatch], EntityTag.isAmong(given, tag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = "\(type.rawValue); charset=utf-8"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}
