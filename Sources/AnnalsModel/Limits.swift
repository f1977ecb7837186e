/// Every limit of a store, each with its unit and its reason.
///
/// A name ends in its unit; `Max` and `Min` are inclusive.
public enum Limits {
    // MARK: Names

    /// Bytes of a category: one letter and 62 more, so that it stays a readable column.
    public static let categoryBytesMax = 63
    /// Bytes of a stream's id: room for a long percent-encoded path, small enough for an index.
    public static let idBytesMax = 1_024
    /// Bytes of an event type with its category: types are words, kept in a table of names.
    public static let typeBytesMax = 255
    /// Bytes of an actor's name.
    public static let actorBytesMax = 255
    /// Bytes of a tag's name.
    public static let tagBytesMax = 255
    /// Bytes of a correlation: a run's or conversation's name, kept in a table of names.
    public static let correlationBytesMax = 1_024

    // MARK: JSON

    /// Nested containers in a document or in an event's data: bounds every recursion over JSON.
    public static let jsonDepthMax = 128
    /// Nested containers in a text that carries data as a member: an event's line, a stored body.
    public static let jsonEnvelopeDepthMax = jsonDepthMax + 1
    /// Characters of a given text that an error message quotes.
    public static let quotedCharactersMax = 200

    // MARK: Events

    /// Bytes of an event's body before compression: well under SQLite's BLOB limit of 10^9.
    public static let bodyBytesMax = 512 << 20
    /// Cycles that one event may skip without saying that it is meant: catches a slip of the hand.
    public static let cycleJumpMax: Int64 = 1_000
    /// Events of one batch where the caller names no size: a transaction of some milliseconds.
    public static let batchEventsDefault = 1_000
    /// Names that a misspelled one is compared with at most: some 10 ms.
    public static let nearNamesMax = 10_000
    /// Lines that one line's causation may count back in a load, over the ends of batches.
    public static let recentLinesMax = 1_000
    /// Different lines of one input that are told apart where ids are made of their content: some
    /// 60 bytes of memory each.
    public static let distinctLinesMax = 8_000_000

    // MARK: Numbers

    /// The last position that there can be, and so the largest version and id of a name.
    ///
    /// Every reader of JSON holds 2^53 - 1 exactly, and 285 years of a million events a second do
    /// not reach it. What a file says beyond it is damage.
    public static let positionMax: Int64 = (1 << 53) - 1
    /// Bytes of all bodies of a log, before compression: what a SQLite file of its largest size
    /// (2^48 bytes) holds where LZ4 makes 256 bytes of one.
    public static let logBytesMax: Int64 = 1 << 56

    // MARK: Bodies

    /// Bytes of a trained dictionary: LZ4 looks back 65,535 bytes, more would never be used.
    public static let dictionaryBytesMax = 65_536
    /// Bytes of history, dictionary and base body, that a compressed block can refer to.
    public static let historyBytesMax = 65_536
    /// Base bodies in a row: a read anywhere decodes at most this many bodies and its own.
    public static let chainLinksMax = 8
    /// Bytes from which a body is compressed against the stream's previous one; below, the
    /// dictionary alone does as well.
    public static let bodyBytesForBaseMin = 512
    /// Bytes of a body that is one LZ4 block; a larger one is cut into blocks.
    public static let bodyBytesSingleBlockMax = 65_536
    /// Bytes of each block of a larger body: each sees the base's bytes around its own offset.
    public static let bodyBlockBytes = 16_384
    /// Bytes of the digest in front of each stored body: they detect what LZ4 does not.
    public static let bodyCheckBytes = 4

    /// Digits of base64 in a row from which they are stored as the bytes that they spell: fewer
    /// save less than a hundred bytes, and are names, digests and signatures.
    public static let packedDigitsMin = 512
    /// Share of a body's bytes, one in so many, that this must save at least: what repeats is
    /// small either way.
    public static let packedGainShare = 16
    /// Share of an event's body, one in so many, up to which the rest of a document is stored
    /// without what the event gives it anyway.
    public static let documentRestShare = 4

    // MARK: Integrity

    /// Children of a node of the stored tree: a proof rehashes at most this many leaves.
    public static let treeArity = 256
    /// Bytes of the salt of a body and of a stream's secret.
    public static let saltBytes = 16

    // MARK: Snapshots and moments

    /// Bytes of stored events below which a projection gets no new snapshot: some thousands of
    /// events, which are applied in the time that the rest of opening a moment takes.
    public static let snapshotFloorBytes = 128 << 10
    /// Snapshots in a row that are stored as what differs from the one before, where a whole one
    /// can be afforded then: each costs some milliseconds when a moment is opened.
    public static let snapshotLinksWanted = 8
    /// The same where none can be afforded.
    public static let snapshotLinksMax = 48
    /// Bytes of stored events below which a single stream gets no stored document.
    public static let documentFloorBytes = 16 << 10
    /// Bytes of one chunk of a snapshot: bounds the memory that writing and reading one takes.
    public static let snapshotChunkBytesMax = 1 << 20

    // MARK: Files

    /// Bytes of a workspace file that is captured; a larger one is a finding with hash and size.
    public static let capturedFileBytesMax = 64 << 20
    /// Pages in the write-ahead log from which it is checkpointed.
    public static let walPagesBeforeCheckpoint = 20_000
}
