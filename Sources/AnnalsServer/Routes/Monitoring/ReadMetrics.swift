import Annals
import AnnalsModel
import HTTPTypes
import Hummingbird
import NIOCore

extension Route {
    /// `GET /metrics`.
    static let metrics = Route(
        .get, "/metrics", "metrics", in: "Monitoring",
        "Counts and times for a monitoring system (OpenMetrics 1.0).", for: .read, [],
        [AnswerDescription(.ok, "Metrics.", [(.metrics, ["type": "string"])])]
    ) { call in
        try call.caller.demandAll()
        let upkeep = try await call.store.perform { store in try store.upkeep() }
        let text = call.core.metrics.text(upkeep, followers: call.core.watch.count)
        return Response(
            status: .ok,
            headers: [
                .contentType: "\(MediaType.metrics.rawValue); version=1.0.0; charset=utf-8",
                .cacheControl: "no-store",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
