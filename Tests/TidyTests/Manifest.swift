/// What the manifest says each target may import.
struct Manifest {
    /// A target's dependencies, packages' products included.
    private(set) var arrows: [String: Set<String>] = [:]

    init(text: String) {
        let begun = /(?:module|program|library|tests)\(\s*(?:of: )?"(\w+)"/
        let named = /\.(?:target|testTarget|executableTarget)\(\s*name: "(\w+)"/
        var starts: [(name: String, after: String.Index)] = []
        for match in text.matches(of: begun) {
            let isTests = text[match.range].hasPrefix("tests")
            starts.append((String(match.1) + (isTests ? "Tests" : ""), match.range.upperBound))
        }
        for match in text.matches(of: named) {
            starts.append((String(match.1), match.range.upperBound))
        }
        for (name, after) in starts {
            arrows[name, default: []].formUnion(Self.dependencies(in: text[after...]))
        }
    }

    /// The names in the first list of a call, up to the end of the call.
    private static func dependencies(in rest: Substring) -> Set<String> {
        var depth = 1
        var list: Substring.Index?
        for index in rest.indices {
            switch rest[index] {
                case "(": depth += 1
                case ")":
                    depth -= 1
                    if depth == 0 { return [] }
                case "[" where list == nil && !rest[..<index].hasSuffix("cSettings: "):
                    list = index
                case "]":
                    guard let list else { continue }
                    return names(in: rest[list..<index])
                default: break
            }
        }
        return []
    }

    private static func names(in list: Substring) -> Set<String> {
        var found: Set<String> = []
        var rest = list
        // .product(name: "A", package: "b") names the module A.
        for match in list.matches(of: /\.product\(name: "(\w+)", package: "[^"]*"\)/) {
            found.insert(String(match.1))
        }
        rest.replace(/\.product\([^)]*\)/, with: "")
        return found.union(rest.matches(of: /"(\w+)"/).map { String($0.1) })
    }

    /// Everything that a target contains in the end, itself included.
    func closure(of target: String) -> Set<String> {
        var found: Set<String> = []
        var open = [target]
        while let next = open.popLast() {
            if found.insert(next).inserted { open += arrows[next] ?? [] }
        }
        return found
    }
}
