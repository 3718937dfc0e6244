import Host

/// Why a command ends early: what it says and with which code.
struct ToolFailure: Error, CustomStringConvertible {
    /// How the program ends.
    let code: ToolExit
    /// The sentence for the person at the terminal.
    let description: String

    /// Pairs the two.
    init(_ code: ToolExit, _ description: String) {
        self.code = code
        self.description = description
    }
}
