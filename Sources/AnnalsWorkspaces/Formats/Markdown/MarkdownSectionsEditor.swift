import AnnalsModel

extension MarkdownSections {
    /// Writes a text with another value; nil where it cannot be said in it.
    ///
    /// The head and the check boxes change as they do elsewhere; a title, the text behind a label,
    /// and a section or its first line are replaced where they stand.
    static func rewrite(
        _ bytes: [UInt8], _ old: JSONValue, to new: JSONValue
    ) -> FileTextEditor.Rewriting? {
        let depthMax = FileReader.depthMax
        guard let before = old.asObject, let after = new.asObject,
            var front = try? FrontMatter.read(bytes, depthMax: depthMax).value.asObject
        else { return nil }
        var result = FileTextEditor.Rewriting(bytes: bytes, value: old, changed: [])
        if before["meta"] != after["meta"] || before["items"] != after["items"] {
            let known = JSONValue.object(front)
            for name in ["meta", "items"] { front[name] = after[name] }
            guard
                let rewriting = MarkdownEditor.rewrite(
                    bytes, known, to: .object(front), hasHead: true)
            else { return nil }
            result = rewriting
        }
        guard replaceTexts(&result, before, after),
            let value = try? read(result.bytes, depthMax: depthMax).value,
            says(value, old, wanted: new)
        else { return nil }
        result.value = value
        return result
    }

    /// Replaces the texts that differ.
    ///
    /// - Returns: Whether each of them is one that the text has.
    private static func replaceTexts(
        _ result: inout FileTextEditor.Rewriting, _ before: JSONObject, _ after: JSONObject
    ) -> Bool {
        let node = node(of: result.bytes, depthMax: FileReader.depthMax)
        var patch = TextPatch()
        for place in texts(before).union(texts(after)).sorted(by: {
            $0.lexicographicallyPrecedes($1)
        }) {
            let pointer = JSONPointer(tokens: place)
            let wanted = JSONValue.object(after).value(at: pointer)
            guard JSONValue.object(before).value(at: pointer) != wanted else { continue }
            guard let text = wanted?.asString, !text.isEmpty, let found = node.node(at: place[...])
            else { return false }
            patch.replace(found.range, with: Array(text.utf8))
            result.changed.append(pointer)
        }
        let bytes = result.bytes
        result.bytes = patch.applied(to: bytes, in: 0..<bytes.count)
        return true
    }

    /// The places of all texts that the title, labels and sections are.
    private static func texts(_ value: JSONObject) -> Set<[String]> {
        var places: Set<[String]> = []
        if value["title"] != nil { places.insert(["title"]) }
        for (name, _) in value["labels"]?.asObject ?? [:] { places.insert(["labels", name]) }
        for (name, section) in value["sections"]?.asObject ?? [:] {
            for (part, _) in section.asObject ?? [:] { places.insert(["sections", name, part]) }
        }
        return places
    }

    /// Whether a text says what it shall: a section whose first line alone was to change is as that
    /// line makes it, and one that was to change has the first line that it has then.
    private static func says(_ value: JSONValue, _ old: JSONValue, wanted: JSONValue) -> Bool {
        guard let said = value.asObject, let old = old.asObject, let wanted = wanted.asObject,
            said["meta"] == wanted["meta"], said["title"] == wanted["title"],
            said["labels"] == wanted["labels"], said.count == wanted.count,
            let sections = said["sections"]?.asObject,
            let wantedSections = wanted["sections"]?.asObject,
            sections.count == wantedSections.count
        else { return false }
        let items = wanted["items"]
        return wantedSections.allSatisfy { name, wanted in
            guard let said = sections[name]?.asObject, let wanted = wanted.asObject else {
                return false
            }
            if said == wanted { return true }
            let known = old["sections"]?.asObject?[name]?.asObject
            let edited = ["line", "text"].filter { known?[$0] != wanted[$0] }
            // Its check boxes are part of its text.
            if edited.isEmpty { return old["items"] != items }
            return edited.count == 1 && said[edited[0]] == wanted[edited[0]]
                && Set(said.keys.map { ExactString($0) })
                    == Set(wanted.keys.map { ExactString($0) })
        }
    }
}
