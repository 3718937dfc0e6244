internal import Glibc

/// The process's environment; only the supervisor and the tool look at it.
public enum Environment {
    /// A variable's value, or `nil` when it is not set.
    public static func value(of name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
