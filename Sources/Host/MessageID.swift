/// What kind of thing a journal entry tells, this table only.
///
/// `systemd/sight.catalog` explains each to an operator (`journalctl -x`). An id, once published,
/// is never changed and never used for anything else. A new one comes from `systemd-id128 new`.
public enum MessageID: String, Sendable, CaseIterable {
    /// The line started.
    case started = "0ef2afdee8a7ac28b67189b2ecc82cfb"
    /// The line could not start.
    case startFailed = "962b14e8d44fab18b6016ae790fc5198"
    /// The line ends.
    case stopping = "a31a0d69b179d083448fbe3700a5e45c"
    /// A part passed.
    case verdictPass = "ff3657342e6c7284a1e61a7afd18d20a"
    /// A part failed.
    case verdictFail = "4d3c3aa73033917e119006cace66f480"
    /// A part could not be decided.
    case verdictUndecided = "5ad63abe9c47ec7ddea1a6fcc2c5df30"
    /// Frames were missed.
    case missed = "5df47ae121499bcda75d33c7970bdf86"
    /// The camera delivers frames.
    case cameraStreaming = "dcafbd349b77c2d2ef8b54255a62bee2"
    /// The camera delivers nothing, but is there.
    case cameraStalled = "6b0d8bca78c9262667c01e6a6ce96866"
    /// The camera is gone.
    case cameraLost = "9bfac4826b1c7e06e39c5768171347b1"
    /// New settings and model serve.
    case reloadOK = "8e9cc36695776314a80407c640e47548"
    /// New settings or model were refused; the old ones serve.
    case reloadRefused = "dc2eae1a1a893b531f5ffa98085032fe"
    /// A client connected.
    case clientConnected = "fd935162ed833331681726355ceceb15"
    /// A client went away.
    case clientDisconnected = "343e62554f3af859609cecf9b07e74f6"
    /// A client was turned away.
    case clientRefused = "5c9ac28fb3973d505ab9653c75646b3e"
    /// A client was too slow and lost events.
    case clientGap = "5fb68a3b0701bc3f46ee76fc8f69e95d"
    /// A picture could not be recorded.
    case recordFailed = "6c11901f8c24e4ccc5b00479d7c669c8"
    /// The number of the next event could not be saved.
    case numbersUnsaved = "cd06a36259ca4f3ab366108aa155f37c"
    /// A verdict was not ready in time.
    case deadlineLate = "5e4c2c31c5b7e20b557958091c45dc5b"
    /// The model's calibration does not support the false-reject rate asked for.
    case thresholdUnsupported = "7cb006849260a52f13df3875443af29d"
    /// A setting has no effect.
    case settingIdle = "88869186a13c414c81170b7699f66cb1"
    /// The system refused a realtime priority.
    case realtimeRefused = "205a9273a23bf7f7e36624a5ae3fc255"
    /// The system refused to lock the memory.
    case memoryLockRefused = "32c564271dfcabc5fd29402946623741"
    /// The program itself failed.
    case internalFault = "34d3669465fcfd45798a2435cccaa2ed"

    /// The kind's name, as the catalog and the README have it.
    public var name: String {
        switch self {
            case .started: "started"
            case .startFailed: "start_failed"
            case .stopping: "stopping"
            case .verdictPass: "verdict_pass"
            case .verdictFail: "verdict_fail"
            case .verdictUndecided: "verdict_undecided"
            case .missed: "missed"
            case .cameraStreaming: "camera_streaming"
            case .cameraStalled: "camera_stalled"
            case .cameraLost: "camera_lost"
            case .reloadOK: "reload_ok"
            case .reloadRefused: "reload_refused"
            case .clientConnected: "client_connected"
            case .clientDisconnected: "client_disconnected"
            case .clientRefused: "client_refused"
            case .clientGap: "client_gap"
            case .recordFailed: "record_failed"
            case .numbersUnsaved: "numbers_unsaved"
            case .deadlineLate: "deadline_late"
            case .thresholdUnsupported: "threshold_unsupported"
            case .settingIdle: "setting_idle"
            case .realtimeRefused: "realtime_refused"
            case .memoryLockRefused: "memory_lock_refused"
            case .internalFault: "internal_fault"
        }
    }
}
