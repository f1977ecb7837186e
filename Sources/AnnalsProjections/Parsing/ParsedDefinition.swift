import AnnalsModel

/// A definition file cut into its parts, with nothing looked up and nothing vetted.
struct ParsedDefinition: Sendable {
    /// The comment at the top of the file.
    var comment = ""
    /// The statements before the first directive.
    var schema: [SQLStatement] = []
    /// The directives, in the order of the file.
    var directives: [Directive] = []

    /// `-- on PATTERN:` and what belongs to it.
    struct Directive: Sendable {
        /// Offset of its `--`.
        let offset: Int
        /// The event types it is about.
        let patterns: [TypePattern]
        /// What it says to do.
        var action: Action
    }

    /// What a directive says to do.
    enum Action: Sendable {
        case merge(Merge)
        case run([SQLStatement])
    }

    /// `merge [strict] into TABLE key COLUMN …`, as written.
    struct Merge: Sendable {
        var isStrict = false
        var table: Name
        var key: Name
        var rest: Name?
        var document: Name?
        var columns: [Column] = []
    }

    /// `COLUMN from POINTER[, POINTER]…`, as written.
    struct Column: Sendable {
        let name: Name
        let pointers: [JSONPointer]
    }

    /// A name and where it stands.
    struct Name: Sendable {
        let text: String
        let offset: Int
    }
}
