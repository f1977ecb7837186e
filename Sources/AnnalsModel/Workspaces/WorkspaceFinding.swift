/// Something about a file that was not understood, or not captured.
public struct WorkspaceFinding: Sendable, Hashable {
    /// What sort of finding.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A file of JSON, or a line of JSON Lines, whose text is not JSON.
        case notJSON = "not_json"
        /// A file of YAML, or the head of a note, whose text is not YAML.
        case notYAML = "not_yaml"
        /// A file of TOML, or the head of a note, whose text is not TOML.
        case notTOML = "not_toml"
        /// A member given more than once in one object; the last one counts.
        case duplicateMember = "duplicate_member"
        /// A task that stands more than once in one list; the last one counts.
        case duplicateTask = "duplicate_task"
        /// Files in different folders that give one task different titles: it may be two.
        case conflictingTitles = "conflicting_titles"
        /// JSON of another shape than its place calls for, so that it changes no document.
        case unexpectedShape = "unexpected_shape"
        /// An id that cannot name a stream, or that is a template's placeholder.
        case unusableID = "unusable_id"
        /// A file that says it is of another agent than the folder it lies in.
        case otherAgent = "other_agent"
        /// A member whose name Annals uses in documents; it is in the file alone.
        case reservedMember = "reserved_member"
        /// A value that looks like a key, token or password; it is captured as it is.
        case secret
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

    /// Whether it says that a file, or a part of it, is not written in the language of its name.
    package var isSyntax: Bool {
        switch kind {
        case .notJSON, .notYAML, .notTOML, .notUTF8: true
        default: false
        }
    }

    /// What sort of finding it is.
    public let kind: Kind
    /// The file or folder, as in its stream `file/<path>`.
    public let path: String
    /// Line in the file, from 1.
    public let line: Int?
    /// Column in the line, from 1, in Unicode scalars.
    public let column: Int?
    /// One sentence: what is there, and what that means.
    public let message: String

    /// Creates a finding of its parts.
    package init(kind: Kind, path: String, line: Int?, column: Int?, message: String) {
        self.kind = kind
        self.path = path
        self.line = line
        self.column = column
        self.message = message
    }
}

extension WorkspaceFinding: CustomStringConvertible {
    /// The finding like a compiler's: path, line, column, message.
    public var description: String {
        let place = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
        return "\(path.terminalSafe)\(place): \(message)"
    }
}
