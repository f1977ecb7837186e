extension StoreError {
    /// The kind of an error: a stable snake_case name that programs may rely on.
    ///
    /// New kinds may be added, so a `switch` over codes needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Name: String, CaseIterable {
            case invalidJSON = "invalid_json"
            case invalidName = "invalid_name"
            case invalidPointer = "invalid_pointer"
            case invalidArgument = "invalid_argument"
            case invalidMoment = "invalid_moment"
            case beyondHead = "beyond_head"
            case notFound = "not_found"
            case versionConflict = "version_conflict"
            case taken
            case idReused = "id_reused"
            case cycleBehind = "cycle_behind"
            case cycleJump = "cycle_jump"
            case reserved
            case retained
            case notAStore = "not_a_store"
            case newerFormat = "newer_format"
            case storeExists = "store_exists"
            case storeMissing = "store_missing"
            case storeReplaced = "store_replaced"
            case readOnly = "read_only"
            case busy
            case outcomeUnknown = "outcome_unknown"
            case corrupt
            case projectionInvalid = "projection_invalid"
            case projectionRefused = "projection_refused"
            case tooLarge = "too_large"
            case io
            case sqlRefused = "sql_refused"
            case timeLimit = "time_limit"
            case interrupted
            case unsupported
            case notAllowed = "not_allowed"
        }

        private let name: Name

        private init(_ name: Name) {
            self.name = name
        }

        /// The stable name, for example `version_conflict`.
        public var description: String { name.rawValue }

        /// A text is not JSON as Annals takes it; the message has line and column.
        public static let invalidJSON = Code(.invalidJSON)
        /// The name of a stream, type, actor, tag or correlation breaks its grammar.
        public static let invalidName = Code(.invalidName)
        /// A JSON Pointer breaks RFC 6901, or may not be used where it stands.
        public static let invalidPointer = Code(.invalidPointer)
        /// Another value is not what the call takes.
        public static let invalidArgument = Code(.invalidArgument)
        /// A text is in none of the forms of a moment.
        public static let invalidMoment = Code(.invalidMoment)
        /// A moment lies after the last event.
        public static let beyondHead = Code(.beyondHead)
        /// What was asked for does not exist.
        public static let notFound = Code(.notFound)
        /// The stream is not at the version that the caller expected.
        public static let versionConflict = Code(.versionConflict)
        /// What was to be claimed is somebody else's or has ended, or what was to be made is there.
        public static let taken = Code(.taken)
        /// An id was used before, with other content.
        public static let idReused = Code(.idReused)
        /// An event's cycle is lower than the current one.
        public static let cycleBehind = Code(.cycleBehind)
        /// An event's cycle is so far ahead that the caller must say it is meant.
        public static let cycleJump = Code(.cycleJump)
        /// A name belongs to the store itself.
        public static let reserved = Code(.reserved)
        /// What was to be erased is younger than the store says that events are kept.
        public static let retained = Code(.retained)
        /// A file is something else than a store.
        public static let notAStore = Code(.notAStore)
        /// A store was made by a newer version of Annals.
        public static let newerFormat = Code(.newerFormat)
        /// A store or file is already there and is not overwritten.
        public static let storeExists = Code(.storeExists)
        /// There is no store at the path.
        public static let storeMissing = Code(.storeMissing)
        /// The store's path leads to another file than the one that is open, or to none; or the
        /// write-ahead log beside it was written for another file.
        public static let storeReplaced = Code(.storeReplaced)
        /// The store was opened for reading, or its place cannot be written.
        public static let readOnly = Code(.readOnly)
        /// Another writer held the store for longer than the caller's deadline.
        public static let busy = Code(.busy)
        /// It cannot be told yet whether an append was stored.
        public static let outcomeUnknown = Code(.outcomeUnknown)
        /// Stored bytes are damaged or were tampered with.
        public static let corrupt = Code(.corrupt)
        /// The definition of a projection is wrong.
        public static let projectionInvalid = Code(.projectionInvalid)
        /// A projection refused the row that an event would make.
        public static let projectionRefused = Code(.projectionRefused)
        /// Something is over a limit of ``Limits``.
        public static let tooLarge = Code(.tooLarge)
        /// The operating system or SQLite failed to read or write.
        public static let io = Code(.io)
        /// An SQL text is not allowed, or SQLite refused it.
        public static let sqlRefused = Code(.sqlRefused)
        /// A query ran for longer than its time limit.
        public static let timeLimit = Code(.timeLimit)
        /// The work was cancelled.
        public static let interrupted = Code(.interrupted)
        /// This platform, file system or build cannot do what was asked.
        public static let unsupported = Code(.unsupported)
        /// Whoever asks has no right to it.
        public static let notAllowed = Code(.notAllowed)
    }
}

extension StoreError.Code: LosslessStringConvertible, CaseIterable, Codable {
    /// The kind of a stable name; nil if this version has none of the name.
    public init?(_ description: String) {
        guard let name = Name(rawValue: description) else { return nil }
        self.init(name)
    }

    /// Every kind of this version.
    public static var allCases: [StoreError.Code] { Name.allCases.map { Self($0) } }

    /// Reads the stable name.
    ///
    /// - Throws: `DecodingError` if this version has no kind of the name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let code = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\(text.quotedForMessage) is no kind of error of this version")
        }
        self = code
    }

    /// Writes the stable name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
