import Anomaly
import Compute
import Host

/// Where the state of one run is kept, if anywhere.
struct StateKeeper {
    private let path: String?
    private let facts: [String: String]
    private let networks: [(name: String, network: LearningNetwork)]

    init(
        path: String?, facts: [String: String],
        _ networks: [(name: String, network: LearningNetwork)]
    ) {
        self.path = path
        self.facts = facts
        self.networks = networks
    }

    /// Puts the state into the networks, if there is one.
    ///
    /// - Returns: The steps that are done, and the losses of parts that are held out.
    func resume() throws(TrainingError) -> (step: Int, heldOut: [Double]) {
        guard let path, try Self.exists(path) else { return (0, []) }
        let state = try LearningState.read(from: path, facts: facts, networks)
        return (state.step, state.heldOut)
    }

    /// Writes the state.
    func keep(_ step: Int, heldOut: [Double]) throws(TrainingError) {
        guard let path else { return }
        let state = LearningState(step: step, facts: facts, heldOut: heldOut)
        try orTrainingError { () throws(ModelError) in try state.write(to: path, networks) }
    }

    /// Refuses a state of other facts before anything takes time.
    static func check(path: String?, facts: [String: String]) throws(TrainingError) {
        guard let path, try exists(path) else { return }
        try LearningState.file(at: path, facts: facts)
    }

    private static func exists(_ path: String) throws(TrainingError) -> Bool {
        do throws(HostError) {
            return try FileSystem.status(of: path) != nil
        } catch {
            throw .model(.unreadable(error))
        }
    }
}
