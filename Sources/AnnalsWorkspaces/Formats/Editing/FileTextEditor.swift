import AnnalsModel

/// Changes values inside a text of some format and leaves every other byte as it is.
struct FileTextEditor {
    typealias Edit = JSONTextEditor.Edit

    /// A text that was edited.
    struct Result {
        /// The text.
        var bytes: [UInt8]
        /// The places that were written anew, removed or added.
        var changed: [JSONPointer] = []
        /// The places of edits that the format cannot carry.
        var refused: [JSONPointer] = []
    }

    /// A text with other values.
    struct Rewriting {
        /// The bytes.
        var bytes: [UInt8]
        /// What they say, if they were written well.
        var value: JSONValue
        /// The places that were written anew, removed or added.
        var changed: [JSONPointer]
    }

    private let format: FileFormat
    /// Times that the text may still be written and read.
    private var attempts = Limits.editAttemptsMax

    /// The text with some of its values changed; nil if it cannot be read as what it is.
    ///
    /// An edit that the format cannot carry is refused; a place that is not there, but for a
    /// member of an object that is, is passed over. What is written is read again: all values that
    /// no edit names are as before.
    static func edit(_ bytes: [UInt8], _ format: FileFormat, _ edits: [Edit]) -> Result? {
        if format == .json {
            return JSONTextEditor.edit(bytes, edits).map {
                Result(bytes: $0.bytes, changed: $0.changed)
            }
        }
        guard let text = try? format.read(bytes, depthMax: FileReader.depthMax) else {
            return nil
        }
        var editor = FileTextEditor(format: format)
        // Elements with high indexes first, so that the others keep theirs.
        let removals = edits.filter { $0.value == nil }.sorted { $0.place.isAfter($1.place) }
        let ordered = edits.filter { $0.value != nil } + removals
        return editor.carry(ordered[...], bytes, text)
    }

    private init(format: FileFormat) {
        self.format = format
    }

    /// Carries out as many edits as go: all at once, else those of each half that go.
    private mutating func carry(
        _ edits: ArraySlice<Edit>, _ bytes: [UInt8], _ text: FormattedText
    ) -> Result {
        let unchanged = Result(bytes: bytes)
        let refusal = Result(bytes: bytes, refused: edits.map(\.place))
        guard attempts > 0 else { return refusal }
        attempts -= 1
        var wanted = text.value
        for edit in edits { wanted.set(edit.value, at: edit.place.tokens[...]) }
        if wanted == text.value { return unchanged }
        if let rewriting = rewrite(bytes, text.value, to: wanted), rewriting.bytes != bytes {
            let read = try? format.read(rewriting.bytes, depthMax: FileReader.depthMax)
            if let read, read.problems.count <= text.problems.count,
                Self.says(read.value, rewriting.value)
            {
                return Result(bytes: rewriting.bytes, changed: rewriting.changed)
            }
        }
        guard edits.count > 1 else { return refusal }
        let middle = edits.startIndex + edits.count / 2
        let first = carry(edits[..<middle], bytes, text)
        let between = try? format.read(first.bytes, depthMax: FileReader.depthMax)
        guard let between else { return refusal }
        let second = carry(edits[middle...], first.bytes, between)
        return Result(
            bytes: second.bytes, changed: first.changed + second.changed,
            refused: first.refused + second.refused)
    }

    /// Writes a text with another value; nil where its format cannot say all of it.
    private func rewrite(
        _ bytes: [UInt8], _ old: JSONValue, to new: JSONValue
    ) -> Rewriting? {
        func whole(_ rewriting: Rewriting?) -> Rewriting? {
            rewriting?.value == new ? rewriting : nil
        }
        return switch format {
        case .json: nil
        case .jsonLines: whole(JSONLinesEditor.rewrite(bytes, old, to: new))
        case .yaml: whole(YAMLEditor.rewrite(bytes, old, to: new))
        case .toml: whole(TOMLEditor.rewrite(bytes, old, to: new))
        case .frontMatter: MarkdownEditor.rewrite(bytes, old, to: new, hasHead: true)
        case .checkList: MarkdownEditor.rewrite(bytes, old, to: new, hasHead: false)
        case .sections: MarkdownSections.rewrite(bytes, old, to: new)
        case .text: PlainText.rewrite(bytes, old, to: new)
        }
    }

    /// Whether a text says what it shall.
    ///
    /// Lines of items shift where others come and go, and a body that was not written itself is
    /// what its items make of it.
    private static func says(_ value: JSONValue, _ wanted: JSONValue) -> Bool {
        guard let items = wanted.asObject?["items"], var object = value.asObject,
            var wanted = wanted.asObject
        else { return value == wanted }
        object["items"] = object["items"].map(withoutLines)
        wanted["items"] = withoutLines(items)
        if wanted["body"] == nil { object["body"] = nil }
        return object == wanted
    }

    private static func withoutLines(_ items: JSONValue) -> JSONValue {
        .array(
            (items.asArray ?? []).map { item in
                guard var object = item.asObject else { return item }
                object["line"] = nil
                return .object(object)
            })
    }
}

extension PlainText {
    /// The text with another one in its place.
    static func rewrite(
        _ bytes: [UInt8], _ old: JSONValue, to new: JSONValue
    ) -> FileTextEditor.Rewriting? {
        guard let text = new.asObject?["text"]?.asString else { return nil }
        let mark = bytes[..<ByteOrderMark.length(in: bytes)]
        return FileTextEditor.Rewriting(
            bytes: mark + Array(text.utf8), value: new, changed: [JSONPointer(tokens: ["text"])])
    }
}
