/// A value as the file has it, before it is checked.
enum Item: Equatable {
    case flag(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([Item])
    case table
    case tables

    /// What it is, as a message says it.
    var described: String {
        switch self {
            case .flag(let flag): "\(flag)"
            case .integer(let n): "\(n)"
            case .number(let x): "\(x)"
            case .text(let text): Spelling.shortened(text)
            case .list(let items):
                items.count > 8
                    ? "an array of \(items.count)"
                    : "[" + items.map(\.described).joined(separator: ", ") + "]"
            case .table: "a table"
            case .tables: "an array of tables"
        }
    }
}
