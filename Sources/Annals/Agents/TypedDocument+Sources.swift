public import AnnalsModel
import AnnalsWorkspaces

extension TypedDocument {
    /// Paths of the files that say what the document says, the strongest first; empty if no import
    /// made it.
    public var sources: [String] {
        let sources = document[DocumentMembers.sources]?.asArray ?? []
        return sources.compactMap { $0.asObject?["file"]?.asString }
    }

    /// ``extra`` without what an import notes about where values come from.
    public var ownExtra: JSONObject {
        var extra = extra
        guard !sources.isEmpty else { return extra }
        extra.removeValue(forKey: DocumentMembers.sources)
        extra.removeValue(forKey: DocumentMembers.origins)
        return extra
    }
}
