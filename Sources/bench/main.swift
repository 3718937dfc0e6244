import Foundation

let words = Array(CommandLine.arguments.dropFirst())

/// Says how the program is used and ends it.
func refuse(_ usage: [String]) -> Never {
    let lines = usage.map { "usage: \($0)\n" }.joined()
    FileHandle.standardError.write(Data(lines.utf8))
    exit(2)
}

do {
    switch words.first {
        case "demo-parts"?:
            guard let parts = DemoParts(Array(words.dropFirst())) else {
                refuse([DemoParts.usage])
            }
            try parts.run()
        case "demo-accuracy"?:
            guard let accuracy = DemoAccuracy(Array(words.dropFirst())) else {
                refuse([DemoAccuracy.usage])
            }
            try accuracy.run()
        case "speed"?:
            guard let speed = NetworkSpeed(Array(words.dropFirst())) else {
                refuse([NetworkSpeed.usage])
            }
            try speed.run()
        case "turns"?:
            guard let turns = NetworkTurns(Array(words.dropFirst())) else {
                refuse([NetworkTurns.usage])
            }
            try turns.run()
        case "deviation"?:
            guard let deviation = PrecisionDeviation(Array(words.dropFirst())) else {
                refuse([PrecisionDeviation.usage])
            }
            try deviation.run()
        case "learning"?:
            guard let learning = LearningSpeed(Array(words.dropFirst())) else {
                refuse([LearningSpeed.usage])
            }
            try learning.run()
        case "promise"?:
            guard let promise = Promise(Array(words.dropFirst())) else {
                refuse([Promise.usage])
            }
            try promise.run()
        default:
            refuse([
                NetworkSpeed.usage, LearningSpeed.usage, NetworkTurns.usage, DemoParts.usage,
                DemoAccuracy.usage, Promise.usage, PrecisionDeviation.usage,
            ])
    }
} catch {
    FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
    exit(3)
}
