package import AnnalsIntegrity
import AnnalsLog
public import AnnalsModel

/// Public keys of logs and witnesses, against which signatures are checked.
///
/// They should come from elsewhere than what they check.
public struct VerifierKeys: Sendable {
    /// The keys themselves.
    package let keys: [VerifierKey]

    /// Reads keys, one a line; empty lines and those that begin with `#` are left out.
    ///
    /// - Throws: `invalidArgument` for a text that is no key, naming the line; `notFound` if there
    ///   is none.
    public init(_ text: String) throws(StoreError) {
        try self.init(bytes: Array(text.utf8))
    }

    /// Reads a file of keys, one a line; empty lines and those that begin with `#` are left out.
    ///
    /// - Throws: As ``init(_:)``; `notFound`, `io`.
    public init(contentsOf path: String) throws(StoreError) {
        let bytes = try InputFile.bytes(at: path, limit: Limits.keyListBytesMax)
        do {
            try self.init(bytes: bytes)
        } catch {
            throw StoreError(
                error.code, "\(path.terminalSafe) cannot be used: \(error.message)")
        }
    }

    private init(bytes: [UInt8]) throws(StoreError) {
        let bytes = ByteOrderMark.dropped(from: bytes)
        let isWhole = bytes.last == UInt8(ascii: "\n")
        let keys = try VerifierKey.list(isWhole ? bytes : bytes + [UInt8(ascii: "\n")])
        guard !keys.isEmpty else {
            throw StoreError(
                .notFound, "there is no key in it: give the text of a verifier key, NAME+ID+KEY")
        }
        self.keys = keys
    }

    private init(keys: [VerifierKey]) {
        self.keys = keys
    }

    /// The keys of both.
    public static func + (left: VerifierKeys, right: VerifierKeys) -> VerifierKeys {
        VerifierKeys(keys: left.keys + right.keys)
    }

    /// The names of the keys, in their order.
    public var names: [String] { keys.map(\.name.text) }
    /// The keys, as text.
    public var texts: [String] { keys.map(\.text) }

    /// The keys, if all are of witnesses.
    ///
    /// - Throws: `invalidArgument`.
    func ofWitnesses() throws(StoreError) -> [VerifierKey] {
        for key in keys where key.algorithm != .cosignature {
            throw StoreError(
                .invalidArgument,
                "the key of \(key.name.text.quotedForMessage) is none of a witness: give one of"
                    + " type 4, whose signatures have a time")
        }
        return keys
    }
}
