internal import CSystemd

/// What the service manager hands over at start, by `sd_listen_fds`.
enum Activation {
    /// The first handed-over descriptor; the others follow it.
    static let firstDescriptor: Int32 = 3

    /// The number of descriptors handed over; the next call answers 0.
    static func takeDescriptors() -> Int32 { csystemd_take_descriptors() }

    static func isLocalListener(_ raw: Int32) -> Bool { csystemd_is_local_listener(raw) > 0 }
}
