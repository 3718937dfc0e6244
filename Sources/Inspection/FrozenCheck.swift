/// Notices a camera that repeats one picture.
///
/// A sensor's noise makes two frames of the same scene differ; frames that are equal byte for byte
/// come from a frozen camera or driver. The caller exempts pictures from a file or a program.
struct FrozenCheck {
    /// The equal frames in a row from which on they are frozen; 0: never.
    let limit: Int
    private var last: UInt64?
    private var run = 0

    init(limit: Int) { self.limit = limit }

    /// Takes note of a frame's content hash and tells whether the camera is frozen.
    mutating func isFrozen(hash: UInt64) -> Bool {
        run = hash == last ? run + 1 : 1
        last = hash
        return limit > 0 && run >= limit
    }
}
