extension StreamName {
    /// The category of streams that are the history of a file.
    public static let fileCategory = "file"
    /// The category of the stream that lists the folders of captured files.
    public static let foldersCategory = "folders"
    /// The category of the streams that keep a store's own rules for reading files: `rules/NAME`.
    public static let rulesCategory = "rules"
    /// The categories of what is captured: files and folders.
    public static let captureCategories = [fileCategory, foldersCategory]
    /// The category of the store's own streams, where callers cannot append.
    public static let ownCategory = "annals"

    /// Whether the stream is the store's own, where callers cannot append.
    public var isOwn: Bool { category == Self.ownCategory }

    /// The stream `file/<path>` of a file.
    ///
    /// - Parameter path: The bytes of its path, as the file system has them.
    /// - Throws: ``StoreError/Code/invalidName`` if the encoded path is empty or over 1,024 bytes.
    public init(filePath path: some Sequence<UInt8>) throws(StoreError) {
        try self.init(category: Self.fileCategory, id: Self.percentEncoded(path: path))
    }

    /// The bytes of the path that this stream is the history of, or nil if it is no `file/` stream
    /// or its id is not what ``percentEncoded(path:)`` makes of any path.
    public var filePath: [UInt8]? {
        category == Self.fileCategory ? Self.pathBytes(percentEncoded: id) : nil
    }

    /// The id of a path: its text, with control characters, `%` and whatever is not UTF-8 as `%XX`.
    ///
    /// Every path has exactly one id, from which ``pathBytes(percentEncoded:)`` makes it again.
    ///
    /// - Parameter path: The bytes of the path, in any encoding.
    public static func percentEncoded(path: some Sequence<UInt8>) -> String {
        let bytes = Array(path)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let length = UTF8Rules.scalarLength(in: bytes, at: index)
            let isPlain = length > 0 && !isEscaped(bytes, index, length)
            if isPlain {
                encoded.append(contentsOf: bytes[index..<index + length])
            } else {
                for byte in bytes[index..<index + max(length, 1)] {
                    PercentEncoding.append(byte, to: &encoded)
                }
            }
            index += max(length, 1)
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The bytes of the path with an id, or nil if ``percentEncoded(path:)`` never makes that id.
    ///
    /// - Parameter id: The id of a `file/` stream.
    public static func pathBytes(percentEncoded id: String) -> [UInt8]? {
        guard let bytes = PercentEncoding.bytes(of: id.utf8) else { return nil }
        // One path, one id: "%41" would be a second id of the path "A".
        return percentEncoded(path: bytes).hasSameBytes(as: id) ? bytes : nil
    }

    private static func isEscaped(_ bytes: [UInt8], _ index: Int, _ length: Int) -> Bool {
        switch length {
        case 1: bytes[index] < 0x20 || bytes[index] == 0x7F || bytes[index] == UInt8(ascii: "%")
        case 2: bytes[index] == 0xC2 && bytes[index + 1] < 0xA0
        default: false
        }
    }
}
