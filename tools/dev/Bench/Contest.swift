import Foundation

/// Two or more ways to do the same work, measured side by side.
///
/// The sides take turns, round by round: whatever else the machine does meets all of them. Nothing
/// is asserted; the reader compares the ratio with the number to reach.
struct Contest {
    /// One way to do the work.
    struct Side {
        let name: String
        /// Does the work once and returns a figure, of the contest's unit.
        let run: () throws -> Double
    }

    /// What is measured.
    let title: String
    /// What the figures are, as in `events/s`.
    let unit: String
    /// The number to reach for the last side over the first, in words; nil where there is none.
    let reach: String?
    /// The sides; the first is what the others are compared with.
    let sides: [Side]

    /// Runs every side once a round and prints medians, ranges and ratios.
    func run(rounds: Int) throws {
        var figures = [[Double]](repeating: [], count: sides.count)
        for _ in 0..<rounds {
            for (index, side) in sides.enumerated() {
                figures[index].append(try side.run())
            }
        }
        print("\n\(title), \(unit), median of \(rounds) (lowest to highest)")
        for (index, side) in sides.enumerated() {
            // Paired by round, so that a slow minute of the machine weighs on both.
            let ratio = zip(figures[index], figures[0]).map { $0 / $1 }.median
            let range = "(\(Self.text(figures[index].min())) to \(Self.text(figures[index].max())))"
            print(
                "  " + side.name.padding(toLength: 28, withPad: " ", startingAt: 0)
                    + Self.text(figures[index].median).leftPadded(12) + "  "
                    + range.padding(toLength: 26, withPad: " ", startingAt: 0)
                    + (index == 0 ? "" : String(format: "%.2f", ratio)))
        }
        if let reach {
            print("  to reach: \(reach)")
        }
    }

    /// A figure with as many digits as it deserves.
    private static func text(_ figure: Double?) -> String {
        guard let figure else {
            return ""
        }
        return String(format: figure < 10 ? "%.2f" : figure < 1000 ? "%.1f" : "%.0f", figure)
    }
}

extension String {
    fileprivate func leftPadded(_ width: Int) -> String {
        String(repeating: " ", count: max(width - count, 0)) + self
    }
}
