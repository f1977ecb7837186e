public import AnnalsModel

/// A configuration file or entry: the document of `config/KEY`, and the row of `configuration`.
///
/// A configuration that is no object, such as a list, is the member `value` of its document.
public struct ConfigurationEntry: TypedDocument {
    /// The category `config`.
    public static var category: String { "config" }
    /// The table `configuration`.
    public static var table: String { "configuration" }

    /// The key: of a file, its path below the folder `config`.
    public let id: String
    /// The whole document.
    public var document: JSONObject
    /// Number of events of `config/KEY`.
    public let version: Int64

    /// Puts a document and where it comes from together.
    public init(id: String, document: JSONObject, version: Int64) {
        self.id = id
        self.document = document
        self.version = version
    }

    /// What the document calls itself.
    public var type: String? {
        get { text("config_type") }
        set { set("config_type", newValue) }
    }

    /// When it was last written, as claimed; an update sets it where the document has it.
    public var lastUpdated: String? {
        get { text("last_updated") }
        set { set("last_updated", newValue) }
    }

    /// The configuration itself: the document, or what stands in for one that is no object.
    public var value: JSONValue {
        get {
            guard document.count == 1, let value = document["value"], value.asObject == nil else {
                return .object(document)
            }
            return value
        }
        set { document = newValue.asObject ?? ["value": newValue] }
    }

    /// The value at a place in the configuration, or nil if nothing is there.
    public func value(at pointer: JSONPointer) -> JSONValue? {
        value.value(at: pointer) ?? document.value(at: pointer)
    }
}
