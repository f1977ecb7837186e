// Pictures of numbers, each beside the table that says the same.

extension HTML {
    /// Bars of one picture: more cannot be told apart.
    private static let barsMax = 120

    /// Appends bars that stand side by side, neighbours together where there are many.
    ///
    /// - Parameters:
    ///   - label: What the picture shows, for who does not see it.
    ///   - values: Names with numbers that are not negative, in order.
    mutating func chart(_ label: String, _ values: [(name: String, number: Int64)]) {
        guard let first = values.first, let last = values.last else { return }
        let together = (values.count + Self.barsMax - 1) / Self.barsMax
        let bars = stride(from: 0, to: values.count, by: together).map { start in
            values[start..<min(start + together, values.count)].reduce(0) { $0 + $1.number }
        }
        let most = max(bars.max() ?? 1, 1)
        let width = Int64(960) / Int64(bars.count)
        element(
            "svg", .style("chart"), HTMLAttribute("viewBox", "0 0 960 140"),
            HTMLAttribute("role", "img"),
            HTMLAttribute("aria-label", "\(label), as the table says")
        ) { html in
            for (index, number) in bars.enumerated() {
                let height = number.share(of: most)
                html.element(
                    "rect", .style("c0"), HTMLAttribute("x", "\(Int64(index) * width)"),
                    HTMLAttribute("y", "\(12 + 100 - height)"),
                    HTMLAttribute("width", "\(max(width - max(width / 6, 1), 1))"),
                    HTMLAttribute("height", "\(height)"), text: "")
            }
            html.mark(Self.count(most), x: 0, y: 10, anchor: "start")
            html.mark(first.name, x: 0, y: 132, anchor: "start")
            html.mark(last.name, x: width * Int64(bars.count), y: 132, anchor: "end")
        }
    }

    private mutating func mark(_ text: String, x: Int64, y: Int64, anchor: String) {
        element(
            "text", HTMLAttribute("x", "\(x)"), HTMLAttribute("y", "\(y)"),
            HTMLAttribute("text-anchor", anchor), text: text.shortened(to: 40))
    }

    /// Appends a cell with a bar of one part or two, each in percent of the longest.
    mutating func barCell(_ parts: [Int64], of most: Int64) {
        element("td", .style("bar")) { html in
            html.element(
                "svg", HTMLAttribute("viewBox", "0 0 100 4"),
                HTMLAttribute("preserveAspectRatio", "none"), HTMLAttribute("aria-hidden", "true")
            ) { html in
                var start: Int64 = 0
                for (index, part) in parts.enumerated() where part > 0 {
                    let width = max(part.share(of: max(most, 1)), 1)
                    html.element(
                        "rect", .style(index == parts.count - 1 ? "c0" : "c4"),
                        HTMLAttribute("x", "\(start)"), HTMLAttribute("height", "4"),
                        HTMLAttribute("width", "\(width)"), text: "")
                    start += width
                }
            }
        }
    }
}

extension Int64 {
    /// Percent of another number, which is not smaller.
    fileprivate func share(of most: Int64) -> Int64 {
        most.dividingFullWidth(multipliedFullWidth(by: 100)).quotient
    }

    /// So many milliseconds, in the two largest units.
    var duration: String {
        let units: [(String, Int64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1),
        ]
        var rest = self
        var parts: [String] = []
        for (name, size) in units where parts.count < 2 {
            let count = rest / size
            rest %= size
            if count > 0 { parts.append("\(count) \(name)") }
        }
        return parts.isEmpty ? "no time" : parts.joined(separator: " ")
    }
}
