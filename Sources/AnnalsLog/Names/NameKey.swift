/// A name as a dictionary key, equal to another only byte by byte.
///
/// Swift takes canonically equivalent strings for equal; SQLite and the leaves do not, and an id
/// that two spellings share would give one of them the other's leaf.
struct NameKey: Hashable {
    let name: String

    init(_ name: String) {
        self.name = name
    }

    static func == (left: NameKey, right: NameKey) -> Bool {
        left.name.utf8.elementsEqual(right.name.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var name = name
        name.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
