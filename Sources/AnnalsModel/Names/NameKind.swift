/// Names that a store holds many of.
package enum NameKind: Sendable {
    case eventTypes
    case actors
    case correlations
    case tags
    case projections
    /// Tables and views of projections.
    case tables
    /// Categories of streams.
    case categories
    /// Ids of the streams of a category.
    case ids(category: String)
}
