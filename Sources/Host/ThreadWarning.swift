/// What the system refused to a thread, which runs all the same.
public enum ThreadWarning: Sendable, Equatable, CustomStringConvertible {
    /// No realtime scheduling at this priority.
    case realtimeRefused(priority: Int, Errno)
    /// Not bound to this processor.
    case processorRefused(Int, Errno)

    /// What was refused, and what to do next.
    public var description: String {
        switch self {
            case .realtimeRefused(let priority, let errno):
                "realtime priority \(priority) was refused: \(errno); deadlines may be missed "
                    + "under load, so set LimitRTPRIO= in the unit or give CAP_SYS_NICE"
            case .processorRefused(let processor, let errno):
                "processor \(processor) was refused: \(errno); the thread runs on any, so name a "
                    + "processor that this process may use"
        }
    }
}
