package import AnnalsModel

/// The name of a key that signs notes (c2sp.org/signed-note): not empty, without Unicode spaces,
/// `+` and control characters.
///
/// Names should look like URLs without a scheme, `example.com/log`, so that no two are alike; the
/// key of a log has the log's origin as its name. Names are equal only byte by byte.
package struct KeyName: Hashable, Sendable {
    private let name: ExactString

    /// Checks a name.
    ///
    /// - Throws: `invalidName`.
    package init(_ text: String) throws(StoreError) {
        guard Self.isValid(text) else {
            throw StoreError(
                .invalidName,
                "\(text.quotedForMessage) is no name of a key: give one without spaces, + and "
                    + "control characters, such as example.com/log")
        }
        name = ExactString(text)
    }

    /// The name.
    package var text: String { name.text }

    private static func isValid(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.value >= 0x20 && scalar != "+" && !scalar.properties.isWhitespace
            }
    }
}

extension KeyName: CustomStringConvertible {
    /// The name.
    package var description: String { text }
}
