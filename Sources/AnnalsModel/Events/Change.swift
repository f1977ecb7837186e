/// What an event does to its stream's document.
///
/// The members of `unset` go away first, then `data` merges deeply; or the document ends. Empty
/// `data`, empty `unset` and a false `deleted` mean the same as their absence.
public struct Change: Sendable, Equatable {
    /// Merged over the document: objects merge, everything else replaces, null is a value.
    public var data: JSONObject
    /// Members that go away before `data` merges; one that names nothing is ignored.
    public var unset: [JSONPointer]
    /// Whether the document ends; never together with `data` or `unset`.
    public var deleted: Bool

    /// Creates a change.
    public init(data: JSONObject = [:], unset: [JSONPointer] = [], deleted: Bool = false) {
        self.data = data
        self.unset = unset
        self.deleted = deleted
    }

    /// Whether nothing changes but that a document exists.
    public var isEmpty: Bool {
        data.isEmpty && unset.isEmpty && !deleted
    }

    /// Checks what the type cannot.
    ///
    /// - Throws: ``StoreError/Code/invalidPointer`` if `unset` names the whole document,
    ///   ``StoreError/Code/invalidArgument`` if `deleted` comes with `data` or `unset`,
    ///   ``StoreError/Code/invalidJSON`` if `data` is nested deeper than ``Limits/jsonDepthMax``.
    public func validate() throws(StoreError) {
        if unset.contains(where: \.isRoot) {
            throw StoreError(
                .invalidPointer,
                "unset has \"\", the whole document: name a member, or give deleted instead")
        }
        if deleted, !(data.isEmpty && unset.isEmpty) {
            throw StoreError(
                .invalidArgument,
                "deleted stands together with data or unset: give them in an event of their own")
        }
        try Self.checkDepth(of: data, "data")
    }

    /// Throws ``StoreError/Code/invalidJSON`` for a member of an event that is nested too deep.
    static func checkDepth(of object: JSONObject, _ member: String) throws(StoreError) {
        guard JSONValue.object(object).depth(upTo: Limits.jsonDepthMax) > Limits.jsonDepthMax else {
            return
        }
        throw StoreError(
            .invalidJSON,
            "\(member) has more than \(Limits.jsonDepthMax) levels of nesting: nest it less deep")
    }

    /// The document after this change.
    ///
    /// - Parameter document: The document before, or nil if there is none, which is like `{}`.
    /// - Returns: The document after, or nil if the change ends it.
    public func applied(to document: JSONObject?) -> JSONObject? {
        var document = document
        apply(to: &document)
        return document
    }

    /// Changes a document in place, which copies less than ``applied(to:)`` in a long fold.
    ///
    /// - Parameter document: The document, or nil if there is none, which is like `{}`.
    public func apply(to document: inout JSONObject?) {
        guard !deleted else {
            document = nil
            return
        }
        var changed = document ?? JSONObject()
        // The caller's variable lets go of the document, so that it is not copied.
        document = nil
        for pointer in unset {
            changed.removeValue(at: pointer)
        }
        changed.merge(data)
        document = changed
    }
}
