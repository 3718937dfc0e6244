import Anomaly
import CKernels
import Foundation

/// `bench turns`: one picture for each line on standard input, answered by its milliseconds.
///
/// Lets another program measure in turns with it, picture by picture.
struct NetworkTurns {
    static let usage =
        "bench turns [--size S|M] [--threads N] [--precision f32|bf16|int8] "
        + "[--level \(NetworkSpeed.levels)]"

    private let speed: NetworkSpeed

    /// Reads the words behind `turns`; nil if one is not understood.
    init?(_ words: [String]) {
        guard !words.contains("--pictures"), let speed = NetworkSpeed(words) else { return nil }
        self.speed = speed
    }

    func run() throws {
        let networks = try DetectorNetworks(
            speed.weights(shared: speed.shared), threads: speed.threads,
            element: speed.precision.element)
        let picture = NetworkSpeed.picture
        networks.run(picture.span)
        say("ready")
        while readLine() != nil {
            say("\(Samples.milliseconds { networks.run(picture.span) })")
        }
    }
}

/// Writes a line at once; `print` would keep it for later when nobody sees it.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
