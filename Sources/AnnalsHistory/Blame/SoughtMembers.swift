import AnnalsModel
import Foundation

/// Members of a document that somebody asks about, as text that stands in the body of every event
/// that writes them or takes them away.
///
/// Looking for it takes a small part of the time that reading the body as JSON does.
struct SoughtMembers {
    /// With more of them looking takes as long as reading.
    private static let countMax = 16
    /// Stands in the body of an event that ends the document.
    private static let ending = Array("\"deleted\":true".utf8)

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
    func mayBeTouched(by body: [UInt8]) -> Bool {
        body.withUnsafeBytes { body in
            Self.contains(body, Self.ending) || names.contains { Self.contains(body, $0) }
        }
    }

    private static func contains(_ body: UnsafeRawBufferPointer, _ text: [UInt8]) -> Bool {
        guard let first = text.first else { return true }
        var rest = body[...]
        while rest.count >= text.count {
            let window = UnsafeRawBufferPointer(rebasing: rest)
            guard let start = window.baseAddress,
                let found = memchr(start, Int32(first), window.count - text.count + 1)
            else { return false }
            if memcmp(found, text, text.count) == 0 { return true }
            rest = rest.dropFirst(UnsafeRawPointer(found) - start + 1)
        }
        return false
    }
}
