internal import CLinux

/// What this process asks of the machine's memory.
public enum Memory {
    /// Gives large buffers back to the system as soon as they are freed.
    ///
    /// By itself the allocator keeps what was freed, more of it the more is freed, and pieces that
    /// stay in use prevent it from being given back: a daemon that loads its model again and again
    /// would take three times the memory. The corresponding C function is
    /// `mallopt(M_MMAP_THRESHOLD, …)`, which accepts every such size.
    ///
    /// - Returns: Whether it does; an allocator in the C library's place, such as a sanitizer's,
    ///   gives memory back in its own way.
    @discardableResult
    public static func returnLargeBuffers() -> Bool { clinux_map_allocations(256 << 10) == 1 }

    /// Keeps every page in memory from its first use on, so that none is fetched from disk later.
    ///
    /// What was never touched takes no memory. The corresponding C function is
    /// `mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)`.
    ///
    /// - Returns: Why it was refused (`LimitMEMLOCK=` is too small), or `nil`.
    public static func lock() -> Errno? { SystemCall.refusal(clinux_lock_memory()) }
}
