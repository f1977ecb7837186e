/// Groups of bars that are compared within their group, each on a scale of its own.
struct BarChart {
    /// One group.
    struct Group {
        let title: String
        let unit: String
        let bars: [(name: String, value: Double)]
    }

    let title: String
    let groups: [Group]

    private static let width = 720.0
    /// Where bars begin and where the longest ends.
    private static let (left, right) = (220.0, 620.0)
    private static let barHeight = 18.0
    private static let gap = 6.0

    /// The file.
    func svg(_ palette: SVGPalette) -> String {
        var drawing = SVGDrawing(width: Self.width, palette: palette)
        drawing.text(title, x: 16, y: 26, isTitle: true)
        var y = 44.0
        for group in groups {
            y += 18
            drawing.text("\(group.title), \(group.unit)", x: 16, y: y, color: palette.muted)
            y += 8
            let longest = group.bars.map(\.value).max() ?? 1
            let colors = palette.colors(of: group.bars.map(\.name))
            for (bar, color) in zip(group.bars, colors) {
                let length =
                    (Self.right - Self.left) * bar.value / max(longest, .leastNonzeroMagnitude)
                let base = y + Self.barHeight - 5
                drawing.text(bar.name, x: Self.left - 10, y: base, anchor: .end)
                drawing.bar(
                    x: Self.left, y: y, width: max(length, 1), height: Self.barHeight,
                    color: color)
                drawing.text(bar.value.grouped, x: Self.left + max(length, 1) + 8, y: base)
                y += Self.barHeight + Self.gap
            }
            y += 8
        }
        return drawing.file(height: y + 8, title: title)
    }
}
