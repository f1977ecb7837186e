import AnnalsModel

/// What a merge needs to know for every event, worked out once.
///
/// Columns are numbered: first those that hold members, then `rest`, then `document`. So are the
/// names of members that pointers begin with.
struct MergeLayout {
    /// Where a column looks.
    struct Pointer {
        let pointer: JSONPointer
        /// Number of the member that it begins with.
        let name: Int
        /// Whether it is that member, and leads no further in.
        let isWhole: Bool
    }

    let merge: ProjectionMerge
    /// Number of the `rest` column, or nil.
    let restIndex: Int?
    /// Number of the `document` column, or nil.
    let documentIndex: Int?
    /// Names of all numbered columns.
    let names: [String]
    /// For each column that holds members, where it looks.
    let pointers: [[Pointer]]
    /// The names of members that some pointer begins with.
    let members: [ExactString]
    /// The same as they are written in compact JSON.
    let writtenMembers: [[UInt8]]
    /// For each of these names, the columns whose pointers begin with it.
    let readers: [[Int]]
    private let numbers: [ExactString: Int]

    init(_ merge: ProjectionMerge) {
        self.merge = merge
        var names = merge.columns.map(\.column.name)
        restIndex = merge.rest.map { rest in
            names.append(rest)
            return names.count - 1
        }
        documentIndex = merge.document.map { document in
            names.append(document)
            return names.count - 1
        }
        self.names = names
        var members: [ExactString] = []
        var numbers: [ExactString: Int] = [:]
        var readers: [[Int]] = []
        pointers = merge.columns.enumerated().map { index, column in
            column.pointers.map { pointer in
                let first = ExactString(pointer.tokens[0])
                let number = numbers[first] ?? members.count
                if number == members.count {
                    numbers[first] = number
                    members.append(first)
                    readers.append([])
                }
                if readers[number].last != index { readers[number].append(index) }
                return Pointer(
                    pointer: pointer, name: number, isWhole: pointer.tokens.count == 1)
            }
        }
        self.members = members
        self.numbers = numbers
        self.readers = readers
        writtenMembers = members.map { member in
            var text: [UInt8] = []
            JSONValue.string(member.text).write(to: &text)
            return text
        }
    }

    /// The number of a member's name; nil if no pointer begins with it.
    func number(of member: ExactString) -> Int? {
        numbers[member]
    }
}
