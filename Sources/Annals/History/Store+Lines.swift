import AnnalsHistory
import AnnalsLog
public import AnnalsModel

// Texts by lines, and what one event changed.

extension Store {
    /// Which event brought each line of a text: who, when and why.
    ///
    /// A line that was there before a change and still is after it keeps its event. Where a file
    /// was moved, its lines come from the event that captured it at its new path.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document has the text.
    ///   - pointer: The place of the text; nil for the content of a captured file, whatever its
    ///     format.
    ///   - moment: The present that is meant.
    /// - Throws: `notFound` if there is no such stream, or nothing at the place by then;
    ///   `unsupported` if what is there is no text, as in a binary file; `invalidArgument` without
    ///   a pointer where the stream is no file's; `tooLarge` if a version of the text has more
    ///   lines than are compared; `beyondHead`.
    public func blameLines(
        of stream: StreamName, at pointer: JSONPointer? = nil, as moment: Moment = .head
    ) throws(StoreError) -> BlamedText {
        try history.blameLines(of: stream, at: pointer, as: moment)
    }

    /// What an event made of the document of its stream.
    ///
    /// ``AnnalsModel/LineDifference`` compares the texts of a value by lines.
    ///
    /// - Parameter position: The event's position.
    /// - Returns: nil if the document is the same after it: the event only has a context, was
    ///   erased, or wrote what was there.
    /// - Throws: `notFound` if there is no event at the position.
    public func difference(by position: Int64) throws(StoreError) -> DocumentDifference? {
        try history.documentDifference(by: position)
    }
}
