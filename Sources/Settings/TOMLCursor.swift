/// Walks through a text and knows the place of each character.
struct TOMLCursor {
    private let file: String
    private let scalars: [Unicode.Scalar]
    private(set) var index = 0
    private var line = 1
    private var lineStart = 0

    /// Begins at the text's first character; a byte order mark is none.
    init(_ text: String, file: String) {
        self.file = file
        let all = text.unicodeScalars
        scalars = Array(all.first == "\u{FEFF}" ? all.dropFirst() : all[...])
    }

    /// The character here; `nil` at the end.
    var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    /// The place of the character here.
    var place: Place { Place(file: file, line: line, column: index - lineStart + 1) }

    /// Whether these characters come next.
    func isAt(_ text: String) -> Bool { scalars[index...].starts(with: text.unicodeScalars) }

    mutating func advance() {
        guard let scalar = next else { return }
        index += 1
        if scalar == "\n" {
            line += 1
            lineStart = index
        }
    }

    /// Takes the characters if they come next.
    mutating func take(_ text: String) -> Bool {
        guard isAt(text) else { return false }
        for _ in text.unicodeScalars { advance() }
        return true
    }

    mutating func skipSpace() { while next == " " || next == "\t" { advance() } }

    /// The complaint that something else should stand here.
    func expected(_ what: String) -> Complaint {
        let here =
            switch next {
                case nil: "the file ends"
                case "\n", "\r": "the line ends"
                case .some(let scalar): "here is \(Spelling.quoted(String(scalar)))"
            }
        return Complaint(
            place: place, message: "this is not TOML: \(what) is expected, but \(here)")
    }
}
