import Anomaly
import ArgumentParser
import Foundation

/// `bench turns`: one picture for each line on standard input, answered by its milliseconds.
///
/// Lets another program measure in turns with it, picture by picture.
struct NetworkTurns: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "turns",
        abstract: "Time one picture for each line of standard input, for other programs.")

    @OptionGroup var options: NetworkOptions

    func run() throws {
        options.useLevel()
        let networks = try options.networks(options.weights())
        let picture = NetworkOptions.picture
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
