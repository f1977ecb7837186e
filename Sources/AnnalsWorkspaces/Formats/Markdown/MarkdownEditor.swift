import AnnalsModel

/// Changes values in Markdown: the members of its head, its body, and the marks and texts of its
/// check boxes.
struct MarkdownEditor {
    private let layout: TextLayout
    private let items: [CheckList.Item]
    private let body: Range<Int>
    private var patch = TextPatch()
    private var changed: [JSONPointer] = []
    /// Whether something cannot be written.
    private var isRefused = false

    private init(_ bytes: [UInt8], _ body: Range<Int>) {
        layout = TextLayout(bytes)
        self.body = body
        items = CheckList.items(of: bytes, in: body)
    }

    /// Writes a text with another value; nil where Markdown cannot say all of it.
    ///
    /// - Parameter hasHead: Whether it may have a head, and its body is a value.
    static func rewrite(
        _ bytes: [UInt8], _ old: JSONValue, to new: JSONValue, hasHead: Bool
    ) -> FileTextEditor.Rewriting? {
        guard var value = old.asObject, let new = new.asObject else { return nil }
        var body = ByteOrderMark.length(in: bytes)..<bytes.count
        let places = hasHead ? FrontMatter.node(of: bytes, depthMax: FileReader.depthMax) : nil
        if let node = places?.node(at: ["body"]) { body = node.range }
        var editor = MarkdownEditor(bytes, body)
        if let meta = value["meta"], let wanted = new["meta"], meta != wanted,
            let node = places?.node(at: ["meta"])
        {
            value["meta"] = editor.change(head: node, meta, to: wanted)
            if value["meta"] != wanted { return nil }
        }
        if let text = new["body"]?.asString, value["body"] != new["body"] {
            editor.patch.replace(body, with: Array(text.utf8))
            editor.changed.append(JSONPointer(tokens: ["body"]))
            value["body"] = new["body"]
            // What is in it now.
            let items = CheckList.items(of: Array(text.utf8), in: 0..<text.utf8.count)
            value["items"] = CheckList.values(of: items, Array(text.utf8))
        } else if let before = value["items"]?.asArray, let after = new["items"]?.asArray {
            value["items"] = .array(editor.change(before, to: after))
            value["body"] = nil
        }
        let known = ["meta", "body", "items"]
        let isStrange = new.contains { !known.contains($0.key) } || old.asObject?.count != new.count
        guard !editor.isRefused, !isStrange else { return nil }
        return FileTextEditor.Rewriting(
            bytes: editor.patch.applied(to: bytes, in: 0..<bytes.count), value: .object(value),
            changed: editor.changed)
    }

    // MARK: The head

    private mutating func change(
        head node: TextNode, _ old: JSONValue, to new: JSONValue
    ) -> JSONValue {
        let place = JSONPointer(tokens: ["meta"])
        let start = ByteOrderMark.length(in: layout.bytes)
        guard let head = FrontMatter.Layout(layout.bytes), body.lowerBound > start else {
            // There is no head.
            let writer = YAMLWriter(newline: layout.newline, indent: 2)
            let fence = Array("---".utf8) + layout.newline
            let text = fence + writer.block(new, column: 0) + layout.newline + fence
            patch.replace(start..<start, with: text)
            changed.append(place)
            return new
        }
        let inner = TextLayout(layout.bytes, end: head.head.upperBound)
        if head.isTOML {
            guard
                let table = try? TOMLReader.table(
                    of: layout.bytes, in: head.head, depthMax: FileReader.depthMax)
            else { return old }
            var editor = TOMLEditor(inner)
            let value = editor.change(table, old, to: new, place)
            return take(value, editor.patch, editor.changed)
        }
        guard case .object(let members) = node.content, !members.isEmpty else {
            let writer = YAMLWriter(newline: layout.newline, indent: 2)
            let end = head.head.upperBound
            patch.replace(end..<end, with: writer.block(new, column: 0) + layout.newline)
            changed.append(place)
            return new
        }
        var editor = YAMLEditor(inner, node)
        let value = editor.change(document: node, old, to: new, place)
        return take(value, editor.patch, editor.changed)
    }

