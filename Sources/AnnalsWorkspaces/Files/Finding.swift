import AnnalsModel

/// Something about a file that was not understood, or not captured: typed, with its place.
package struct Finding: Hashable, Sendable {
    /// What sort of finding.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A `.json` file whose text is not JSON.
        case notJSON = "not_json"
        /// A member given more than once in one object; the last one counts.
        case duplicateMember = "duplicate_member"
        /// A task that stands more than once in one list; the last one counts.
        case duplicateTask = "duplicate_task"
        /// JSON of another shape than its place calls for, so that it changes no document.
        case unexpectedShape = "unexpected_shape"
        /// An id that cannot name a stream, or that is a template's placeholder.
        case unusableID = "unusable_id"
        /// A file that says it is of another agent than the folder it lies in.
        case otherAgent = "other_agent"
        /// A member whose name Annals uses in documents; it is in the file alone.
        case reservedMember = "reserved_member"
        /// A text whose bytes are not UTF-8.
        case notUTF8 = "not_utf8"
        /// A file or folder that the system refuses to read.
        case unreadable
        /// A socket, pipe or device.
        case notAFile = "not_a_file"
        /// A file over the limit of size; hash and size are in the message.
        case tooLarge = "too_large"
        /// A file that changed each time while it was read.
        case changing
        /// A file that could not be written by an export.
        case unwritable
        /// A path that is too long for a stream.
        case pathTooLong = "path_too_long"
        /// A stream of a file, or a listed folder, whose name no file or folder can have.
        case unusablePath = "unusable_path"
    }

    /// What sort of finding it is.
    package let kind: Kind
    /// The file or folder.
    package let path: WorkspacePath
    /// Line in the file, from 1.
    package let line: Int?
    /// Column in the line, from 1, in Unicode scalars.
    package let column: Int?
    /// One sentence that says what is there and what that means.
    package let message: String

    /// Puts a finding together.
    package init(
        _ kind: Kind, _ path: WorkspacePath, line: Int? = nil, column: Int? = nil,
        _ message: String
    ) {
        self.kind = kind
        self.path = path
        self.line = line
        self.column = column
        self.message = message
    }
}

extension Finding {
    /// What is found of a name that no file or folder can have.
    init(unusable path: WorkspacePath, because problem: String) {
        self.init(
            .unusablePath, path,
            "nothing can be at this path, because \(problem): it is passed over until an event with"
                + " deleted ends its document")
    }
}

extension Finding: CustomStringConvertible {
    /// The finding like a compiler's: path, line, column, message.
    package var description: String {
        let place = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
        return "\(path.id.terminalSafe)\(place): \(message)"
    }
}
