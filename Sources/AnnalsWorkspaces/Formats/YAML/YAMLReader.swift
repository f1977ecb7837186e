import AnnalsModel
import CAnnalsYAML

/// Reads YAML into JSON values and the places where they stand.
///
/// Anchors and merge keys (https://yaml.org/type/merge.html) are resolved; how much they may add to
/// a text is bounded, and so is nesting, behind aliases too.
struct YAMLReader: ~Copyable {
    /// A document of a text.
    struct Document {
        let value: JSONValue
        let node: TextNode
    }

    /// A value with what has to be known of it where an alias repeats it.
    struct Part {
        var value: JSONValue
        var node: TextNode
        /// Containers inside one another: 0 for a scalar.
        var height = 0
        /// A measure of the memory that its JSON takes, in bytes.
        var weight = 0
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var events: YAMLEvents
    private let depthMax: Int
    private var anchors: [String: Part] = [:]
    private var path: [String] = []
    private var duplicates: [(pointer: JSONPointer, offset: Int)] = []
    /// The weight of all that aliases repeated.
    private var repeated = 0

    private init?(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, depthMax: Int) {
        guard let events = YAMLEvents(bytes, range) else { return nil }
        self.bytes = bytes
        self.events = events
        self.depthMax = depthMax
    }

    /// Reads a text; nothing but blanks and comments is null.
    static func read(
        _ bytes: [UInt8], depthMax: Int
    ) throws(FileFormatError) -> FormattedText {
        let range = ByteOrderMark.length(in: bytes)..<bytes.count
        let (documents, duplicates) = try documents(of: bytes, in: range, depthMax: depthMax)
        let value: JSONValue =
            documents.count == 1
            ? documents[0].value
            : documents.isEmpty ? .null : .array(documents.map(\.value))
        return FormattedText(
            value, duplicates: duplicates,
            lines: TextLines(of: bytes) { node(of: $0, depthMax: depthMax) })
    }

    /// The places of all values of a text; nil if it cannot be read or is empty.
    static func node(of bytes: [UInt8], depthMax: Int) -> TextNode? {
        let range = ByteOrderMark.length(in: bytes)..<bytes.count
        guard let read = try? documents(of: bytes, in: range, depthMax: depthMax).documents
        else { return nil }
        if read.count < 2 { return read.first?.node }
        return TextNode(range: range, content: .array(read.map(\.node)), style: .block)
    }

    /// Reads the documents in a part of a text.
    static func documents(
        of bytes: [UInt8], in range: Range<Int>, depthMax: Int
    ) throws(FileFormatError) -> (documents: [Document], duplicates: [JSONDuplicate]) {
        let result = bytes.withUnsafeBufferPointer { all in
            Result { () throws(FileFormatError) in
                guard var reader = YAMLReader(all, range, depthMax: depthMax) else {
                    throw FileFormatError(
                        "not YAML: there is no memory to read it", line: 1, column: 1)
                }
                let documents = try reader.documents()
                return (documents, reader.duplicates)
            }
        }
        let (documents, found) = try result.get()
        let duplicates = found.map { duplicate in
            let place = FileFormatError.place(of: duplicate.offset, in: bytes)
            return JSONDuplicate(
                pointer: duplicate.pointer, line: place.line, column: place.column)
        }
        return (documents, duplicates)
    }

    private mutating func documents() throws(FileFormatError) -> [Document] {
        var documents: [Document] = []
        while let event = try events.next() {
            guard event.kind != ANNALS_YAML_DOCUMENT, event.kind != ANNALS_YAML_DOCUMENT_END
            else {
                anchors = [:]
                continue
            }
            let part = try part(event, depth: 0)
            documents.append(Document(value: part.value, node: part.node))
        }
        // A separator behind the last document makes no other one.
        if documents.count > 1, let last = documents.last, last.node.range.isEmpty {
            documents.removeLast()
        }
        return documents
    }

    // MARK: Values

    /// Reads the value that an event is, or begins.
    private mutating func part(
        _ event: YAMLEvents.Event, depth: Int
    ) throws(FileFormatError) -> Part {
        if event.kind == ANNALS_YAML_ALIAS { return try alias(event, depth: depth) }
        var part: Part
        switch event.kind {
        case ANNALS_YAML_SEQUENCE:
            part = try sequence(event, depth: depth + 1)
        case ANNALS_YAML_MAPPING:
            part = try mapping(event, depth: depth + 1)
        default:
            let value = YAMLScalar.value(
                event.value, tag: event.tag, isPlain: event.style == .plain)
            part = Part(
                value: value, node: TextNode(range: event.range, style: event.style),
                weight: event.value.utf8.count + 8)
        }
        part.node.hasProperties = event.anchor != nil || event.tag != nil
        if let anchor = event.anchor { anchors[anchor] = part }
        return part
    }

