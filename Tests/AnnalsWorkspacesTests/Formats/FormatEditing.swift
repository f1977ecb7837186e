import AnnalsModel
import Testing

@testable import AnnalsWorkspaces

/// A text with some values changed, and the places that were written; nil if it cannot be edited.
func edit(
    _ text: String, _ format: FileFormat, _ edits: KeyValuePairs<String, JSONValue?>
) throws -> (text: String, changed: [String])? {
    let edits = try edits.map { FileTextEditor.Edit(place: try JSONPointer($0), value: $1) }
    return FileTextEditor.edit(Array(text.utf8), format, edits).map {
        (String(decoding: $0.bytes, as: UTF8.self), $0.changed.map(\.description))
    }
}

/// All places of a value, the outer ones first.
func places(of value: JSONValue) -> [JSONPointer] {
    var found: [JSONPointer] = []
    func walk(_ value: JSONValue, _ place: JSONPointer) {
        found.append(place)
        for (name, member) in value.asObject ?? JSONObject() {
            walk(member, place.appending(name))
        }
        for (index, element) in (value.asArray ?? []).enumerated() {
            walk(element, place.appending(String(index)))
        }
    }
    walk(value, JSONPointer(tokens: []))
    return found
}
