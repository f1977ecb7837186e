package import AnnalsModel
package struct BodyDictionary: Sendable { package let id: Int64; package let bytes: [UInt8]; package init(id: Int64, bytes: [UInt8]) { self.id = id; self.bytes = bytes } }
package struct StoredBody { package let size: Int; package let dictionary: Int64?; package let base: Int64?; package let blob: [UInt8] }
package final class BodyEncoder { package init() {}; package func forgetDictionaries() {}; package func encode(_ b: [UInt8], check: [UInt8], dictionary: BodyDictionary?, base: (position: Int64, bytes: [UInt8])?, highCompression: Bool) -> StoredBody { StoredBody(size: b.count, dictionary: nil, base: nil, blob: check + b) } }
package struct BodyDecoder { package init() {}; package mutating func decode(_ b: [UInt8], size: Int64, dictionary: BodyDictionary?, base: [UInt8]?, position: Int64) throws(StoreError) -> [UInt8] { Array(b.dropFirst(4)) } }
package enum DictionaryTrainer { package static func train(samples: [[UInt8]], limit: Int) -> [UInt8] { [] } }
package enum DictionarySchedule { package static func isDue(bodyBytes: Int64, trainedAt: Int64, dictionaries: Int64) -> Bool { false }; package static func samplePositions(head: Int64) -> [Int64] { [] }; package static let sampleBytesMax = 1 }
package func encodeBody(change: Change, reason: String?) -> [UInt8] { var o = JSONObject(); if !change.data.isEmpty { o["data"] = .object(change.data) }; if !change.unset.isEmpty { o["unset"] = .array(change.unset.map { .string($0.description) }) }; if change.deleted { o["deleted"] = .bool(true) }; if let reason { o["reason"] = .string(reason) }; var b: [UInt8] = []; JSONValue.object(o).write(to: &b); return b }
package func usesBase(bodyBytes: Int, chainLength: Int) -> Bool { false }
package struct BodyContent { package let change: Change; package let reason: String? }
package func parseBody(_ b: [UInt8], position: Int64) throws(StoreError) -> BodyContent { let o = try JSONValue(parsing: b).asObject ?? [:]; var u: [JSONPointer] = []; for p in o["unset"]?.asArray ?? [] { u.append(try JSONPointer(p.asString ?? "")) }; return BodyContent(change: Change(data: o["data"]?.asObject ?? [:], unset: u, deleted: o["deleted"] != nil), reason: o["reason"]?.asString) }
package func compressBlock(_ b: [UInt8]) -> [UInt8]? { nil }
package func decompressBlock(_ b: [UInt8], size: Int) throws(StoreError) -> [UInt8] { b }
