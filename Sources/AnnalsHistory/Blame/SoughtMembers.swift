import AnnalsModel
import Foundation

/// Members of a document that somebody asks about, as text that stands in the body of every event
/// that writes them or takes them away.
///
/// Looking for it takes a small part of the time that reading the body as JSON does.
struct SoughtMembers {
    /// With more of them looking takes as long as reading.
    private static let countMax = 16
    /// The member of the body of an event that ends the document, and the end of its name.
    private static let ending = Array("deleted\"".utf8)

    private let names: [[UInt8]]

    /// - Parameter members: Names of members of the document itself.
    /// - Returns: nil where it must be read: a name is written differently in JSON or in a JSON
    ///   Pointer, or there are many.
    init?(_ members: Set<ExactString>) {
        guard members.count <= Self.countMax else { return nil }
        names = members.map { Array($0.text.utf8) }
        let isPlain = names.joined().allSatisfy { byte in
            byte >= 0x20 && !"\"\\~/".utf8.contains(byte)
        }
        guard isPlain, !names.contains(where: \.isEmpty) else { return nil }
    }

    /// The members that paths lead to or through; nil also where one is the whole document.
    init?(of paths: [[String]]) {
        let firsts = paths.compactMap(\.first)
        guard firsts.count == paths.count else { return nil }
        self.init(Set(firsts.map { ExactString($0) }))
    }

    /// Whether the event with this body may change such a member; false if it surely does not.
    func mayBeTouched(by body: UnsafeRawBufferPointer) -> Bool {
        // A name stands behind a quotation mark, or behind the slash of a pointer.
        for index in body.indices where body[index] == UInt8(ascii: "\"") {
            var start = index + 1
            if start < body.count, body[start] == UInt8(ascii: "/") { start += 1 }
            guard start < body.count else { continue }
            let first = body[start]
            if first == Self.ending[0], Self.stands(Self.ending, in: body, at: start) {
                return true
            }
            for name in names where name[0] == first && Self.stands(name, in: body, at: start) {
                return true
            }
        }
        return false
    }

    private static func stands(
        _ text: [UInt8], in body: UnsafeRawBufferPointer, at start: Int
    ) -> Bool {
        guard let bytes = body.baseAddress, text.count <= body.count - start else { return false }
        return memcmp(bytes + start, text, text.count) == 0
    }
}
