package import Annals
import AnnalsModel

/// Captured files as they were at a moment, a folder at a time.
package struct FilesContent: PageContent {
    /// A file of the folder.
    private struct File: Sendable {
        let stream: StreamName
        let size: JSONValue?
        let mode: JSONValue?
        let isLink: Bool
    }

    /// Names that are gone through for one folder.
    private static let namesMax = 200_000

    private let folder: String
    private let folders: ArraySlice<(name: String, files: Int)>
    private let files: [File]
    private let isWhole: Bool

    /// The heading.
    package var title: String { folder.isEmpty ? "Files" : "Files in \(folder)" }

    /// Reads a folder.
    ///
    /// - Parameter folder: Its path with a slash at its end, as ids of streams have it; empty for
    ///   the whole.
    /// - Throws: `notAllowed` for a visitor who may not see files.
    package init(_ folder: String, of store: Store, in frame: PageFrame) throws {
        try frame.visitor.demand(StreamName.fileCategory)
        self.folder = folder
        let listing = store.streams(category: StreamName.fileCategory)
        var folders: [String: Int] = [:]
        var files: [File] = []
        var isWhole = true
        var names = 0
        while names < Self.namesMax, case let page = try listing.nextPage(), !page.isEmpty {
            names += page.count
            for stream in page where stream.name.id.utf8.starts(with: folder.utf8) {
                let rest = String(
                    decoding: stream.name.id.utf8.dropFirst(folder.utf8.count), as: UTF8.self)
                // What begins with a slash is the folder of a named workspace.
                let cut = rest.dropFirst().firstIndex(of: "/")
                if let cut {
                    folders[String(rest[...cut]), default: 0] += 1
                } else if files.count < PageLimits.documents {
                    if let file = try Self.file(stream.name, in: store, at: frame.moment) {
                        files.append(file)
                    }
                } else {
                    isWhole = false
                }
            }
        }
        self.folders = folders.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            .prefix(PageLimits.documents)
        self.files = files
        self.isWhole = isWhole && folders.count <= PageLimits.documents
    }

    private static func file(
        _ stream: StreamName, in store: Store, at moment: Moment
    ) throws -> File? {
        guard let document = try store.document(stream, at: moment) else { return nil }
        return File(
            stream: stream, size: document["size"], mode: document["mode"],
            isLink: document["kind"]?.asString == "link")
    }

    /// Writes the folder.
    package func write(to html: inout HTML, in frame: PageFrame) {
        if !folder.isEmpty {
            html.element("p") { html in
                html.element("a", .href(frame.address(.files)), text: "All files")
                html.text(" · ")
                html.element("a", .href(frame.address(.files, above)), text: "one folder up")
            }
        }
        if folders.isEmpty, files.isEmpty {
            html.element("p", .style("nothing"), text: "No file was captured here by then.")
            return
        }
        html.table("Files", ["Name", "Bytes", "Mode"], numbers: ["Bytes"]) { html in
            for (name, count) in folders {
                html.element("tr") { html in
                    html.element("th", HTMLAttribute("scope", "row")) { html in
                        html.element(
                            "a",
                            .href(
                                frame.address(.files, [PageMember("folder", folder + name)])),
                            text: name)
                    }
                    html.element(
                        "td", .style("number note"), text: "\(HTML.count(count, "file")) ever")
                    html.element("td", text: "")
                }
            }
            for file in files { write(file, to: &html, in: frame) }
        }
        guard !isWhole else { return }
        html.element("p", .style("note"), text: "The folder has more files than are shown.")
    }

    private func write(_ file: File, to html: inout HTML, in frame: PageFrame) {
        html.element("tr") { html in
            html.element("th", HTMLAttribute("scope", "row")) { html in
                html.element("a", .href(frame.address(.document(file.stream)))) { html in
                    html.text(
                        String(
                            decoding: file.stream.id.utf8.dropFirst(folder.utf8.count),
                            as: UTF8.self
                        ).shortened(to: 200))
                }
                if file.isLink { html.text(" (a link)") }
            }
            html.element("td", .style("number")) { html in
                if let size = file.size { html.text(size.asInt64.map { HTML.count($0) } ?? "") }
            }
            html.element("td") { html in
                if let mode = file.mode?.asString {
                    html.element("code", text: mode.shortened(to: 40))
                }
            }
        }
    }

    /// The folder above this one.
    private var above: [PageMember] {
        let name = folder.dropLast()
        guard let cut = name.lastIndex(of: "/"), cut > name.startIndex else { return [] }
        return [PageMember("folder", String(name[...cut]))]
    }
}
