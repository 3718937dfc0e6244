/// A TOML document as a list of keys with their values and places.
struct TOMLDocument {
    /// A key that has a value, an empty table, or an array of tables.
    struct Entry {
        var path: [String]
        var item: Item
        var keyPlace: Place
        var valuePlace: Place
    }

    /// The entries in the order of the file.
    let entries: [Entry]

    /// Parses a text.
    ///
    /// - Throws: The place and the reason of the first thing that is no TOML.
    init(_ text: String, file: String) throws(Complaint) {
        var parser = TOMLParser(text, file: file)
        entries = try parser.document()
    }
}
