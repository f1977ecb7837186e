package import AnnalsModel

/// What events of agents' sessions say of the files that they change.
package enum SessionEvent {
    /// The category of the streams of sessions.
    package static let category = "session"
    /// The member of the context that lists the absolute paths of the files that change.
    package static let files = "files"
    /// The verb of what is about to happen.
    package static let calledVerb = "tool-called"
    /// The verb of what did its work.
    package static let finishedVerb = "tool-finished"
    /// The verb of what failed.
    package static let failedVerb = "tool-failed"
    /// The verbs of what ended.
    static let endedVerbs: Set<String> = [finishedVerb, failedVerb]

    /// The beginning of the prompt that an event is, in one line; nil if it is none.
    package static func reason(of event: Event) -> String? {
        guard event.type.category == category,
            let prompt = event.context["payload"]?.asObject?["prompt"]?.asString
        else { return nil }
        let words = prompt.unicodeScalars.prefix(Limits.hookReasonBytesMax * 4).split {
            $0.properties.isWhitespace || $0.value < 0x20 || (0x7F..<0xA0).contains($0.value)
        }
        var line = ""
        for word in words {
            let next = line.isEmpty ? String(word) : line + " " + String(word)
            guard next.utf8.count <= Limits.hookReasonBytesMax else {
                return line.isEmpty ? nil : line + " …"
            }
            line = next
        }
        return line.isEmpty ? nil : line
    }
}
