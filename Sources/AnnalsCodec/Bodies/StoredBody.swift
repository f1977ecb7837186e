/// A body as the columns `size`, `dictionary`, `base` and `body` of `events` hold it.
package struct StoredBody: Sendable, Equatable {
    /// Bytes of the body before compression.
    package let size: Int
    /// nil if the payload is the body itself, 0 if it is LZ4 without a dictionary, else the id of
    /// the dictionary.
    package let dictionary: Int64?
    /// Position of the event whose body is part of the history, if there is one.
    package let base: Int64?
    /// The four check bytes, then the payload.
    package let blob: [UInt8]

    /// Creates a stored body.
    package init(size: Int, dictionary: Int64?, base: Int64?, blob: [UInt8]) {
        self.size = size
        self.dictionary = dictionary
        self.base = base
        self.blob = blob
    }
}
