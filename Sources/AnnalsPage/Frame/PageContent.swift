/// What stands at a place of the page, read and ready to be written.
package protocol PageContent: Sendable {
    /// The heading of the place.
    var title: String { get }

    /// Writes what stands below the heading.
    func write(to html: inout HTML, in frame: PageFrame)
}
