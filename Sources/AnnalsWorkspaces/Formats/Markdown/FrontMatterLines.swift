import AnnalsModel

/// Front matter that is no YAML, read member by member.
///
/// People and agents write `description: Use it when: …`, where YAML wants quotation marks. The
/// tools that these files are for take the rest of the line then, and so does this.
enum FrontMatterLines {
    /// The members of a head; nil if it does not begin with the line of one.
    static func read(
        _ bytes: [UInt8], _ head: Range<Int>, depthMax: Int
    ) -> (meta: JSONObject, node: TextNode)? {
        var meta = JSONObject()
        var members: [TextMember] = []
        guard let chunks = chunks(bytes, head) else { return nil }
        for chunk in chunks {
            let (value, member) = member(bytes, chunk, depthMax: depthMax)
            meta[member.name] = value
            members.append(member)
        }
        return (meta, TextNode(range: head, content: .object(members), style: .block))
    }

    /// A member: where its name stands and where it ends.
    private struct Chunk {
        let key: Range<Int>
        var end: Int
    }

    private static func chunks(_ bytes: [UInt8], _ head: Range<Int>) -> [Chunk]? {
        var chunks: [Chunk] = []
        for line in TextLine.lines(of: bytes, in: head) {
            let text = TextLine.trimmed(bytes, line.range)
            if text.isEmpty { continue }
            if let key = key(bytes, line.range) {
                chunks.append(Chunk(key: key, end: text.upperBound))
            } else if bytes[text.lowerBound] != UInt8(ascii: "#") {
                guard !chunks.isEmpty else { return nil }
                chunks[chunks.count - 1].end = text.upperBound
            }
        }
        return chunks
    }

    /// The name at the start of a line, in front of a colon.
    private static func key(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int>? {
        let name = bytes[line].prefix { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: Array("_-.".utf8).contains(byte)
            }
        }
        guard !name.isEmpty, name.first != UInt8(ascii: "-"), name.endIndex < line.upperBound,
            bytes[name.endIndex] == UInt8(ascii: ":")
        else { return nil }
        let next = name.endIndex + 1
        guard next == line.upperBound || TextLine.isSpace(bytes[next]) else { return nil }
        return name.startIndex..<name.endIndex
    }

    private static func member(
        _ bytes: [UInt8], _ chunk: Chunk, depthMax: Int
    ) -> (JSONValue, TextMember) {
        let name = String(decoding: bytes[chunk.key], as: UTF8.self)
        let range = chunk.key.lowerBound..<chunk.end
        if let read = try? YAMLReader.documents(of: bytes, in: range, depthMax: depthMax),
            read.documents.count == 1, let object = read.documents[0].value.asObject,
            object.count == 1, let value = object[name],
            case .object(let members) = read.documents[0].node.content, let member = members.last
        {
            return (value, member)
        }
        let text = TextLine.trimmed(bytes, chunk.key.upperBound + 1..<chunk.end)
        let value = JSONValue.string(String(decoding: bytes[text], as: UTF8.self))
        return (value, TextMember(name: name, key: chunk.key, value: TextNode(range: text)))
    }
}
