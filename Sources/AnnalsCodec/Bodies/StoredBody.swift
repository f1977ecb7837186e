/// A body as the columns `size`, `dictionary`, `base` and `body` of `events` hold it.
package struct StoredBody: Sendable, Equatable {
    /// Bytes of the body before compression.
    package let size: Int
    /// nil if the payload is not compressed, 0 if it is LZ4 without a dictionary, else the id of
    /// the dictionary.
    package let dictionary: Int64?
    /// Position of the event whose body is part of the history, if there is one.
    package let base: Int64?
    /// The packed body that was compressed instead of its text; nil for the text.
    package let packed: [UInt8]?
    /// The four check bytes, of a packed body the number of its bytes, then the payload.
    package let blob: [UInt8]

    /// Creates a stored body.
    package init(
        size: Int, dictionary: Int64?, base: Int64?, packed: [UInt8]? = nil, blob: [UInt8]
    ) {
        self.size = size
        self.dictionary = dictionary
        self.base = base
        self.packed = packed
        self.blob = blob
    }
}

/// What the column `dictionary` of `events` says of a body that was not erased.
///
/// A text has the id of its dictionary, or NULL. A packed body has a number below -1, so that who
/// does not know of packed bodies finds no such dictionary: -3 less the id, or -2.
package struct BodyStorage: Sendable, Equatable {
    /// nil if the payload is not compressed, 0 if it is LZ4 without a dictionary, else the id of
    /// the dictionary.
    package let dictionary: Int64?
    /// Whether the body was packed before it was compressed.
    package let isPacked: Bool

    /// Puts both together.
    package init(dictionary: Int64?, isPacked: Bool) {
        self.dictionary = dictionary
        self.isPacked = isPacked
    }

    /// Reads the column, whatever number stands there: one that no store writes names no
    /// dictionary.
    package init(column: Int64?) {
        if let column, column < -1 {
            self.init(dictionary: column == -2 ? nil : -3 &- column, isPacked: true)
        } else {
            self.init(dictionary: column, isPacked: false)
        }
    }

    /// What the column holds.
    package var column: Int64? {
        isPacked ? -3 - (dictionary ?? -1) : dictionary
    }
}

extension StoredBody {
    /// What the column `dictionary` holds.
    package var storage: BodyStorage {
        BodyStorage(dictionary: dictionary, isPacked: packed != nil)
    }
}
