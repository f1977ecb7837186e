import Foundation

/// A picture as the text of an SVG file.
struct SVGDrawing {
    /// Where a text stands relative to its point.
    enum Anchor: String {
        case start, middle, end
    }

    private let width: Double
    private let palette: SVGPalette
    private var elements: [String] = []

    init(width: Double, palette: SVGPalette) {
        self.width = width
        self.palette = palette
    }

    /// A line.
    mutating func line(
        _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), color: String,
        thickness: Double = 1
    ) {
        elements.append(
            "<line x1=\"\(from.x.place)\" y1=\"\(from.y.place)\" x2=\"\(to.x.place)\""
                + " y2=\"\(to.y.place)\" stroke=\"\(color)\" stroke-width=\"\(thickness.place)\"/>")
    }

    /// A line through several points, each of them marked.
    mutating func path(_ points: [(x: Double, y: Double)], color: String) {
        let places = points.map { "\($0.x.place),\($0.y.place)" }.joined(separator: " ")
        elements.append(
            "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"/>")
        for point in points {
            elements.append(
                "<circle cx=\"\(point.x.place)\" cy=\"\(point.y.place)\" r=\"3.5\""
                    + " fill=\"\(color)\"/>")
        }
    }

    /// A filled rectangle.
    mutating func bar(x: Double, y: Double, width: Double, height: Double, color: String) {
        elements.append(
            "<rect x=\"\(x.place)\" y=\"\(y.place)\" width=\"\(width.place)\""
                + " height=\"\(height.place)\" rx=\"2\" fill=\"\(color)\"/>")
    }

    /// A text; its baseline is at `y`.
    mutating func text(
        _ text: String, x: Double, y: Double, anchor: Anchor = .start, isTitle: Bool = false,
        color: String? = nil
    ) {
        let look =
            isTitle ? " font-size=\"15\" font-weight=\"600\"" : " font-size=\"12\""
        elements.append(
            "<text x=\"\(x.place)\" y=\"\(y.place)\" text-anchor=\"\(anchor.rawValue)\"\(look)"
                + " fill=\"\(color ?? palette.text)\">\(Self.escaped(text))</text>")
    }

    /// The file.
    ///
    /// - Parameter title: What a reader who sees no pictures gets.
    func file(height: Double, title: String) -> String {
        let size = "width=\"\(width.place)\" height=\"\(height.place)\""
        return """
            <svg xmlns="http://www.w3.org/2000/svg" \(size) \
            viewBox="0 0 \(width.place) \(height.place)" role="img" \
            font-family="system-ui, -apple-system, sans-serif">
            <title>\(Self.escaped(title))</title>
            <rect \(size) fill="\(palette.background)"/>
            \(elements.joined(separator: "\n"))
            </svg>

            """
    }

    /// A text as it may stand in XML.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}

/// Colours of a picture on a light or a dark page; those of lines and bars can be told apart by
/// people who do not see all colours.
struct SVGPalette {
    let background: String
    let text: String
    /// For what is said beside.
    let muted: String
    let grid: String
    /// For lines and bars, in the order that they come.
    let series: [String]

    static let light = SVGPalette(
        background: "#ffffff", text: "#1d1d1f", muted: "#6e6e73", grid: "#e3e3e8",
        series: ["#0b6bcb", "#8a8a8f", "#c2410c", "#15803d", "#7c3aed", "#a16207"])
    static let dark = SVGPalette(
        background: "#1d1d1f", text: "#f5f5f7", muted: "#a1a1a6", grid: "#3a3a3d",
        series: ["#5eb0ff", "#98989d", "#ff9f5a", "#5ed28a", "#bf9bff", "#f5c64a"])

    /// Sides that have the same colour in every picture.
    private static let fixed = ["annals", "bare", "eventsourcing", "umadb"]

    /// Colours of the lines or bars of one group: those that no side of a fixed colour may have go
    /// to the others in turn.
    func colors(of names: [String]) -> [String] {
        var next = names.contains(where: Self.fixed.contains) ? Self.fixed.count : 0
        return names.map { name in
            if let place = Self.fixed.firstIndex(of: name) { return series[place] }
            defer { next += 1 }
            return series[next % series.count]
        }
    }
}

extension Double {
    /// A place in a picture, to a tenth.
    fileprivate var place: String {
        let text = String(format: "%.1f", self)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
