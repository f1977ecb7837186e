package import AnnalsModel
package import Foundation

/// A value that can be a member of a result's JSON.
package protocol JSONDescribed: SendableMetatype {
    /// What its JSON is.
    static var jsonType: JSONType { get }
    /// Its JSON.
    var jsonValue: JSONValue { get }
}

extension Int64: JSONDescribed {
    /// A whole number.
    package static var jsonType: JSONType { .integer }
    /// The number.
    package var jsonValue: JSONValue { .number(JSONNumber(self)) }
}

extension Int: JSONDescribed {
    /// A whole number.
    package static var jsonType: JSONType { .integer }
    /// The number.
    package var jsonValue: JSONValue { .number(JSONNumber(Int64(self))) }
}

extension Bool: JSONDescribed {
    /// `true` or `false`.
    package static var jsonType: JSONType { .boolean }
    /// The same.
    package var jsonValue: JSONValue { .bool(self) }
}

extension String: JSONDescribed {
    /// A string.
    package static var jsonType: JSONType { .text }
    /// The string.
    package var jsonValue: JSONValue { .string(self) }
}

extension Timestamp: JSONDescribed {
    /// A time.
    package static var jsonType: JSONType { .time }
    /// The time in RFC 3339.
    package var jsonValue: JSONValue { .string(rfc3339) }
}

extension UUID: JSONDescribed {
    /// A UUID.
    package static var jsonType: JSONType { .uuid }
    /// Its digits in lower case.
    package var jsonValue: JSONValue { .string(uuidString.lowercased()) }
}

extension JSONPointer: JSONDescribed {
    /// A JSON Pointer.
    package static var jsonType: JSONType { .pointer }
    /// The pointer as RFC 6901 writes it.
    package var jsonValue: JSONValue { .string(description) }
}

extension StreamName: JSONDescribed {
    /// A stream's name.
    package static var jsonType: JSONType { .stream }
    /// The name.
    package var jsonValue: JSONValue { .string(description) }
}

extension JSONValue: JSONDescribed {
    /// Anything.
    package static var jsonType: JSONType { .any }
    /// Itself.
    package var jsonValue: JSONValue { self }
}

extension JSONObject: JSONDescribed {
    /// An object.
    package static var jsonType: JSONType { .object }
    /// The object.
    package var jsonValue: JSONValue { .object(self) }
}

extension Array: JSONDescribed where Element: JSONDescribed {
    /// An array.
    package static var jsonType: JSONType { .list(Element.jsonType) }
    /// The array, in order.
    package var jsonValue: JSONValue { .array(map(\.jsonValue)) }
}

extension [String: Int]: JSONDescribed {
    /// Names with counts.
    package static var jsonType: JSONType { .counts }
    /// An object in the order of the names.
    package var jsonValue: JSONValue {
        var object = JSONObject()
        for (name, count) in sorted(by: { $0.key < $1.key }) { object[name] = count.jsonValue }
        return .object(object)
    }
}

/// An enumeration whose cases are words.
package protocol JSONWords: JSONDescribed, RawRepresentable, CaseIterable
where RawValue == String {}

extension JSONWords {
    /// One of the words.
    package static var jsonType: JSONType { .words(allCases.map(\.rawValue)) }
    /// The word.
    package var jsonValue: JSONValue { .string(rawValue) }
}

extension Actor.Kind: JSONWords {}
extension BackupVerification.Standing: JSONWords {}
extension DocumentDifference.Kind: JSONWords {}
extension ExaminedCheck.State: JSONWords {}
extension ProjectionChange: JSONWords {}
extension RowDifference.Kind: JSONWords {}
extension TableDifference.Kind: JSONWords {}
extension VerificationAnchor.Source: JSONWords {}
extension VerificationFinding.Kind: JSONWords {}
extension VerificationReport.Outcome: JSONWords {}
extension VerificationReport.Scope: JSONWords {}
extension WorkspaceComparison.Difference.Kind: JSONWords {}
extension WorkspaceFinding.Kind: JSONWords {}
extension WorkspaceRollback.Action: JSONWords {}
