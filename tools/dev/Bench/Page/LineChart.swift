import Foundation

/// Curves over sizes or percentiles; the vertical scale is logarithmic.
struct LineChart {
    /// One curve; points are at places of the horizontal scale, the first at 0.
    struct Series {
        let name: String
        let points: [(place: Double, value: Double)]
    }

    let title: String
    /// What is drawn upwards, and what to the right.
    let unit: String
    let across: String
    /// Marks of the horizontal scale.
    let marks: [(place: Double, label: String)]
    let series: [Series]

    private static let (width, height) = (720.0, 400.0)
    private static let (left, right, top, bottom) = (76.0, 510.0, 58.0, 344.0)

    /// Whole powers of ten around all values.
    private var decades: ClosedRange<Int> {
        let values = series.flatMap(\.points).map(\.value).filter { $0 > 0 }
        let lowest = Int(log10(values.min() ?? 1).rounded(.down))
        let highest = Int(log10(values.max() ?? 10).rounded(.up))
        return lowest...max(highest, lowest + 1)
    }

    private func x(_ place: Double) -> Double {
        let widest = max(marks.map(\.place).max() ?? 1, .leastNonzeroMagnitude)
        return Self.left + (Self.right - Self.left) * place / widest
    }

    private func y(_ value: Double) -> Double {
        let share =
            (log10(max(value, .leastNonzeroMagnitude)) - Double(decades.lowerBound))
            / Double(decades.count - 1)
        return Self.bottom - (Self.bottom - Self.top) * share
    }

    /// The file.
    func svg(_ palette: SVGPalette) -> String {
        var drawing = SVGDrawing(width: Self.width, palette: palette)
        drawing.text(title, x: 16, y: 26, isTitle: true)
        drawing.text(unit, x: 16, y: 46, color: palette.muted)
        for decade in decades {
            let value = pow(10, Double(decade))
            drawing.line((Self.left, y(value)), (Self.right, y(value)), color: palette.grid)
            drawing.text(
                value.grouped, x: Self.left - 8, y: y(value) + 4, anchor: .end,
                color: palette.muted)
        }
        for mark in marks {
            let x = x(mark.place)
            drawing.line((x, Self.bottom), (x, Self.bottom + 5), color: palette.muted)
            drawing.text(
                mark.label, x: x, y: Self.bottom + 20, anchor: .middle, color: palette.muted)
        }
        drawing.text(
            across, x: (Self.left + Self.right) / 2, y: Self.bottom + 42, anchor: .middle,
            color: palette.muted)
        let colors = palette.colors(of: series.map(\.name))
        for (index, (line, color)) in zip(series, colors).enumerated() {
            drawing.path(line.points.map { (x($0.place), y($0.value)) }, color: color)
            let place = Self.top + 10 + Double(index) * 22
            drawing.line(
                (Self.right + 20, place), (Self.right + 42, place), color: color, thickness: 3)
            drawing.text(line.name, x: Self.right + 50, y: place + 4)
        }
        return drawing.file(height: Self.height, title: title)
    }
}

extension Double {
    /// A figure for a picture or a table, with commas between thousands.
    var grouped: String {
        guard rounded() >= 1000 else {
            return self == rounded() ? String(Int(self)) : trimmed
        }
        var text = String(format: "%.0f", self)
        var end = text.endIndex
        while let place = text.index(end, offsetBy: -3, limitedBy: text.startIndex),
            place > text.startIndex
        {
            text.insert(",", at: place)
            end = place
        }
        return text
    }

    /// Three digits that say something.
    private var trimmed: String {
        if abs(self) < 0.0005 { return "0" }
        let format = self < 0.1 ? "%.2g" : self < 10 ? "%.2f" : self < 100 ? "%.1f" : "%.0f"
        return String(format: format, self)
    }
}