    private mutating func take(
        _ value: JSONValue, _ patch: TextPatch, _ changed: [JSONPointer]
    ) -> JSONValue {
        self.patch = patch
        self.changed += changed
        return value
    }

    // MARK: Items

    private mutating func change(_ old: [JSONValue], to new: [JSONValue]) -> [JSONValue] {
        let place = JSONPointer(tokens: ["items"])
        let sources = ArrayAlignment.align(old, new)
        guard old.count == items.count else {
            isRefused = true
            return old
        }
        let kept = Set(sources.compactMap { $0 })
        for index in old.indices where !kept.contains(index) {
            patch.replace(layout.lines(items[index].range), with: [])
        }
        if old.count != new.count { changed.append(place) }
        var values: [JSONValue] = []
        var previous: CheckList.Item?
        for (index, value) in new.enumerated() {
            if let source = sources[index] {
                let item = items[source]
                previous = item
                let inner = place.appending(String(index))
                values.append(change(item, old[source], to: value, inner))
            } else if let previous, let value = add(value, behind: previous) {
                values.append(value)
            } else {
                isRefused = true
            }
        }
        return values
    }

    /// Makes another item of one: its mark and its text.
    private mutating func change(
        _ item: CheckList.Item, _ old: JSONValue, to new: JSONValue, _ place: JSONPointer
    ) -> JSONValue {
        guard old != new, var value = old.asObject, let wanted = new.asObject else {
            isRefused = isRefused || old != new
            return old
        }
        if let mark = Self.mark(from: value, to: wanted) {
            let name = value["done"] == wanted["done"] ? "mark" : "done"
            changed.append(place.appending(name))
            patch.replace(item.mark, with: Array(mark.utf8))
            value["mark"] = .string(mark)
            value["done"] = .bool(CheckList.Item.isDone(mark.utf8))
        }
        if let title = wanted["title"]?.asString, value["title"] != wanted["title"],
            Self.isLine(title)
        {
            changed.append(place.appending("title"))
            patch.replace(item.title, with: Array(title.utf8))
            value["title"] = .string(title)
        }
        // The mark and what it says change together.
        let names = ["mark", "done"].filter { old.asObject?[$0] == wanted[$0] }
        var says = value
        for name in names { says[name] = wanted[name] }
        isRefused = isRefused || says != wanted
        return .object(value)
    }

    /// The mark that an item gets; nil if it keeps its own.
    private static func mark(from old: JSONObject, to new: JSONObject) -> String? {
        if old["mark"] != new["mark"] { return new["mark"]?.asString }
        guard old["done"] != new["done"], let done = new["done"]?.asBool else { return nil }
        return done ? "x" : " "
    }

    /// Writes an item on a line behind another, with its hyphen and indentation.
    private mutating func add(
        _ value: JSONValue, behind item: CheckList.Item
    ) -> JSONValue? {
        guard let title = value.asObject?["title"]?.asString, Self.isLine(title) else {
            return nil
        }
        let mark =
            value.asObject?["mark"]?.asString
            ?? (value.asObject?["done"]?.asBool == true ? "x" : " ")
        let start = layout.lineStart(item.mark.lowerBound)
        let prefix = layout.bytes[start..<item.mark.lowerBound]
        let end = layout.lineEnd(item.title.upperBound)
        let text = layout.newline + prefix + Array("\(mark)] \(title)".utf8)
        patch.replace(end..<end, with: text)
        return [
            "title": .string(title), "done": .bool(CheckList.Item.isDone(mark.utf8)),
            "mark": .string(mark), "section": item.section.map { .string($0) } ?? .null,
            "depth": .number(JSONNumber(Int64(item.depth))),
        ]
    }

    /// Whether a text is one line without spaces around it.
    private static func isLine(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return !bytes.isEmpty && !bytes.contains(0x0A) && !bytes.contains(0x0D)
            && TextLine.trimmed(bytes, bytes.indices) == bytes.indices
    }
}
