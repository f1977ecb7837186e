/// A report that was written to a file for a browser.
package struct WrittenReport: JSONResult {
    /// Where it is.
    package let path: String
    /// Its size in bytes.
    package let bytes: Int

    /// Says where a report is.
    package init(path: String, bytes: Int) {
        self.path = path
        self.bytes = bytes
    }

    /// The JSON of a report in a file.
    package static let shape = JSONShape<WrittenReport>(
        "Written report", "A report that was written to a file for a browser.",
        [
            JSONMember("path", \.path, "Path of the file."),
            JSONMember("bytes", \.bytes, "Its size in bytes."),
        ])
}
