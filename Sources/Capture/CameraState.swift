/// Where a camera is in its life, and what each event asks for.
///
/// It makes no call and reads no clock.
///
///     closed --opened--> opened --frame--> streaming
///        |                 |  ^               |
///        |                 |  +--- stalled <--+   no frame in time
///        +--- lost <-------+--------- lost <--+   an error
///
/// Out of `stalled` and `lost` the camera is opened again after a pause of 100 ms, which doubles
/// with each attempt to 1 s and starts anew once a frame has arrived. An event that cannot happen
/// in a state changes nothing and asks for nothing.
struct CameraState: ~Copyable {
    /// What the stage must do now.
    enum Action: Equatable {
        case nothing
        case open
        case deliver
        /// Deliver, and say that frames arrive (again).
        case announceAndDeliver
        /// Close, wait, then report `waited`.
        case closeAndRetry(after: Duration)
        case close
    }

    private enum State {
        case closed
        case opened(attempts: Int)
        case streaming
        case stalled(attempts: Int)
        case lost(attempts: Int)
        case ended
    }

    private var state: State

    init() { state = .closed }
    private init(_ state: State) { self.state = state }

    var phase: CameraPhase {
        switch state {
            case .closed: .closed
            case .opened: .opened
            case .streaming: .streaming
            case .stalled: .stalled
            case .lost: .lost
            case .ended: .ended
        }
    }

    /// The attempts since a frame last arrived.
    private var attempts: Int {
        switch state {
            case .opened(let attempts), .stalled(let attempts), .lost(let attempts): attempts
            case .closed, .streaming, .ended: 0
        }
    }

    static func pause(before attempt: Int) -> Duration {
        // Not longer: parts go by unseen from the camera's return until the next attempt.
        min(.milliseconds(100 << min(attempt - 1, 4)), .seconds(1))
    }

    /// The stage begins, or the pause is over.
    mutating func waited() -> Action {
        switch phase {
            case .closed, .stalled, .lost: .open
            case .opened, .streaming, .ended: .nothing
        }
    }

    /// The camera was opened and started.
    mutating func opened() {
        switch phase {
            case .closed, .stalled, .lost: self = .init(.opened(attempts: attempts))
            case .opened, .streaming, .ended: return
        }
    }

    mutating func frameArrived() -> Action {
        switch phase {
            case .opened:
                self = .init(.streaming)
                return .announceAndDeliver
            case .streaming: return .deliver
            case .closed, .stalled, .lost, .ended: return .nothing
        }
    }

    /// No frame came in time.
    mutating func fellSilent() -> Action {
        switch phase {
            case .opened, .streaming:
                let attempt = attempts + 1
                self = .init(.stalled(attempts: attempt))
                return .closeAndRetry(after: Self.pause(before: attempt))
            case .closed, .stalled, .lost, .ended: return .nothing
        }
    }

    /// The camera could not be opened or started, or failed later.
    mutating func failed() -> Action {
        if phase == .ended { return .nothing }
        let attempt = attempts + 1
        self = .init(.lost(attempts: attempt))
        return .closeAndRetry(after: Self.pause(before: attempt))
    }

    /// The source has no more frames.
    mutating func sourceEnded() -> Action {
        switch phase {
            case .opened, .streaming:
                self = .init(.ended)
                return .close
            case .closed, .stalled, .lost, .ended: return .nothing
        }
    }

    /// The line stops.
    mutating func stopped() -> Action {
        switch phase {
            case .opened, .streaming:
                self = .init(.closed)
                return .close
            case .stalled, .lost, .ended, .closed:
                self = .init(.closed)
                return .nothing
        }
    }
}
