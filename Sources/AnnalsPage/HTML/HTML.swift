import AnnalsModel

/// A piece of HTML: markup comes from the program alone, and text of whatever origin only gets in
/// escaped.
///
/// Names of elements and attributes are literals, so that nothing stored can become one.
package struct HTML: Sendable {
    /// The piece so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []

    /// An empty piece.
    package init() {}

    /// Appends text.
    ///
    /// What controls a terminal or the direction of text is shown as its number, like `U+202E`.
    ///
    /// - Parameter keepsLines: Whether newlines and tabs stay as they are, as in `pre`; else they
    ///   are shown as `\n` and `\t`.
    package mutating func text(_ text: String, keepsLines: Bool = false) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": appendMarkup("&amp;")
            case "<": appendMarkup("&lt;")
            case ">": appendMarkup("&gt;")
            case "\"": appendMarkup("&quot;")
            case "\n" where keepsLines, "\t" where keepsLines:
                appendPlain(scalar)
            case _ where scalar.needsEscapeOnTerminal: appendVisible(scalar)
            default: appendPlain(scalar)
            }
        }
    }

    /// Appends what a field of several lines holds, as it is: it may be sent back.
    package mutating func field(text: String) {
        // The newline right after the tag is not part of it.
        appendMarkup("\n")
        appendValue(text)
    }

    /// Appends an element with what is in it.
    package mutating func element(
        _ name: StaticString, _ attributes: HTMLAttribute..., content: (inout HTML) -> Void
    ) {
        open(name, attributes)
        content(&self)
        close(name)
    }

    /// Appends an element that holds a text.
    package mutating func element(
        _ name: StaticString, _ attributes: HTMLAttribute..., text: String
    ) {
        open(name, attributes)
        self.text(text)
        close(name)
    }

    /// Appends an element that can hold nothing, such as `input`.
    package mutating func void(_ name: StaticString, _ attributes: HTMLAttribute...) {
        open(name, attributes)
    }

    /// Appends a style sheet of the program: nothing in it is text from elsewhere.
    mutating func style(_ sheet: [UInt8]) {
        open("style", [])
        bytes += sheet
        close("style")
    }

    /// Appends the line with which a document begins.
    package mutating func documentType() { appendMarkup("<!doctype html>\n") }

    /// Appends another piece.
    package mutating func append(_ other: HTML) { bytes += other.bytes }

    private mutating func open(_ name: StaticString, _ attributes: [HTMLAttribute]) {
        appendMarkup("<")
        appendMarkup(name)
        for attribute in attributes {
            guard let value = attribute.value else { continue }
            appendMarkup(" ")
            appendMarkup(attribute.name)
            appendMarkup("=\"")
            appendValue(value)
            appendMarkup("\"")
        }
        appendMarkup(">")
    }

    private mutating func close(_ name: StaticString) {
        appendMarkup("</")
        appendMarkup(name)
        appendMarkup(">")
    }

    /// The value of an attribute, as it is: what a form sends back must be what it was given.
    private mutating func appendValue(_ value: String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": appendMarkup("&amp;")
            case "<": appendMarkup("&lt;")
            case ">": appendMarkup("&gt;")
            case "\"": appendMarkup("&quot;")
            case "\n": appendMarkup("&#10;")
            case "\r": appendMarkup("&#13;")
            case "\t": appendMarkup("&#9;")
            // HTML has no way to say it.
            case "\0": appendPlain("\u{FFFD}")
            default: appendPlain(scalar)
            }
        }
    }

    private mutating func appendVisible(_ scalar: Unicode.Scalar) {
        appendMarkup("<span class=\"esc\">")
        switch scalar {
        case "\n": appendMarkup("\\n")
        case "\r": appendMarkup("\\r")
        case "\t": appendMarkup("\\t")
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            appendMarkup("U+")
            for _ in digits.count..<4 { appendMarkup("0") }
            bytes += digits.utf8
        }
        appendMarkup("</span>")
    }

    private mutating func appendMarkup(_ markup: StaticString) {
        markup.withUTF8Buffer { bytes += $0 }
    }

    private mutating func appendPlain(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
    }
}
