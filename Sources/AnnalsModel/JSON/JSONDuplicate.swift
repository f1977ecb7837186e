/// A member that was given again in the same object.
public struct JSONDuplicate: Hashable, Sendable {
    /// The member.
    public let pointer: JSONPointer
    /// The line of its later appearance, from 1.
    public let line: Int
    /// The column of its later appearance, from 1, in Unicode scalars.
    public let column: Int

    /// Creates a note of a member that was given again.
    package init(pointer: JSONPointer, line: Int, column: Int) {
        self.pointer = pointer
        self.line = line
        self.column = column
    }
}
