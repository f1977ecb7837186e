import AnnalsJSON
import AnnalsModel

/// JSON Schemas (2020-12) of what goes in and out, made of the shapes of results.
enum JSONSchema {
    /// The schema of a result, by reference.
    static func of(_ result: any JSONResult.Type) -> JSONObject {
        reference(to: name(of: result))
    }

    /// A list under a member, with other members beside it.
    static func object(_ members: [(String, JSONObject)], optional: Set<String> = []) -> JSONObject
    {
        var properties = JSONObject()
        for (name, schema) in members { properties[name] = .object(schema) }
        let required = members.map(\.0).filter { !optional.contains($0) }
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(required.map { .string($0) }),
        ]
    }

    /// What a body holds: some members and no others.
    ///
    /// - Parameter required: Which of them must be there.
    static func body(
        _ members: [(String, JSONObject)], required: Set<String> = []
    ) -> JSONObject {
        var schema = object(members, optional: Set(members.map(\.0)).subtracting(required))
        schema["additionalProperties"] = false
        return schema
    }

    /// A list of what a schema describes.
    static func list(of schema: JSONObject) -> JSONObject {
        ["type": "array", "items": .object(schema)]
    }

    /// A schema, or null.
    static func nullable(_ schema: JSONObject) -> JSONObject {
        ["anyOf": [.object(schema), ["type": "null"]]]
    }

    /// Every result's schema, by its name in the document.
    static var results: JSONObject {
        var schemas = JSONObject()
        for result in ResultCatalogue.groups.flatMap(\.results) {
            schemas[name(of: result)] = .object(schema(of: result))
        }
        return schemas
    }

    static func reference(to name: String) -> JSONObject {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    private static func schema<Result: JSONResult>(of result: Result.Type) -> JSONObject {
        var properties = JSONObject()
        var required: [JSONValue] = []
        for member in Result.shape.descriptions {
            var schema = schema(of: member.type)
            if case .null = member.presence { schema = nullable(schema) }
            schema["description"] = .string(member.meaning)
            properties[member.name] = .object(schema)
            if case .absent = member.presence { continue }
            required.append(.string(member.name))
        }
        return [
            "type": "object", "description": .string(Result.shape.meaning),
            "properties": .object(properties), "required": .array(required),
        ]
    }

    private static func schema(of type: JSONType) -> JSONObject {
        switch type {
        case .integer: ["type": "integer", "format": "int64"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .text: ["type": "string"]
        case .words(let words): ["enum": .array(words.map { .string($0) })]
        case .time: ["type": "string", "format": "date-time"]
        case .uuid: ["type": "string", "format": "uuid"]
        case .pointer: ["type": "string"]
        case .stream: ["type": "string"]
        case .any: [:]
        case .object: ["type": "object"]
        case .counts: ["type": "object", "additionalProperties": ["type": "integer"]]
        case .list(let element): list(of: schema(of: element))
        case .result(let title): reference(to: name(of: title))
        }
    }

    private static func name(of result: any JSONResult.Type) -> String {
        name(of: title(of: result))
    }

    private static func title<Result: JSONResult>(of result: Result.Type) -> String {
        Result.shape.name
    }

    /// A title as one word: `Line's answer` is `LinesAnswer`.
    private static func name(of title: String) -> String {
        title.split { !$0.isLetter && $0 != "'" }
            .map { word in
                let letters = word.filter(\.isLetter)
                return letters.prefix(1).uppercased() + letters.dropFirst()
            }
            .joined()
    }
}
