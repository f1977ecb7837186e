/// An LZ4 dictionary: bytes that blocks may quote as if they stood before them.
package struct BodyDictionary: Sendable, Equatable {
    /// Its row in `dictionaries`, from 1; 0 is the dictionary without bytes.
    package let id: Int64
    /// At most 65,536 bytes.
    package let bytes: [UInt8]

    /// Creates a dictionary.
    package init(id: Int64, bytes: [UInt8]) {
        self.id = id
        self.bytes = bytes
    }
}
