public import AnnalsModel
import Synchronization

/// A long list of a store, read some hundreds at a time as it is gone through: events, streams, the
/// rows of a query.
///
/// ```swift
/// let streams = store.streams()
/// while let stream = try streams.next() { print(stream.name) }
/// ```
///
/// In a task the same is a sequence:
///
/// ```swift
/// for try await stream in store.streams() { print(stream.name) }
/// ```
///
/// It is gone through once, in one of these ways; several threads may share it, and each element
/// goes to one of them. Of events and streams no transaction is held between two pages, so that
/// what comes meanwhile at the end is met. The rows of a query are those of one moment.
public final class Listing<Element: Sendable>: Sendable {
    private let lock = Mutex(())
    // They are touched by the holder of the lock alone.
    private nonisolated(unsafe) let source: any ListingSource<Element>
    private nonisolated(unsafe) var page: [Element] = []
    private nonisolated(unsafe) var taken = 0
    private let threads: BlockingThreads

    init(_ source: sending any ListingSource<Element>, awaitedOn threads: BlockingThreads) {
        self.source = source
        self.threads = threads
    }

    /// The next element; nil at the end.
    ///
    /// - Throws: `corrupt` with the position of an event that cannot be read; what reading throws.
    public func next() throws(StoreError) -> Element? {
        try lock.withLock { _ throws(StoreError) in
            if taken == page.count {
                taken = 0
                page = []
                page = try source.nextPage()
                if page.isEmpty { return nil }
            }
            taken += 1
            return page[taken - 1]
        }
    }

    /// The next elements, some hundreds at most; empty only at the end.
    ///
    /// - Throws: As ``next()``.
    public func nextPage() throws(StoreError) -> [Element] {
        try lock.withLock { _ throws(StoreError) in
            guard taken < page.count else { return try source.nextPage() }
            defer {
                page = []
                taken = 0
            }
            return Array(page[taken...])
        }
    }

    /// All that are left.
    ///
    /// - Throws: As ``next()``.
    public func all() throws(StoreError) -> [Element] {
        var elements: [Element] = []
        while case let page = try nextPage(), !page.isEmpty { elements += page }
        return elements
    }

    /// The list a page at a time; see ``Pages``.
    public var pages: Pages { Pages(listing: self) }

    fileprivate func awaitPage() async throws -> [Element] {
        try await threads.run { _ in try self.nextPage() }
    }
}

extension Listing: AsyncSequence {
    /// Goes through the list, reading on the store's own threads.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let listing: Listing
        private var page: ArraySlice<Element> = []

        fileprivate init(listing: Listing) {
            self.listing = listing
        }

        /// The next element; nil at the end.
        ///
        /// - Throws: As ``Listing/next()``; `interrupted` where the task is cancelled.
        public mutating func next() async throws -> Element? {
            if page.isEmpty { page = try await listing.awaitPage()[...] }
            return page.popFirst()
        }
    }

    /// Goes on where the list stands.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(listing: self)
    }

    /// A list in pages of some hundreds of elements, never empty, read on the store's own threads.
    public struct Pages: AsyncSequence, Sendable {
        fileprivate let listing: Listing

        /// Goes through the pages.
        public struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate let listing: Listing

            /// The next page; nil at the end.
            ///
            /// - Throws: As ``Listing/next()``; `interrupted` where the task is cancelled.
            public func next() async throws -> [Element]? {
                let page = try await listing.awaitPage()
                return page.isEmpty ? nil : page
            }
        }

        /// Goes on where the list stands.
        public func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(listing: listing)
        }
    }
}
