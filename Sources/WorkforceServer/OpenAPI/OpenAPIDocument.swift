import Foundation
import Localization
import Workforce

/// The description of the API, made from the registry. Source: OpenAPI 3.1.0.
package struct OpenAPIDocument {
  let registry: Registry
  let words: Words

  package init(registry: Registry, words: Words) {
    self.registry = registry
    self.words = words
  }

  /// The document as JSON with sorted keys.
  package func json() throws -> [UInt8] {
    var schemas = OpenAPISchemas()
    var paths: [String: [String: Any]] = [:]
    for operation in registry.operations {
      paths[operation.route.path, default: [:]][operation.route.method.rawValue] =
        describe(operation, &schemas)
    }
    paths["/access-token"] = ["post": try signIn(&schemas)]
    schemas.define("Problem", problem)
    let document: [String: Any] = [
      "openapi": "3.1.0",
      "info": [
        "title": words["openapi.title"], "version": "1",
        "description": words["openapi.description"],
        "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
      ],
      "servers": [["url": "/v1"]],
      "security": [["bearer": [String]()]],
      "tags": tags,
      "paths": paths,
      "components": [
        "schemas": schemas.definitions,
        "securitySchemes": [
          "bearer": [
            "type": "http", "scheme": "bearer", "description": words["openapi.bearer"],
          ]
        ],
        "responses": [
          "Problem": [
            "description": words["openapi.problem"],
            "headers": ["X-Request-Id": header("openapi.request_id")],
            "content": [
              "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
            ],
          ]
        ],
      ],
    ]
    return [UInt8](
      try JSONSerialization.data(
        withJSONObject: document, options: [.sortedKeys, .withoutEscapingSlashes]))
  }

  private var tags: [[String: Any]] {
    Set(registry.operations.map(\.noun)).sorted().map { noun in
      ["name": noun, "description": words.ifPresent("noun.\(noun)") ?? noun]
    }
  }

  private func describe(
    _ operation: Operation, _ schemas: inout OpenAPISchemas
  ) -> [String: Any] {
    var described: [String: Any] = [
      "operationId": operation.name,
      "tags": [operation.noun],
      "summary": words.ifPresent("operation.\(operation.name)") ?? operation.name,
      "description": words[
        "openapi.needs", ["permission": operation.permission.rawValue]],
      "parameters": parameters(of: operation, &schemas),
      "responses": responses(of: operation, &schemas),
    ]
    if let body = body(of: operation, &schemas) { described["requestBody"] = body }
    if operation.permission == .anyone { described["security"] = [[String: Any]]() }
    return described
  }

  private func parameters(
    of operation: Operation, _ schemas: inout OpenAPISchemas
  ) -> [[String: Any]] {
    let inPath = RoutePath.fields(of: operation.route.path)
    var parameters: [[String: Any]] = []
    for field in operation.input.fields {
      let isInPath = inPath.contains(field.name)
      guard isInPath || operation.route.method == .get else { continue }
      var parameter: [String: Any] = [
        "name": field.name, "in": isInPath ? "path" : "query",
        "required": isInPath || (!field.isOptional && !field.shape.isList),
        "schema": schemas.schema(field.shape),
      ]
      if let label = words.ifPresent("label.\(field.name)") { parameter["description"] = label }
      parameters.append(parameter)
    }
    if operation.isFile {
      parameters.append([
        "name": "format", "in": "query", "required": false,
        "description": words["openapi.format"],
        "schema": ["type": "string", "enum": ["json"] + ExportFormat.allCases.map(\.rawValue)],
      ])
    }
    if operation.route.method == .post {
      parameters.append(
        headerParameter(
          "Idempotency-Key", "openapi.idempotency_key", required: false,
          ["type": "string", "minLength": 8, "maxLength": 128]))
    }
    if operation.requiresMatch {
      parameters.append(
        headerParameter(
          "If-Match", "openapi.if_match", required: true,
          ["type": "string", "examples": ["\"3\""]]))
    }
    return parameters
  }

  private func headerParameter(
    _ name: String, _ key: String, required: Bool, _ schema: [String: Any]
  ) -> [String: Any] {
    [
      "name": name, "in": "header", "required": required, "description": words[key],
      "schema": schema,
    ]
  }

  private func body(
    of operation: Operation, _ schemas: inout OpenAPISchemas
  ) -> [String: Any]? {
    guard operation.route.method != .get else { return nil }
    let inPath = RoutePath.fields(of: operation.route.path)
    let fields = operation.input.fields.filter { !inPath.contains($0.name) }
    guard !fields.isEmpty else { return nil }
    return [
      "required": fields.contains { !$0.isOptional },
      "content": [
        "application/json": ["schema": schemas.object(fields, words: words)]
      ],
    ]
  }

  private func responses(
    of operation: Operation, _ schemas: inout OpenAPISchemas
  ) -> [String: Any] {
    var headers: [String: Any] = ["X-Request-Id": header("openapi.request_id")]
    if operation.isVersioned { headers["ETag"] = header("openapi.etag") }
    if operation.isPage { headers["Link"] = header("openapi.link") }
    if operation.isCreation { headers["Location"] = header("openapi.location") }
    var content: [String: Any] = [
      "application/json": ["schema": schemas.schema(operation.output)]
    ]
    if operation.isFile {
      for format in ExportFormat.allCases {
        content[format.mediaType] = ["schema": ["type": "string", "format": "binary"]]
      }
    }
    let success: [String: Any] = [
      "description": words[operation.isCreation ? "openapi.created" : "openapi.ok"],
      "headers": headers,
      "content": content,
    ]
    return [
      operation.isCreation ? "201" : "200": success,
      "default": ["$ref": "#/components/responses/Problem"],
    ]
  }

  private func header(_ key: String) -> [String: Any] {
    ["description": words[key], "schema": ["type": "string"]]
  }

  private func signIn(_ schemas: inout OpenAPISchemas) throws -> [String: Any] {
    [
      "operationId": "access-token", "summary": words["openapi.sign_in"],
      "security": [[String: Any]](),
      "requestBody": [
        "required": true,
        "content": [
          "application/json": ["schema": schemas.schema(try Shape.of(AccessTokenRoute.Input.self))]
        ],
      ],
      "responses": [
        "200": [
          "description": words["openapi.ok"],
          "content": [
            "application/json": [
              "schema": schemas.schema(try Shape.of(AccessTokenRoute.Output.self))
            ]
          ],
        ],
        "default": ["$ref": "#/components/responses/Problem"],
      ],
    ]
  }

  private var problem: [String: Any] {
    [
      "type": "object",
      "required": ["type", "title", "status", "detail", "code", "errors", "requestID"],
      "properties": [
        "type": ["type": "string", "format": "uri"], "title": ["type": "string"],
        "status": ["type": "integer"], "detail": ["type": "string"], "code": ["type": "string"],
        "requestID": ["type": "string"],
        "errors": [
          "type": "array",
          "items": [
            "type": "object", "required": ["field", "rule", "message"],
            "properties": [
              "field": ["type": "string"], "rule": ["type": "string"],
              "message": ["type": "string"],
            ],
          ] as [String: Any],
        ],
      ] as [String: Any],
    ]
  }
}
