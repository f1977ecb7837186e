package import AnnalsModel
import Foundation

/// A line that cannot be stored.
package struct RejectedLine: JSONResult {
    /// Its number, from 1.
    package let number: Int64
    /// Its bytes, without its end.
    package let text: [UInt8]
    /// Why.
    package let error: StoreError

    /// Puts a line aside.
    package init(number: Int64, text: [UInt8], error: StoreError) {
        self.number = number
        self.text = text
        self.error = error
    }

    /// The JSON of a line that is put aside.
    package static let shape = JSONShape<RejectedLine>(
        "Rejected line", "A line of a batch that cannot be stored, and why.",
        [
            JSONMember("line", \.number, "Number of the line, from 1."),
            JSONMember("code", \.error.code.description, "What sort of error it is."),
            JSONMember("message", \.error.message, "One sentence: what is wrong, and what helps."),
            JSONMember(
                "text", { String(validating: $0.text, as: UTF8.self) },
                "The line as it came, without its end.", absent: "if it is not UTF-8"),
            JSONMember(
                "base64",
                { line in
                    String(validating: line.text, as: UTF8.self) == nil
                        ? Data(line.text).base64EncodedString() : nil
                },
                "The bytes of the line in Base64.", absent: "if it is UTF-8"),
        ])
}
