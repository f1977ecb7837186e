import AnnalsModel
import HTTPTypes

/// The OpenAPI document (3.1), made of the routes that the router has.
enum OpenAPIDocument {
    /// Statuses of problems that every route may answer with.
    private static let problems: [HTTPResponse.Status] = [
        .badRequest, .notFound, .misdirectedRequest, .forbidden, .notAcceptable,
        .internalServerError, .serviceUnavailable,
    ]

    /// The document.
    static let json: JSONObject = document(of: .all)

    /// The document of routes.
    static func document(of table: RouteTable) -> JSONObject {
        var paths = JSONObject()
        for route in table.routes {
            var item = paths[route.path.description]?.asObject ?? [:]
            item[route.method.rawValue.lowercased()] = .object(operation(route))
            paths[route.path.description] = .object(item)
        }
        var schemas = JSONSchema.results
        schemas["NewEvent"] = .object(EventSchemas.event)
        schemas["CloudEvent"] = .object(GivenCloudEvents.schema)
        schemas["Problem"] = .object(Problem.schema)
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Annals", "version": .string(AnnalsVersion.current),
                "description": "An audit log of events in one SQLite file.",
                "license": ["name": "Apache 2.0", "identifier": "Apache-2.0"],
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": "Needed once access was granted to anybody.",
                    ]
                ],
            ],
        ]
    }

    private static func operation(_ route: Route) -> JSONObject {
        var operation: JSONObject = [
            "operationId": .string(route.name), "summary": .string(route.summary),
            "tags": [.string(route.group)],
        ]
        if route.right != nil { operation["security"] = [[:], ["token": []]] }
        if !route.parameters.isEmpty {
            operation["parameters"] = .array(route.parameters.map { .object(parameter($0)) })
        }
        if let body = route.body {
            operation["requestBody"] = .object([
                "required": .bool(body.isRequired), "content": .object(content(body.content)),
            ])
        }
        var responses = JSONObject()
        for answer in route.answers {
            responses[String(answer.status.code)] = .object(self.answer(answer))
        }
        var statuses = Set(problems + route.problems)
        if route.body != nil {
            statuses.formUnion([.contentTooLarge, .unsupportedMediaType, .requestTimeout])
        }
        for status in statuses.sorted(by: { $0.code < $1.code })
        where responses[String(status.code)] == nil {
            responses[String(status.code)] = .object([
                "description": .string(status.reasonPhrase),
                "content": .object(content([(.problem, JSONSchema.reference(to: "Problem"))])),
            ])
        }
        operation["responses"] = .object(responses)
        return operation
    }

    private static func parameter(_ parameter: ParameterDescription) -> JSONObject {
        var schema = parameter.schema
        if parameter.isRepeatable { schema = JSONSchema.list(of: schema) }
        return [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
            "required": .bool(parameter.isRequired),
            "description": .string(parameter.meaning), "schema": .object(schema),
        ]
    }

    private static func answer(_ answer: AnswerDescription) -> JSONObject {
        var object: JSONObject = ["description": .string(answer.meaning)]
        if !answer.headers.isEmpty {
            var headers = JSONObject()
            for (name, meaning) in answer.headers {
                headers[name] = [
                    "description": .string(meaning), "schema": ["type": "string"],
                ]
            }
            object["headers"] = .object(headers)
        }
        var content = content(answer.content)
        if answer.status == .serviceUnavailable {
            content["application/problem+json"] = [
                "schema": .object(JSONSchema.reference(to: "Problem"))
            ]
        }
        if !content.isEmpty { object["content"] = .object(content) }
        return object
    }

    private static func content(_ types: [(type: MediaType, schema: JSONObject)]) -> JSONObject {
        var content = JSONObject()
        for (type, schema) in types {
            content[type.rawValue] = ["schema": .object(schema)]
        }
        return content
    }
}
