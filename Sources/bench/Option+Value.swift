import ArgumentParser

extension Option {
    /// An option whose value is read by a function that says what is allowed.
    ///
    /// The help tells the default, which it would not by itself, and -3 is read as a value.
    init(
        wrappedValue: Value, _ help: String, valueName: String,
        read: @escaping @Sendable (String) throws -> Value
    ) {
        self.init(
            wrappedValue: wrappedValue, parsing: .unconditional,
            help: ArgumentHelp("\(help) (default: \(wrappedValue))", valueName: valueName),
            transform: read)
    }

    /// The same for an option that may be left out.
    init<Read>(
        name: NameSpecification = .long, _ help: String, valueName: String,
        read: @escaping @Sendable (String) throws -> Read
    ) where Value == Read? {
        self.init(
            name: name, parsing: .unconditional,
            help: ArgumentHelp(help, valueName: valueName), transform: read)
    }
}
