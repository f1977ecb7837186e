import AnnalsModel
import HTTPTypes

/// The fields of a form of the page, as a browser sends them.
struct GivenForm: Sendable {
    private let fields: [String: String]

    /// Reads the body of a call.
    ///
    /// - Throws: A problem for a body that is no form, or that names a field twice.
    init(_ call: Call) async throws {
        let body = try await call.body()
        guard let text = String(validating: body, as: UTF8.self) else {
            throw Problem(.badRequest, "invalid_body", "the form is no text in UTF-8")
        }
        var fields: [String: String] = [:]
        for (name, value) in try RequestTarget("/?\(text)", in: "the form").query {
            guard fields.updateValue(value, forKey: name) == nil else {
                throw Problem(
                    .badRequest, "invalid_body",
                    "the form has \(name.quotedForMessage) twice")
            }
        }
        self.fields = fields
    }

    /// A field; nil where it is missing or empty.
    subscript(name: String) -> String? {
        fields[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// - Throws: A problem 403 for a form that another site may have made up.
    func checkKey(of call: Call) throws(Problem) {
        guard let key = self["form_key"], key == call.formKey else {
            throw Problem(
                .forbidden, "unknown_form",
                "this form is of another session: open the page again, and send it from there")
        }
    }
}
