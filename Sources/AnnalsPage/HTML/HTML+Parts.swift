// Parts that several places have.

extension HTML {
    /// Appends a part of a place under a heading.
    mutating func section(
        _ id: String, _ title: String, _ content: (inout HTML) -> Void
    ) {
        element("section", HTMLAttribute("aria-labelledby", "\(id)-title")) { html in
            html.element("h2", .id("\(id)-title"), text: title)
            content(&html)
        }
    }

    /// Appends what is seen once its title is opened.
    mutating func folded(_ title: String, _ content: (inout HTML) -> Void) {
        element("details") { html in
            html.element("summary", text: title)
            content(&html)
        }
    }

    /// Appends a name with what it is, in a list of such.
    mutating func fact(_ name: String, _ content: (inout HTML) -> Void) {
        element("dt", text: name)
        element("dd", content: content)
    }

    /// Appends a field of a form that nobody sees.
    mutating func hidden(_ name: String, _ value: String) {
        void(
            "input", HTMLAttribute("type", "hidden"), HTMLAttribute("name", name),
            HTMLAttribute("value", value))
    }

    /// Appends a table that scrolls within the place where it is wide.
    ///
    /// - Parameter numbers: Names of columns whose cells are numbers, which end below one another.
    mutating func table(
        _ label: String, _ columns: [String], _ style: String? = nil,
        numbers: Set<String> = [], _ rows: (inout HTML) -> Void
    ) {
        element(
            "div", .style("scrolled"), HTMLAttribute("tabindex", "0"),
            HTMLAttribute("role", "region"), HTMLAttribute("aria-label", label)
        ) { html in
            html.element("table", .style(style)) { html in
                html.element("thead") { html in
                    html.element("tr") { html in
                        for name in columns {
                            html.element(
                                "th", .style(numbers.contains(name) ? "number" : nil),
                                HTMLAttribute("scope", "col"), text: name)
                        }
                    }
                }
                html.element("tbody", content: rows)
            }
        }
    }

    /// Appends the way to the rows of a table for programs.
    ///
    /// - Parameter what: What they are, to be heard before the name of the format.
    mutating func csv(_ what: String, _ address: PageAddress) {
        element("p", .style("csv")) { html in
            html.element("a", .href(address)) { html in
                html.text("\(what) as CSV")
            }
        }
    }
}
