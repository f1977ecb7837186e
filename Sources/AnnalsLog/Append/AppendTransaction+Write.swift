import AnnalsModel

extension AppendTransaction {
    /// Decides what a checked event becomes, and stores it.
    func write(
        _ event: NewEvent, causation: Int64?, _ options: AppendOptions
    ) throws(StoreError) -> Receipt {
        var tail = try self.tail(of: event.stream)
        try check(event.expected, event.stream, tail.version)
        var sealed = try SealedEvent(event, causation: causation, after: state, tail, at: .now)
        try store(&sealed, event, &tail, options)
        return sealed.receipt
    }

    private func check(
        _ expected: ExpectedVersion, _ stream: StreamName, _ version: Int64
    ) throws(StoreError) {
        guard !expected.accepts(version: version) else { return }
        throw StoreError(
            .versionConflict,
            "the stream \(stream.description.terminalSafe) is at version \(version), not at the"
                + " expected \(expected): read it again and decide anew")
    }
}
