package import AnnalsModel

extension NewEvent {
    /// Appends the event as a line of a batch: what `annals append --batch` reads.
    ///
    /// Members that generated events never have are left out.
    package func write(lineTo out: inout [UInt8]) {
        var members: JSONObject = [
            "stream": .string(stream.description), "type": .string(type.name),
            "actor": .string(actor.name),
        ]
        if actor.kind != .agent {
            members["kind"] = .string(actor.kind.rawValue)
        }
        if let cycle {
            members["cycle"] = .number(JSONNumber(cycle))
        }
        if let reason {
            members["reason"] = .string(reason)
        }
        if !change.data.isEmpty {
            members["data"] = .object(change.data)
        }
        if !change.unset.isEmpty {
            members["unset"] = .array(change.unset.map { .string($0.description) })
        }
        if change.deleted {
            members["deleted"] = true
        }
        if !context.isEmpty {
            members["context"] = .object(context)
        }
        members.write(to: &out)
        out.append(UInt8(ascii: "\n"))
    }
}
