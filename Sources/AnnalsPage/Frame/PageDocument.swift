import AnnalsModel

/// Documents that stand in no frame, and what all documents share.
package enum PageDocument {
    /// The style sheet.
    package static let styleSheet: [UInt8] = PackageResources.page_css
    /// The mark of the page, in the tab of a browser.
    package static let icon: [UInt8] = PackageResources.page_svg
    /// The script.
    package static let script: [UInt8] = PackageResources.page_js

    /// The head of a document of the server.
    ///
    /// - Parameter leadsOn: Whether the document leads to the timeline by itself.
    static func head(_ title: String, to html: inout HTML, leadsOn: Bool = false) {
        head(title, to: &html) { html in
            if leadsOn {
                html.void(
                    "meta", HTMLAttribute("http-equiv", "refresh"),
                    HTMLAttribute("content", "0;url=/"))
            }
            html.void(
                "link", HTMLAttribute("rel", "stylesheet"), .href(fixed: "/page.css"))
            html.void(
                "link", HTMLAttribute("rel", "icon"), HTMLAttribute("type", "image/svg+xml"),
                .href(fixed: "/page.svg"))
            html.element(
                "script", HTMLAttribute("src", "/page.js"), .flag("defer"), text: "")
        }
    }

    /// The head of any document, with what only this one has in it.
    static func head(_ title: String, to html: inout HTML, _ own: (inout HTML) -> Void) {
        html.element("head") { html in
            html.void("meta", HTMLAttribute("charset", "utf-8"))
            html.void(
                "meta", HTMLAttribute("name", "viewport"),
                HTMLAttribute("content", "width=device-width, initial-scale=1"))
            html.void(
                "meta", HTMLAttribute("name", "color-scheme"),
                HTMLAttribute("content", "light dark"))
            html.element("title", text: title.terminalSafe.shortened(to: 200))
            own(&html)
        }
    }

    /// What a form sends back that changes something.
    static func formKey(_ visitor: PageVisitor, to html: inout HTML) {
        html.hidden("form_key", visitor.formKey)
    }

    /// The document with which one signs in.
    ///
    /// - Parameters:
    ///   - next: Where one goes then.
    ///   - refusal: Why the last try was refused; nil for the first.
    package static func signIn(next: String, refusal: String?) -> [UInt8] {
        plain("Sign in") { html in
            if let refusal {
                html.element(
                    "p", .style("refusal"), .id("refusal"), HTMLAttribute("role", "alert"),
                    text: refusal)
            }
            html.element(
                "form", .style("sign-in"), HTMLAttribute("method", "post"),
                HTMLAttribute("action", "/sign-in")
            ) { html in
                html.element("label", HTMLAttribute("for", "token"), text: "Token")
                html.void(
                    "input", .id("token"), HTMLAttribute("type", "password"),
                    HTMLAttribute("name", "token"),
                    HTMLAttribute("autocomplete", "current-password"), .flag("required"),
                    .flag("autofocus"), HTMLAttribute("spellcheck", "false"),
                    HTMLAttribute("aria-describedby", refusal == nil ? nil : "refusal"))
                html.hidden("next", next)
                html.element("button", text: "Sign in")
            }
            html.element(
                "p", .style("note"),
                text: "Whoever keeps this store grants tokens. It is typed once, and forgotten"
                    + " when you sign out or the server ends.")
        }
    }

    /// The document that says what is wrong with a request.
    ///
    /// - Parameters:
    ///   - path: The path that was asked for.
    ///   - members: What it was given: where moments are among it they can be written anew.
    package static func problem(
        _ sentence: String, title: String, path: String, _ members: [PageMember]
    ) -> [UInt8] {
        plain(title) { html in
            html.element("p", .style("refusal"), text: sentence)
            writeMoments(path, members, to: &html)
            html.element("p") { html in
                html.element("a", .href(PageAddress(.timeline)), text: "To the timeline")
            }
        }
    }

    /// Writes the form that leads to the same place at other moments.
    private static func writeMoments(
        _ path: String, _ members: [PageMember], to html: inout HTML
    ) {
        let moments = ["at": "Go to", "vs": "compare with"]
        guard members.contains(where: { moments[$0.name] != nil }) else { return }
        html.element(
            "form", .style("filters"), HTMLAttribute("method", "get"),
            HTMLAttribute("action", path)
        ) { html in
            for member in members {
                if let label = moments[member.name] {
                    html.field(member.name, label, member.value)
                } else {
                    html.hidden(member.name, member.value)
                }
            }
            html.element("button", text: "Go")
            html.element(
                "p", .style("note"),
                text: "\(PageFrame.momentHint); empty for the present.")
        }
    }

    /// The document that leads to the timeline whoever was just signed in.
    package static func signedIn() -> [UInt8] {
        plain("Signed in", leadsOn: true) { html in
            html.element("p") { html in
                html.element("a", .href(PageAddress(.timeline)), text: "To the timeline")
            }
        }
    }

    private static func plain(
        _ title: String, leadsOn: Bool = false, _ content: (inout HTML) -> Void
    ) -> [UInt8] {
        var html = HTML()
        html.documentType()
        html.element("html", HTMLAttribute("lang", "en")) { html in
            head("\(title) · Annals", to: &html, leadsOn: leadsOn)
            html.element("body", .style("plain")) { html in
                html.element("main", .id("main")) { html in
                    html.element("h1", text: title)
                    content(&html)
                }
            }
        }
        return html.bytes
    }
}
