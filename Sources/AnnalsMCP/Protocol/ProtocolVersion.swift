import AnnalsModel

/// The versions of the Model Context Protocol that are spoken here, in its two eras.
enum ProtocolVersion {
    /// The version without state: each request says which one it speaks and what its client can.
    static let modern = "2026-07-28"
    /// Those that begin with `initialize`, the newest first.
    static let legacy = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]

    /// The member of `_meta` in which a request names its version.
    static let versionKey = "io.modelcontextprotocol/protocolVersion"
    /// The member of `_meta` in which a request says what its client can.
    static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"
    /// The member of `_meta` in which a result says who made it.
    static let serverKey = "io.modelcontextprotocol/serverInfo"

    /// The error for a version that is not spoken.
    static func unsupported(_ requested: String) -> RPCError {
        RPCError(
            .unsupportedVersion,
            "version \(requested.quotedForMessage) of the protocol is not spoken here",
            data: ["supported": [.string(modern)], "requested": .string(requested)])
    }
}

/// What a request of the version without state says about itself.
struct RequestMeta {
    /// Whether the client can ask the person who uses it.
    let canAsk: Bool

    /// Reads `_meta`.
    ///
    /// - Returns: Nil where the request does not name a version: it is of the era before.
    /// - Throws: `unsupportedVersion`, and `invalidParams` where a member is missing or wrong.
    init?(_ params: JSONObject) throws(RPCError) {
        guard let meta = params["_meta"]?.asObject,
            let version = meta[ProtocolVersion.versionKey]
        else { return nil }
        guard let version = version.asString else {
            throw RPCError(.invalidParams, "the version in _meta is no string")
        }
        guard version == ProtocolVersion.modern else {
            throw ProtocolVersion.unsupported(version)
        }
        guard let capabilities = meta[ProtocolVersion.capabilitiesKey]?.asObject else {
            throw RPCError(
                .invalidParams,
                "_meta has no \(ProtocolVersion.capabilitiesKey): give an object, {} for none")
        }
        canAsk = Self.canAsk(capabilities)
    }

    /// Whether a client with these capabilities can show a form to the person who uses it.
    static func canAsk(_ capabilities: JSONObject) -> Bool {
        guard let elicitation = capabilities["elicitation"]?.asObject else { return false }
        return elicitation["form"] != nil || elicitation["url"] == nil
    }
}
