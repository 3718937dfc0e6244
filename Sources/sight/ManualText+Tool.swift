extension ManualText {
    /// The page of the tool: each command from the definition that parses it.
    mutating func addTool(_ tool: CommandDescription) {
        name(.tool, "watch inspection lines, inspect pictures, make models")
        section("SYNOPSIS")
        paragraph("`sight` <command> [<argument> ...]")
        paragraph("`sight` <command> `--help`")
        section("DESCRIPTION")
        paragraph(tool.abstract ?? "")
        paragraph(
            """
            `sight` is the person's tool beside the daemon `sightd`(8). Commands that follow a \
            line read its event socket, see `sight-events`(7); commands that judge pictures do it \
            as the daemon does, with the same verdicts.
            """)
        section("COMMANDS")
        for command in tool.leaves { add(command, of: tool) }
        section("OPTIONS OF EVERY COMMAND")
        for argument in tool.arguments ?? [] where argument.shouldDisplay {
            item(argument.term, argument.abstract ?? "")
        }
        exitCodes()
        section("ENVIRONMENT")
        item("`NO_COLOR`", "Where it is set, no colours are used.")
        section("FILES")
        item("`\(LineSocket.folder)/<line>.sock`", "The event socket of a line.")
        section("EXAMPLES")
        example(
            """
            sight watch press-3
            sight watch press-3 --json --events verdict --verdicts fail,undecided
            sight inspect pictures/ --model press-3.safetensors --heatmap maps/
            sight evaluate labelled/ --model press-3.safetensors --report report.html
            sight calibrate press-3.safetensors --good new-parts/ -o press-3b.safetensors
            """)
    }

    private mutating func add(_ command: CommandDescription, of tool: CommandDescription) {
        part(String(command.words.dropFirst(tool.commandName.count + 1)))
        let arguments = command.ownArguments
        paragraph((["`\(command.words)`"] + arguments.map(\.usage)).joined(separator: " "))
        paragraph(command.abstract ?? "")
        for text in (command.discussion ?? "").split(separator: "\n\n") { paragraph(String(text)) }
        for argument in arguments {
            item(argument.term, argument.abstract ?? "")
            if let values = argument.allValues, !values.isEmpty {
                more("One of " + values.map { "`\($0)`" }.joined(separator: ", ") + ".")
            }
            if let value = argument.defaultValue { more("Unless given: `\(value)`.") }
        }
    }
}
