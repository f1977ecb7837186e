import AnnalsModel

/// The address of a place of the page: what one looks at, at which moment, compared with which.
///
/// A moment stands in it as a position, which means the same in a year; without one it is the
/// present, whenever it is followed.
package struct PageAddress: Sendable, Hashable {
    /// What one looks at.
    package let place: PagePlace
    /// The position after which one looks at it; nil for the present.
    package var at: Int64?
    /// The position that it is compared with; nil for none.
    package var versus: Int64?
    /// What else a place takes, such as filters, in order.
    package var members: [PageMember]
    /// A part of the place; nil for all.
    package var fragment: String?

    /// Makes an address.
    package init(
        _ place: PagePlace, at: Int64? = nil, versus: Int64? = nil, members: [PageMember] = [],
        fragment: String? = nil
    ) {
        self.place = place
        self.at = at
        self.versus = versus
        self.members = members
        self.fragment = fragment
    }

    /// Where one document is brought back to how it was after a position.
    ///
    /// - Parameter actor: Whose changes alone are taken back; nil for everybody's.
    static func rollback(
        of stream: StreamName, to position: Int64, by actor: String? = nil
    ) -> PageAddress {
        PageAddress(
            .rollback,
            members: [
                PageMember("to", "seq:\(position)"), PageMember("stream", stream.description),
            ] + (actor.map { [PageMember("actor", $0)] } ?? []))
    }

    /// The address as it stands in a link.
    package var text: String {
        var all: [PageMember] = []
        if let at { all.append(PageMember("at", "seq:\(at)")) }
        if let versus { all.append(PageMember("vs", "seq:\(versus)")) }
        all += members
        let query = all.map { "\($0.name)=\(Self.encoded($0.value, keeping: ":/,"))" }
        var text = place.path
        if !query.isEmpty { text += "?" + query.joined(separator: "&") }
        if let fragment { text += "#" + Self.encoded(fragment, keeping: "/") }
        return text
    }

    /// A text as a part of an address: all but letters, digits and a few marks as `%XX`.
    package static func encoded(_ text: String, keeping marks: String = "") -> String {
        let plain = Set("-._~\(marks)".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                bytes.append(byte)
            case _ where plain.contains(byte): bytes.append(byte)
            default: PercentEncoding.append(byte, to: &bytes)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Something that a place takes besides the moment.
package struct PageMember: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// Its value.
    package let value: String

    /// A name with its value.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
