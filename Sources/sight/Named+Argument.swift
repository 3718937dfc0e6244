import ArgumentParser
import Events

/// A list of the protocol's words on the command line, such as `fail,undecided`.
struct NameList<Element: Named>: ExpressibleByArgument {
    let set: NamedSet<Element>

    init?(argument: String) {
        var set = NamedSet<Element>()
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let element = Element(name: String(name)) else { return nil }
            set.insert(element)
        }
        self.set = set
    }

    /// The words, for help and completion.
    static var allValueStrings: [String] { Element.allCases.map(\.name) }
}
