import AnnalsLog
public import AnnalsModel

/// Streams in the order of names.
private final class StreamCursor: ListingSource {
    private let log: EventLog
    private let category: String?
    private var last: StreamName?
    private var isExhausted = false

    init(_ log: EventLog, category: String?, after last: StreamName? = nil) {
        self.log = log
        self.category = category
        self.last = last
    }

    func nextPage() throws(StoreError) -> [StreamSummary] {
        guard !isExhausted else { return [] }
        let page = try log.read { reader throws(StoreError) in
            try reader.streamSummaries(category: category, after: last)
        }
        last = page.last?.name
        isExhausted = page.count < Limits.cursorRowsMax
        return page
    }
}

extension Store {
    /// Every stream in the order of names.
    ///
    /// A stream that comes to be while the list is gone through is met if its name is still to
    /// come.
    ///
    /// - Parameter category: Only streams of this one; else all but the store's own.
    public func streams(category: String? = nil) -> Listing<StreamSummary> {
        streams(category: category, after: nil)
    }

    /// The same, of streams whose names come after one.
    package func streams(category: String?, after last: StreamName?) -> Listing<StreamSummary> {
        Listing(StreamCursor(log, category: category, after: last), awaitedOn: threads)
    }
}

extension LogReader {
    /// The next streams in the order of names, ``AnnalsModel/Limits/cursorRowsMax`` at most.
    fileprivate func streamSummaries(
        category: String?, after last: StreamName?
    ) throws(StoreError) -> [StreamSummary] {
        try StreamTable(statements).rows(
            ofCategory: category, after: last, limit: Int64(Limits.cursorRowsMax))
    }
}
