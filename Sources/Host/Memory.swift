internal import CLinux

/// What this process asks of the machine's memory.
public enum Memory {
    /// Keeps every page in memory from its first use on, so that none is fetched from disk later.
    ///
    /// What was never touched takes no memory. The corresponding C function is
    /// `mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)`.
    ///
    /// - Returns: Why it was refused (`LimitMEMLOCK=` is too small), or `nil`.
    public static func lock() -> Errno? { SystemCall.refusal(clinux_lock_memory()) }
}
