import AnnalsModel

/// A column of a result.
struct Column: Sendable, Equatable {
    /// Which side of its width a cell keeps to.
    enum Alignment: Sendable {
        /// Trailing where every measured value is a number, else leading.
        case automatic
        case leading
        case trailing
    }

    /// What its cells are, which says how they become shorter where a terminal is narrow.
    enum Content: Sendable {
        /// Anything: numbers stay, names lose their middle, and all else its end.
        case any
        /// Times: the time of today, month and day of this year, else the date.
        case time
        /// Branches of a tree: they lose their end, but not the mark of the one that is meant.
        case tree
        /// What says nothing unless it is whole.
        case whole
    }

    /// Its name, in snake case: the header, and the member's name in JSON.
    let name: String
    /// Which side its cells keep to in a table.
    let alignment: Alignment
    /// What its cells are.
    let content: Content
    /// How soon it makes room for the others where a terminal is too narrow for all: 0 for never,
    /// and the higher the sooner.
    let rank: Int

    /// Makes a column.
    init(
        _ name: String, _ alignment: Alignment = .automatic, _ content: Content = .any,
        rank: Int = 0
    ) {
        self.name = name
        self.alignment = alignment
        self.content = content
        self.rank = rank
    }

    /// The same column under another name.
    func named(_ name: String) -> Column {
        Column(name, alignment, content, rank: rank)
    }

    /// The same column as one of times.
    var ofTimes: Column { Column(name, alignment, .time, rank: rank) }

    /// Members of results that say the least beside the others.
    static let ranks = ["kind": 5, "confirmed": 4, "version": 3, "cycle": 2, "type": 1]
}

extension [Column] {
    /// The columns with names that differ: SQL may give two columns one name, JSON may not.
    var withDistinctNames: [Column] {
        var taken: Set<ExactString> = []
        return map { column in
            var name = column.name
            var number = 2
            while !taken.insert(ExactString(name)).inserted {
                name = "\(column.name)_\(number)"
                number += 1
            }
            return column.named(name)
        }
    }
}
