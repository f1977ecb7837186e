import CAnnalsYAML

/// The events of a YAML text, in order, with the bytes that each is made of.
struct YAMLEvents: ~Copyable {
    /// An event.
    struct Event {
        let kind: annals_yaml_kind
        let style: TextNode.Style
        /// Where it stands in the text.
        let range: Range<Int>
        let anchor: String?
        let tag: String?
        /// What a scalar says.
        let value: String
    }

    private let text: UnsafeBufferPointer<UInt8>
    private let reading: OpaquePointer
    /// The offset of a scalar that libyaml, which counts scalars and not bytes, has a number for.
    private var known: (scalar: Int, offset: Int) = (0, 0)
    private let whole: UnsafeBufferPointer<UInt8>
    private let start: Int

    /// - Parameters:
    ///   - text: The bytes of the whole file, which stay where they are as long as events are read.
    ///   - range: Those that are YAML.
    init?(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        let part = UnsafeBufferPointer(rebasing: text[range])
        guard let reading = annals_yaml_open(part.baseAddress, part.count) else { return nil }
        self.text = part
        self.reading = reading
        start = range.lowerBound
        whole = text
    }

    deinit {
        annals_yaml_close(reading)
    }

    /// The next event; nil at the end.
    mutating func next() throws(FileFormatError) -> Event? {
        var event = annals_yaml_event()
        switch annals_yaml_next(reading, &event) {
        case 0:
            return nil
        case 1:
            let from = offset(ofScalar: Int(event.start))
            let to = max(from, offset(ofScalar: Int(event.end)))
            let bytes = UnsafeBufferPointer(start: event.value, count: event.length)
            return Event(
                kind: event.kind, style: Self.style(event),
                range: (start + from)..<(start + to),
                anchor: event.anchor.map { String(cString: $0) },
                tag: event.tag.map { String(cString: $0) },
                value: String(decoding: bytes, as: UTF8.self))
        default:
            throw failure()
        }
    }

    private mutating func failure() -> FileFormatError {
        var place = 0
        var isInBytes: Int32 = 0
        let problem = annals_yaml_problem(reading, &place, &isInBytes).map { String(cString: $0) }
        let known = isInBytes != 0 ? min(place, text.count) : offset(ofScalar: place)
        return FileFormatError(
            "not YAML: \(problem ?? "it cannot be read")", at: start + known, in: Array(whole))
    }

    /// The offset of a scalar by its number; events go through the text in order, almost.
    private mutating func offset(ofScalar number: Int) -> Int {
        while known.scalar < number, known.offset < text.count {
            known.offset += 1
            while known.offset < text.count, text[known.offset] & 0xC0 == 0x80 {
                known.offset += 1
            }
            known.scalar += 1
        }
        while known.scalar > number, known.offset > 0 {
            known.offset -= 1
            while known.offset > 0, text[known.offset] & 0xC0 == 0x80 { known.offset -= 1 }
            known.scalar -= 1
        }
        return known.offset
    }

    private static func style(_ event: annals_yaml_event) -> TextNode.Style {
        if event.kind == ANNALS_YAML_ALIAS { return .alias }
        switch event.style {
        case ANNALS_YAML_SINGLE_QUOTED: return .singleQuoted
        case ANNALS_YAML_DOUBLE_QUOTED: return .doubleQuoted
        case ANNALS_YAML_LITERAL: return .literal
        case ANNALS_YAML_FOLDED: return .folded
        case ANNALS_YAML_BLOCK: return .block
        case ANNALS_YAML_FLOW: return .flow
        default: return .plain
        }
    }
}
