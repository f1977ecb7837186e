import AnnalsModel

/// What a tool answers.
enum ToolOutcome: Sendable {
    /// It is done, and this came of it.
    case done(JSONObject)
    /// The person has to be asked before: the client does, and calls again.
    case asks(question: JSONObject, state: String)

    /// The result of the call as the protocol has it.
    var json: JSONObject {
        switch self {
        case .done(let object):
            return [
                "content": [
                    ["type": "text", "text": .string(JSONValue.object(object).visible)]
                ],
                "structuredContent": .object(object), "isError": false,
            ]
        case .asks(let question, let state):
            return [
                "resultType": "input_required",
                "inputRequests": ["confirm": .object(question)], "requestState": .string(state),
            ]
        }
    }

    /// The result of a call that was refused: the model reads the sentence and can try again.
    static func refusal(_ error: StoreError) -> JSONObject {
        let sentence = "\(error.code): \(error.message)"
        return [
            "content": [["type": "text", "text": .string(sentence.terminalSafe)]], "isError": true,
        ]
    }
}

extension JSONValue {
    /// Compact JSON in which nothing is hidden: control characters, those that turn the direction
    /// of text, and the invisible letters that models read and people do not see are escaped.
    var visible: String {
        let text = terminalSafe()
        guard text.unicodeScalars.contains(where: \.isTag) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if scalar.isTag {
                for unit in String(scalar).utf16 { shown += "\\u\(String(unit, radix: 16))" }
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}

extension Unicode.Scalar {
    /// Whether it is one of the invisible copies of ASCII (U+E0000 to U+E007F).
    fileprivate var isTag: Bool { (0xE0000...0xE007F).contains(value) }
}
