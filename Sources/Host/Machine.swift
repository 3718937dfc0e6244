internal import CLinux

/// What the machine we run on says about itself.
public enum Machine {
    /// The number of processors that this process may use; at least 1.
    public static func allowedProcessors() throws(HostError) -> Int {
        max(1, Int(try SystemCall.check(clinux_allowed_processors(), "sched_getaffinity")))
    }

    /// The id of this boot, 32 hexadecimal digits: tells two boots' clocks and counts apart.
    public static func bootID() throws(HostError) -> String {
        let bytes = try FileSystem.read("/proc/sys/kernel/random/boot_id", limit: 64)
        return String(decoding: bytes, as: UTF8.self).filter { $0.isHexDigit }
    }
}
