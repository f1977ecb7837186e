import AnnalsModel

/// Entity tags (RFC 9110, section 8.8.3): of a document its stream's version, of an event its leaf.
enum EntityTag {
    /// The tag of a document, from its stream's version.
    static func of(version: Int64) -> String { "\"\(version)\"" }

    /// What `If-Match` demands of a stream.
    ///
    /// - Throws: `invalidArgument` for what is no tag of a version.
    static func expected(_ text: String) throws(StoreError) -> ExpectedVersion {
        if text == "*" { return .exists }
        // Without quotes it is no entity tag, and can mean nothing else.
        let isQuoted = text.count >= 3 && text.first == "\"" && text.last == "\""
        let digits = isQuoted ? text.dropFirst().dropLast() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let version = Int64(digits)
        else {
            throw StoreError(
                .invalidArgument,
                "If-Match is \(text.quotedForMessage): give the entity tag of one version, such as"
                    + " \"7\" with its quotes, or *")
        }
        return .exactly(version)
    }

    /// Whether what is there has one of the tags that `If-None-Match` names.
    static func isAmong(_ text: String, _ tag: String) -> Bool {
        text.split(separator: ",").contains { part in
            let part = part.drop { $0 == " " }
            return part == "*" || part == tag || part == "W/" + tag
        }
    }
}
