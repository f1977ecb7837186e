import AnnalsModel

/// Schemas of texts that have a grammar, as exact as a schema can be: whatever they admit is
/// taken, so that a client which is made from the document meets no surprise.
enum Schemas {
    /// What a category is.
    private static let categoryPattern = "[a-z][a-z0-9_-]{0,62}"
    /// A character of free text: none that controls anything (C0, DEL, C1).
    private static let textPattern = "[^\\u0000-\\u001f\\u007f-\\u009f]"

    /// The same, and no blank.
    private static let solidPattern = "[^\\s\\u0000-\\u001f\\u007f-\\u009f]"
    private static let hexPattern = "[0-9a-fA-F]"

    /// A category, like `task`.
    static let category: JSONObject = [
        "type": "string", "minLength": 1, "pattern": .string("^\(categoryPattern)$"),
    ]

    /// A stream's name, like `task/DB_002`.
    static let stream: JSONObject = [
        "type": "string", "minLength": 3,
        "pattern": .string("^\(categoryPattern)/\(textPattern)+$"),
    ]

    /// The type of an event, like `task.claimed`.
    static let type: JSONObject = [
        "type": "string", "minLength": 3,
        "pattern": .string("^\(categoryPattern)\\.[a-z][a-z0-9_-]{0,62}$"),
    ]

    /// A name in anybody's words: an id, an actor, a run.
    ///
    /// How long it may be is said in bytes, which a schema cannot.
    static func freeText(_ meaning: String? = nil) -> JSONObject {
        var schema: JSONObject = [
            "type": "string", "minLength": 1,
            "pattern": .string("^\(textPattern)*\(solidPattern)$"),
        ]
        if let meaning { schema["description"] = .string(meaning) }
        return schema
    }

    /// A text that a header can hold: printable ASCII without blanks at its ends.
    static let headerText: JSONObject = [
        "type": "string", "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$",
    ]

    /// A UUID.
    static let uuid: JSONObject = [
        "type": "string",
        "pattern": .string("^\(hexPattern){8}(-\(hexPattern){4}){3}-\(hexPattern){12}$"),
    ]

    /// A moment, in the forms that mean something in every store.
    static let moment: JSONObject = [
        "type": "string", "minLength": 1, "pattern": "^(head(~[0-9]{1,9})?|[0-9]{1,9})$",
        "examples": ["head", "head~3", "42"],
        "description": "Besides these forms: `cycle:7`, `tag:NAME`, times, `occurred:` TIME.",
    ]

    /// A range of moments.
    static let range: JSONObject = [
        "type": "string", "minLength": 2, "pattern": "^[0-9]{0,4}\\.\\.(head)?$",
        "examples": ["..", "3..", "0..head"],
        "description": "Besides these forms: any two moments around the dots.",
    ]

    /// What a context must say: a JSON Pointer and a value.
    static let contextCondition: JSONObject = [
        "type": "string", "minLength": 1, "pattern": "^/[a-z]{1,20}=[a-z0-9]{1,20}$",
        "examples": ["/session=abc"],
        "description": "A JSON Pointer, an equals sign, and a value.",
    ]

    /// Words that are sought.
    static let words: JSONObject = [
        "type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9][ !#-)+-~]*$",
        "examples": ["pump valve"],
        "description": "Besides words: their beginnings with a star, and phrases in quotes.",
    ]

    /// The name of a tag.
    static let tag: JSONObject = [
        "type": "string", "minLength": 1, "pattern": "^[^.\\u0000-\\u001f\\u007f-\\u009f]+$",
    ]

    /// A JSON Pointer.
    static let pointer: JSONObject = [
        "type": "string", "pattern": "^(/([^~/]|~[01])*)*$", "maxLength": 256,
    ]

    /// A JSON Pointer to something in a document.
    static let memberPointer: JSONObject = [
        "type": "string", "pattern": "^(/([^~/]|~[01])+)+$",
    ]

    /// The entity tag of one version, or `*`.
    static let entityTag: JSONObject = [
        "type": "string", "pattern": "^(\\*|\"[0-9]{1,9}\"|[0-9]{1,9})$",
    ]
}
