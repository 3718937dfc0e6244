extension Event {
    /// The events and their fields as a table of Markdown.
    public static var markdownTable: String {
        var text = "| Event | Field | Type | Meaning |\n|---|---|---|---|\n"
        var last: EventKind?
        for field in FieldDescription.all {
            let event = field.kind == last ? "" : "`\(field.kind.name)`"
            last = field.kind
            let absence = field.isAlways ? "" : " May be absent."
            text += "| \(event) | `\(field.name)` | \(field.type) | \(field.meaning)\(absence) |\n"
        }
        return text
    }
}
