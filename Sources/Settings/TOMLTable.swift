/// What names a table of a document holds, so that nothing is defined twice.
final class TOMLTable {
    /// How the table came to be, which decides what may still be added.
    enum Origin: Equatable {
        /// Named on the way to another: `a` by `[a.b]`.
        case implicit
        /// Named by its own header.
        case header
        /// Named on the way to a key: `a` by `a.b = 1`, below the header with this number.
        case dotted(section: Int)
        /// Written in braces: complete.
        case inline
    }

    /// What a name stands for.
    enum Member {
        case value
        case table(TOMLTable)
        /// An array of tables, of which only the last can be added to.
        case tables(last: TOMLTable)
    }

    var origin: Origin
    var members: [String: Member] = [:]

    init(_ origin: Origin) { self.origin = origin }

    /// The table of this name that a header passes on its way; made if there is none.
    ///
    /// `nil` where the name stands for something that cannot be added to.
    func passed(_ name: String) -> TOMLTable? {
        switch members[name] {
            case nil:
                let table = TOMLTable(.implicit)
                members[name] = .table(table)
                return table
            case .table(let table): return table.origin == .inline ? nil : table
            case .tables(let last): return last
            case .value: return nil
        }
    }

    /// The table that `[name]` defines; `nil` where it is defined already.
    func defined(_ name: String) -> TOMLTable? {
        switch members[name] {
            case nil:
                let table = TOMLTable(.header)
                members[name] = .table(table)
                return table
            case .table(let table) where table.origin == .implicit:
                table.origin = .header
                return table
            default: return nil
        }
    }

    /// The new table that `[[name]]` adds; `nil` where the name is no array of tables.
    func appended(_ name: String) -> TOMLTable? {
        switch members[name] {
            case nil, .tables:
                let table = TOMLTable(.header)
                members[name] = .tables(last: table)
                return table
            default: return nil
        }
    }

    /// The table of this name that a dotted key passes, below the header with this number.
    func dotted(_ name: String, section: Int) -> TOMLTable? {
        switch members[name] {
            case nil:
                let table = TOMLTable(.dotted(section: section))
                members[name] = .table(table)
                return table
            case .table(let table) where table.origin == .implicit:
                table.origin = .dotted(section: section)
                return table
            case .table(let table) where table.origin == .dotted(section: section): return table
            default: return nil
        }
    }
}