    private mutating func alias(
        _ event: YAMLEvents.Event, depth: Int
    ) throws(FileFormatError) -> Part {
        guard let anchor = event.anchor, var part = anchors[anchor] else {
            throw error("no anchor above is called \((event.anchor ?? "").quotedForMessage)", event)
        }
        guard depth + part.height <= depthMax else { throw tooDeep(event) }
        repeated += part.weight
        guard repeated <= Limits.aliasedBytesMax else {
            throw error(
                "its aliases repeat more than \(Limits.aliasedBytesMax) bytes of values", event)
        }
        part.node = TextNode(range: event.range, style: .alias, hasProperties: true)
        return part
    }

    private mutating func sequence(
        _ start: YAMLEvents.Event, depth: Int
    ) throws(FileFormatError) -> Part {
        guard depth <= depthMax else { throw tooDeep(start) }
        var values: [JSONValue] = []
        var nodes: [TextNode] = []
        var whole = Part(value: .null, node: TextNode(range: start.range), weight: 8)
        while let event = try events.next() {
            if event.kind == ANNALS_YAML_SEQUENCE_END {
                whole.node = collection(start, end: event, last: nodes.last, .array(nodes))
                break
            }
            path.append(String(values.count))
            let part = try part(event, depth: depth)
            path.removeLast()
            values.append(part.value)
            nodes.append(part.node)
            whole.height = max(whole.height, part.height)
            whole.weight += part.weight
        }
        whole.value = .array(values)
        whole.height += 1
        return whole
    }

    private mutating func mapping(
        _ start: YAMLEvents.Event, depth: Int
    ) throws(FileFormatError) -> Part {
        guard depth <= depthMax else { throw tooDeep(start) }
        var object = JSONObject()
        var members: [TextMember] = []
        var given: Set<ExactString> = []
        var whole = Part(value: .null, node: TextNode(range: start.range), weight: 8)
        while let event = try events.next() {
            if event.kind == ANNALS_YAML_MAPPING_END {
                let last = members.last?.value
                whole.node = collection(start, end: event, last: last, .object(members))
                break
            }
            let name = try name(event)
            guard let next = try events.next() else { break }
            path.append(name)
            let part = try part(next, depth: depth)
            whole.height = max(whole.height, part.height)
            whole.weight += part.weight + name.utf8.count + 8
            members.append(TextMember(name: name, key: event.range, value: part.node))
            if isMergeKey(event), let merged = Self.merged(part.value) {
                for other in merged {
                    for (name, value) in other where object[name] == nil { object[name] = value }
                }
            } else {
                if !given.insert(ExactString(name)).inserted {
                    duplicates.append((JSONPointer(tokens: path), event.range.lowerBound))
                }
                object[name] = part.value
            }
            path.removeLast()
        }
        whole.value = .object(object)
        whole.height += 1
        return whole
    }

    private func name(_ event: YAMLEvents.Event) throws(FileFormatError) -> String {
        if event.kind == ANNALS_YAML_SCALAR { return event.value }
        if event.kind == ANNALS_YAML_ALIAS, let anchor = event.anchor,
            let text = anchors[anchor]?.value.asString
        {
            return text
        }
        throw error("a key is no text", event)
    }

    private func isMergeKey(_ event: YAMLEvents.Event) -> Bool {
        event.value == "<<" && event.style == .plain && event.kind == ANNALS_YAML_SCALAR
            && event.tag == nil
    }

    /// The objects whose members a merge key adds; nil if its value is none and no list of them.
    private static func merged(_ value: JSONValue) -> [JSONObject]? {
        if let object = value.asObject { return [object] }
        guard let values = value.asArray else { return nil }
        let objects = values.compactMap(\.asObject)
        return objects.count == values.count ? objects : nil
    }

    /// A collection from its first to its last byte: one of lines ends where its last value does.
    private func collection(
        _ start: YAMLEvents.Event, end: YAMLEvents.Event, last: TextNode?,
        _ content: TextNode.Content
    ) -> TextNode {
        let upper =
            start.style == .flow
            ? end.range.upperBound : last?.range.upperBound ?? start.range.upperBound
        return TextNode(
            range: start.range.lowerBound..<max(upper, start.range.lowerBound),
            content: content, style: start.style)
    }

    // MARK: Errors

    private func tooDeep(_ event: YAMLEvents.Event) -> FileFormatError {
        error("it has more than \(depthMax) levels of nesting", event)
    }

    private func error(_ problem: String, _ event: YAMLEvents.Event) -> FileFormatError {
        FileFormatError(
            "not YAML: \(problem)", at: event.range.lowerBound, in: Array(bytes))
    }
}
