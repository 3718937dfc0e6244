/// One thing said on the event socket: one line of JSON.
///
/// Readers ignore fields that they do not know; within protocol 1 fields are only added.
public enum Event: Sendable, Equatable {
    /// The first line to a client.
    case hello(HelloEvent)
    /// The line does something else now.
    case state(StateEvent)
    /// A frame was judged, or could not be.
    case verdict(VerdictEvent)
    /// Frames have no verdict.
    case missed(MissedEvent)
    /// New settings were taken or refused.
    case reload(ReloadEvent)
    /// The camera was opened or lost.
    case camera(CameraEvent)
    /// This client lost events because it read too slowly, or asked for events no longer kept.
    case gap(GapEvent)
    /// The counts since the start.
    case statistics(StatisticsEvent)

    /// The version of the protocol.
    public static let protocolVersion: UInt64 = 1

    /// The kind.
    public var kind: EventKind {
        switch self {
            case .hello: .hello
            case .state: .state
            case .verdict: .verdict
            case .missed: .missed
            case .reload: .reload
            case .camera: .camera
            case .gap: .gap
            case .statistics: .statistics
        }
    }

    /// The event's own number; `nil` for what is said to one client only.
    public var sequence: UInt64? {
        switch self {
            case .hello, .gap: nil
            case .state(let event): event.sequence
            case .verdict(let event): event.sequence
            case .missed(let event): event.sequence
            case .reload(let event): event.sequence
            case .camera(let event): event.sequence
            case .statistics(let event): event.sequence
        }
    }
}
