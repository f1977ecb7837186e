/// An attribute of an element; the value of whatever origin is escaped where it is written.
package struct HTMLAttribute: Sendable {
    /// Its name.
    let name: StaticString
    /// Its value; nil where it is not there.
    let value: String?

    /// An attribute with a value; without one it is left out.
    package init(_ name: StaticString, _ value: String?) {
        self.name = name
        self.value = value
    }

    /// Where a link leads: a place of the page.
    package static func href(_ address: PageAddress) -> HTMLAttribute {
        HTMLAttribute("href", address.text)
    }

    /// Where a link leads that is the same in every store.
    package static func href(fixed path: StaticString) -> HTMLAttribute {
        HTMLAttribute("href", "\(path)")
    }

    /// Names by which the style sheet knows it.
    package static func style(_ names: String?) -> HTMLAttribute { HTMLAttribute("class", names) }

    /// Its name within the document.
    package static func id(_ name: String?) -> HTMLAttribute { HTMLAttribute("id", name) }

    /// An attribute that is there or not.
    package static func flag(_ name: StaticString, _ isSet: Bool = true) -> HTMLAttribute {
        HTMLAttribute(name, isSet ? "" : nil)
    }
}
