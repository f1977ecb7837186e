internal import AnnalsModel

/// Whether a body should be compressed against the previous one of its stream.
///
/// - Parameters:
///   - bodyBytes: Bytes of the body before compression.
///   - chainLength: How many bases in a row the previous body needs; 0 if it has none.
package func usesBase(bodyBytes: Int, chainLength: Int) -> Bool {
    bodyBytes >= Limits.bodyBytesForBaseMin && chainLength < Limits.chainLinksMax
}
