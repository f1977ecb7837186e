import AnnalsModel

/// Where the elements of a list come from.
protocol ListingSource<Element> {
    associatedtype Element: Sendable

    /// The next elements, some hundreds at most; empty only at the end.
    func nextPage() throws(StoreError) -> [Element]
}
