import AnnalsModel

// The document around a place: header, ways to the other places, time line, banner.

extension PageFrame {
    /// The whole document of a place.
    package func document(of content: some PageContent) -> [UInt8] {
        var html = HTML()
        html.documentType()
        html.element("html", HTMLAttribute("lang", "en")) { html in
            PageDocument.head("\(content.title) · \(origin)", to: &html)
            html.element(
                "body", HTMLAttribute("data-head", "\(head)"),
                HTMLAttribute("data-at", "\(at)"), HTMLAttribute("data-live", isPinned ? nil : "")
            ) { html in
                html.element("a", .style("skip"), .href(fixed: "#main"), text: "To the content")
                writeHeader(to: &html)
                html.element("main", .id("main"), HTMLAttribute("tabindex", "-1")) { html in
                    html.element("h1", text: content.title.shortened(to: 300))
                    content.write(to: &html, in: self)
                }
                writeFooter(to: &html)
            }
        }
        return html.bytes
    }

    private func writeHeader(to html: inout HTML) {
        html.element("header") { html in
            html.element("div", .style("top")) { html in
                html.element("a", .style("store"), .href(address(.timeline))) { html in
                    html.element("span", .style("mark"), text: "Annals")
                    html.text(" ")
                    html.text(origin.shortened(to: 120))
                }
                writeVisitor(to: &html)
            }
            html.element("nav", HTMLAttribute("aria-label", "Places")) { html in
                html.element("ul") { html in
                    for (led, name) in PagePlace.led where visitor.canSee(led) {
                        let isHere = led == place.led
                        html.element("li") { html in
                            html.element(
                                "a", .href(address(led)),
                                HTMLAttribute("aria-current", isHere ? "page" : nil), text: name)
                        }
                    }
                }
            }
            writeTimeLine(to: &html)
            writeBanner(to: &html)
        }
    }

    private func writeVisitor(to html: inout HTML) {
        guard let grant = visitor.grant else { return }
        html.element(
            "form", .style("visitor"), HTMLAttribute("method", "post"),
            HTMLAttribute("action", "/sign-out")
        ) { html in
            html.text("\(grant.actor.name.shortened(to: 60)) ")
            PageDocument.formKey(visitor, to: &html)
            html.element("button", text: "Sign out")
        }
    }

    /// Says that one looks at the past, or at two moments, with the way back.
    private func writeBanner(to html: inout HTML) {
        html.element("div", .id("banner"), HTMLAttribute("role", "status")) { html in
            if isPast {
                html.element("p", .style("banner past")) { html in
                    html.element("strong", text: "You are looking at the past")
                    html.text(", ")
                    html.text(at == 0 ? "before the first event" : describe(at))
                    html.text(": \(HTML.count(head - at, "event")) happened since. ")
                    html.element(
                        "a", .id("now"), .href(moved(to: nil, versus: versus)), text: "Back to now")
                }
            }
            if let versus {
                html.element("p", .style("banner versus")) { html in
                    html.text("Compared with ")
                    html.element(
                        "a", .href(moved(to: versus, versus: at)),
                        text: "position \(HTML.count(versus))")
                    if versus == at { html.text(", which is the same moment") }
                    html.text(". ")
                    html.element(
                        "a", .href(moved(to: isPinned ? at : nil, versus: nil)),
                        text: "Stop comparing")
                }
            }
        }
    }

    /// A position with its cycle and time, where they are known.
    func describe(_ position: Int64) -> String {
        guard position == at, let reached else { return "position \(HTML.count(position))" }
        let time = reached.time.rfc3339.prefix(16).replacing("T", with: " ")
        return "position \(HTML.count(position)), cycle \(reached.cycle), \(time) UTC"
    }

    private func writeFooter(to html: inout HTML) {
        html.element("footer") { html in
            html.element("p") { html in
                html.text("Permanent link: ")
                html.element(
                    "a", .id("permalink"),
                    .href(moved(to: at, versus: versus)),
                    text: "position \(HTML.count(at))")
                html.text(" of \(HTML.count(head)).")
            }
            html.element("details", .id("keys")) { html in
                html.element("summary", text: "Keys")
                html.element("dl") { html in
                    for (key, meaning) in Self.keys {
                        html.element("dt") { html in html.element("kbd", text: key) }
                        html.element("dd", text: meaning)
                    }
                }
                html.element("label", .style("scripted")) { html in
                    html.void("input", HTMLAttribute("type", "checkbox"), .id("keys-off"))
                    html.text(" Leave these keys alone")
                }
            }
        }
    }

    private static let keys = [
        ("j k", "next and previous event of a list"), ("[ ]", "a cycle back, and forward"),
        (", .", "an event back, and forward"),
        ("+ −", "less and more of the history"), ("n", "back to now"), ("g", "go to a moment"),
        ("/", "search"),
        ("d", "compare with now, or stop comparing"), ("b", "who gave each value"),
        ("t", "take back what an event changed, or bring back what is shown"),
        ("y", "the address of this moment, for good"), ("?", "these keys"),
    ]
}
