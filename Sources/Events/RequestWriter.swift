extension ClientRequest {
    /// The request as a line of JSON, its newline included.
    public var line: [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.open()
        switch self {
            case .statistics: json.write(.request, EventKind.statistics)
            case .subscribe(let subscription):
                json.key(.subscribe)
                json.open()
                json.write(.since, subscription.since)
                Self.write(.events, subscription.events, to: &json)
                Self.write(.verdicts, subscription.verdicts, to: &json)
                json.close()
        }
        json.close()
        json.endLine()
        return json.bytes
    }

    private static func write<Element: Named>(
        _ field: Field, _ set: NamedSet<Element>, to json: inout JSONWriter
    ) {
        // All is what a request without the field asks for, later kinds included.
        guard set != .all else { return }
        json.key(field)
        json.open("[")
        for element in Element.allCases where set.contains(element) { json.element(element.name) }
        json.close("]")
    }
}
