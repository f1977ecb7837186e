internal import Foundation

extension Event {
    /// The event as a JSON object, as `log` writes it.
    ///
    /// Its members are, in this order and without the absent ones, `position`, `stream`, `version`,
    /// `type`, `actor`, `kind`, `cycle`, `recorded_at`, `occurred_at`, `reason`, `correlation`,
    /// `causation`, `id`, `data`, `unset`, `deleted` and `context`; an erased event has
    /// `"erased": true` last.
    public func json() -> JSONObject {
        var json = JSONObject()
        json.reserveCapacity(16)
        json["position"] = .number(JSONNumber(position))
        json["stream"] = .string(stream.description)
        json["version"] = .number(JSONNumber(version))
        json["type"] = .string(type.name)
        json["actor"] = .string(actor.name)
        json["kind"] = .string(actor.kind.rawValue)
        json["cycle"] = .number(JSONNumber(cycle))
        json["recorded_at"] = .string(recordedAt.rfc3339)
        json["occurred_at"] = occurredAt.map { .string($0.rfc3339) }
        json["reason"] = reason.map { .string($0) }
        json["correlation"] = correlation.map { .string($0) }
        json["causation"] = causation.map { .number(JSONNumber($0)) }
        json["id"] = id.map { .string($0.uuidString.lowercased()) }
        if !change.data.isEmpty { json["data"] = .object(change.data) }
        if !change.unset.isEmpty {
            json["unset"] = .array(change.unset.map { .string($0.description) })
        }
        if change.deleted { json["deleted"] = true }
        if !context.isEmpty { json["context"] = .object(context) }
        if isErased { json["erased"] = true }
        return json
    }
}
