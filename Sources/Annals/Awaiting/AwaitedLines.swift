public import AnnalsModel

// Texts by lines, awaited.

extension Store {
    /// Awaits `blameLines(of:at:as:)`.
    public func blameLines(
        of stream: StreamName, at pointer: JSONPointer? = nil, as moment: Moment = .head
    ) async throws -> BlamedText {
        try await perform { store in try store.blameLines(of: stream, at: pointer, as: moment) }
    }

    /// Awaits `difference(by:)`.
    public func difference(by position: Int64) async throws -> DocumentDifference? {
        try await perform { store in try store.difference(by: position) }
    }
}
