/// The members of a JSON object, read by the protocol's field names.
struct JSONObject {
    private let members: [String: JSONValue]

    init(_ value: JSONValue, of name: String) throws(EventsError) {
        guard case .object(let members) = value else {
            throw .wrong(field: name, expected: "an object")
        }
        self.members = members
    }

    /// The field's value; `nil` when it is absent or `null`.
    subscript(field: Field) -> JSONValue? { self[field.rawValue] }

    subscript(name: String) -> JSONValue? { members[name] == .null ? nil : members[name] }

    /// Reads the field with `read`, or throws that it is missing.
    func required<T>(
        _ field: Field, _ read: (JSONObject) -> (Field) throws(EventsError) -> T?
    ) throws(EventsError) -> T {
        guard let value = try read(self)(field) else { throw .missing(field: field.rawValue) }
        return value
    }

    func count(_ field: Field) throws(EventsError) -> UInt64? { try count(field.rawValue) }

    func count(_ name: String) throws(EventsError) -> UInt64? {
        guard let value = self[name] else { return nil }
        guard case .number(let digits) = value, let number = UInt64(digits) else {
            throw .wrong(field: name, expected: "a whole number from 0")
        }
        return number
    }

    func pixels(_ field: Field) throws(EventsError) -> Int32? {
        guard let value = self[field] else { return nil }
        guard case .number(let digits) = value, let number = Int32(digits) else {
            throw .wrong(field: field.rawValue, expected: "a whole number of pixels")
        }
        return number
    }

    func number(_ field: Field) throws(EventsError) -> Float? {
        guard let value = self[field] else { return nil }
        guard case .number(let digits) = value, let number = Float(digits), number.isFinite else {
            throw .wrong(field: field.rawValue, expected: "a number")
        }
        return number
    }

    func flag(_ field: Field) throws(EventsError) -> Bool? {
        guard let value = self[field] else { return nil }
        guard case .boolean(let flag) = value else {
            throw .wrong(field: field.rawValue, expected: "true or false")
        }
        return flag
    }

    func text(_ field: Field) throws(EventsError) -> String? {
        guard let value = self[field] else { return nil }
        guard case .text(let text) = value else {
            throw .wrong(field: field.rawValue, expected: "a text")
        }
        return text
    }

    func named<T: Named>(_ field: Field) throws(EventsError) -> T? {
        guard let name = try text(field) else { return nil }
        guard let value = T(name: name) else {
            throw .wrong(field: field.rawValue, expected: oneOf(T.names))
        }
        return value
    }

    func object(_ field: Field) throws(EventsError) -> JSONObject? {
        guard let value = self[field] else { return nil }
        return try JSONObject(value, of: field.rawValue)
    }

    func array(_ field: Field) throws(EventsError) -> [JSONValue]? {
        guard let value = self[field] else { return nil }
        guard case .array(let elements) = value else {
            throw .wrong(field: field.rawValue, expected: "an array")
        }
        return elements
    }

    /// The names in an array, as a set.
    func set<T: Named>(_ field: Field) throws(EventsError) -> NamedSet<T>? {
        guard let elements = try array(field) else { return nil }
        var set = NamedSet<T>()
        for element in elements {
            guard case .text(let name) = element, let value = T(name: name) else {
                throw .wrong(
                    field: field.rawValue, expected: "an array of " + oneOf(T.names))
            }
            set.insert(value)
        }
        return set
    }

    private func oneOf(_ names: [String]) -> String { names.joined(separator: ", ") }
}
