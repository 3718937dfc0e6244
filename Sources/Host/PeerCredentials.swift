/// Who is on the other side of a local connection, as the kernel says.
public struct PeerCredentials: Sendable, Equatable {
    /// The process that connected.
    public let process: Int32
    /// The user it ran as.
    public let user: UInt32
    /// The group it ran as.
    public let group: UInt32

    /// States who it is.
    public init(process: Int32, user: UInt32, group: UInt32) {
        self.process = process
        self.user = user
        self.group = group
    }
}
