import AnnalsModel

/// Something that the store holds of a document and the files do not say: a member's value, or that
/// the document is no more.
struct RenderingGoal: Hashable {
    /// The document.
    let stream: StreamName
    /// The member; nil for the end of the document.
    let member: ExactString?
}

/// A change of one file that serves a goal.
struct RenderingEdit {
    /// The file.
    let path: WorkspacePath
    /// The place in it; the root with no value leaves the file out.
    let place: JSONPointer
    /// The new value; nil takes away what is at the place.
    let value: JSONValue?

    /// Whether the whole file goes.
    var leavesOut: Bool { place.isRoot && value == nil }

    /// What has to change inside a value to make another of it: the smallest places.
    static func changes(
        from old: JSONValue?, to new: JSONValue?, at place: JSONPointer
    ) -> [(place: JSONPointer, value: JSONValue?)] {
        if old == new { return [] }
        guard case .object(let before) = old, case .object(let after) = new else {
            return [(place, new)]
        }
        var found: [(place: JSONPointer, value: JSONValue?)] = []
        for name in before.keys where after[name] == nil {
            found.append((place.appending(name), nil))
        }
        for (name, value) in after {
            found += changes(from: before[name], to: value, at: place.appending(name))
        }
        return found
    }
}
