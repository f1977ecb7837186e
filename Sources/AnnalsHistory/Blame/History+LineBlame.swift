import AnnalsLog
package import AnnalsModel

extension History {
    /// Which event brought each line of a text.
    ///
    /// - Parameters:
    ///   - stream: The stream whose document has the text.
    ///   - pointer: The place of the text; nil for the content of a captured file.
    ///   - moment: The present that is meant.
    /// - Throws: `notFound` if there is no such stream, or never was a value at the place by then;
    ///   `unsupported` if what is there is no text; `invalidArgument` without a pointer where the
    ///   stream is no file's; `tooLarge` for more than ``Limits/comparedLinesMax`` lines;
    ///   `beyondHead`.
    package func blameLines(
        of stream: StreamName, at pointer: JSONPointer? = nil, as moment: Moment = .head
    ) throws(StoreError) -> BlamedText {
        let position = try position(of: moment)
        let place = if let pointer { pointer } else { try Self.content(of: stream) }
        do {
            var stretches = try log.read { reader in
                try BlamedStretches(reader, log, stream, at: position)
            }
            // Lines may be as old as the stream.
            stretches.isDivided = false
            let value = try log.read { reader in
                try reader.document(of: stream, at: position)?.value(at: place)
            }
            guard case .string? = value else {
                throw try noText(at: place, value, isContent: pointer == nil, stretches, position)
            }
            return try lines(at: place, in: stretches)
        } catch {
            throw StoreError.wrapping(error, doing: "find who wrote the lines of a text")
        }
    }

    /// Where the text of a captured file is.
    private static func content(of stream: StreamName) throws(StoreError) -> JSONPointer {
        guard stream.category == StreamName.fileCategory else {
            throw StoreError(
                .invalidArgument,
                "\(stream.description.terminalSafe) is no captured file: give the place of the text"
                    + " in its document, like /notes")
        }
        return JSONPointer(tokens: ["text"])
    }

    private func lines(
        at place: JSONPointer, in stretches: BlamedStretches
    ) throws -> BlamedText {
        var trail = LineTrail<Event>()
        var text: String?
        try stretches.forEach {
            SoughtMembers(of: [place.tokens])
        } begin: { _ in
        } apply: { event, _, new in
            guard !event.isErased, !event.isFact else { return }
            let now = new?.value(at: place)?.asString
            if let now, let text, now.hasSameBytes(as: text) { return }
            if now == nil, text == nil { return }
            if let now, !LineDifference.isComparable(now) {
                throw StoreError(
                    .tooLarge,
                    "\(event.stream.description.terminalSafe) has more than"
                        + " \(Limits.comparedLinesMax) lines at position \(event.position): so many"
                        + " are not compared")
            }
            text = now
            var summary = event
            summary.change = Change()
            trail.change(to: now, by: summary)
        } end: {
            false
        }
        let lines = trail.lines.enumerated().map { index, line in
            BlamedLine(line: Int64(index) + 1, text: line.text, event: line.source)
        }
        return BlamedText(lines: lines, isMinimal: trail.isMinimal)
    }

    private func noText(
        at place: JSONPointer, _ value: JSONValue?, isContent: Bool,
        _ stretches: BlamedStretches, _ position: Int64
    ) throws -> StoreError {
        let name = stretches.stream.description.terminalSafe
        if value != nil {
            return StoreError(
                .unsupported,
                "\(name) has no text at \(place.description.terminalSafe) at position"
                    + " \(position), so there are no lines")
        }
        if isContent {
            let document = try log.read { reader in
                try reader.document(of: stretches.stream, at: position)
            }
            let isLink = document?["kind"]?.asString == "link"
            if let document, isLink || document["base64"] != nil {
                return StoreError(
                    .unsupported,
                    "\(name) is \(isLink ? "a symbolic link" : "not text") at position"
                        + " \(position), so it has no lines")
            }
        }
        let hint = try hint(near: place, in: stretches.stream, at: position)
        return StoreError(
            .notFound,
            "\(name) has nothing at \(place.description.terminalSafe) at position \(position)"
                + hint, remedy: .showDocument)
    }
}
