package import AnnalsModel

/// What a load that answers each line says of one: the receipt of its event, or why there is none.
package struct LineAnswer: JSONResult {
    /// The line's number, from 1.
    package let line: Int64
    /// What became of it.
    package let result: Result<Receipt, StoreError>

    /// Answers with a receipt.
    package init(line: Int64, receipt: Receipt) {
        self.line = line
        result = .success(receipt)
    }

    /// Answers with what is wrong.
    package init(line: Int64, error: StoreError) {
        self.line = line
        result = .failure(error)
    }

    private var receipt: Receipt? { try? result.get() }

    private var error: StoreError? {
        if case .failure(let error) = result { error } else { nil }
    }

    /// The JSON of an answer.
    package static let shape = JSONShape<LineAnswer>(
        "Line's answer",
        "What a load that answers each line says: the receipt of its event, or what is wrong.",
        [
            JSONMember("line", \.line, "Number of the line, from 1."),
            .all(of: \.receipt, absent: "if the line could not be stored"),
            JSONMember(
                "code", { $0.error?.code.description }, "What sort of error it is.",
                absent: "if the line was stored"),
            JSONMember(
                "message", { $0.error?.message },
                "One sentence: what is wrong, and what helps.", absent: "if the line was stored"),
        ])
}
