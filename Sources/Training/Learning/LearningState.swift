import Anomaly
import Compute

/// What learning must remember to go on as if nothing had happened: a safetensors file.
///
/// Every random choice follows from the seed and the number of the step, so that the parameters,
/// Adam's moments and that number are all there is.
struct LearningState {
    /// Steps that are done.
    var step: Int
    /// What must be the same for the state to be of use, by name.
    var facts: [String: String]
    /// The losses of parts that are held out, as far as they have been seen.
    var heldOut: [Double] = []

    private static let kinds: [(LearningNetwork.Kind, String)] = [
        (.value, "value"), (.firstMoment, "first_moment"), (.secondMoment, "second_moment"),
    ]

    /// What was so before there was a choice.
    private static let once = ["precision": "f32"]

    /// Writes the file whole or not at all.
    ///
    /// - Parameters:
    ///   - path: Where; an older state is replaced.
    ///   - networks: By the names that tensors begin with.
    /// - Throws: `.unwritable`.
    func write(
        to path: String, _ networks: [(name: String, network: LearningNetwork)]
    ) throws(ModelError) {
        var metadata = facts.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
        metadata.append((key: "step", value: String(step)))
        let seen = heldOut.map { String($0) }.joined(separator: " ")
        metadata.append((key: "held_out", value: seen))
        var writer = SafeTensorsWriter(metadata: metadata)
        for (name, network) in networks {
            for (kind, suffix) in Self.kinds {
                for (index, layer) in network.parameters(kind).enumerated() {
                    let prefix = "\(name).\(index)"
                    writer.add(
                        "\(prefix).weight.\(suffix)", shape: [layer.weight.count], layer.weight)
                    writer.add("\(prefix).bias.\(suffix)", shape: [layer.bias.count], layer.bias)
                }
            }
        }
        try ModelFile.write(writer.encodedFile(), to: path)
    }

    /// The file of a state, which must have these facts.
    ///
    /// - Throws: `.badState` for a damaged file, `.otherState` for one of other facts, `.model` for
    ///   one that cannot be read.
    @discardableResult
    static func file(
        at path: String, facts: [String: String]
    ) throws(TrainingError) -> SafeTensors {
        let file = try orBadState(path) { () throws(ModelError) in try SafeTensors(path: path) }
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
            let found = file.metadata[key] ?? Self.once[key] ?? "nothing"
            guard found == value else {
                throw .otherState(path: path, fact: key, found: found, wanted: value)
            }
        }
        return file
    }

    /// Reads a state and puts it into the networks.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - facts: What must be as it was.
    ///   - networks: As they were written.
    /// - Returns: The state.
    /// - Throws: `.badState` for a damaged file, `.otherState` for one of other facts, `.model` for
    ///   one that cannot be read.
    static func read(
        from path: String, facts: [String: String],
        _ networks: [(name: String, network: LearningNetwork)]
    ) throws(TrainingError) -> LearningState {
        let file = try file(at: path, facts: facts)
        guard let step = file.metadata["step"].flatMap(Int.init), step >= 0 else {
            throw .otherState(path: path, fact: "step", found: "nothing", wanted: "a number")
        }
        for (name, network) in networks { try put(file, path, name, into: network) }
        // A state of before these were kept has none.
        let seen = file.metadata["held_out"]?.split(separator: " ").map { Double($0) } ?? []
        let heldOut = seen.compactMap { $0 }
        guard heldOut.count == seen.count else {
            throw .badState(path: path, reason: "`held_out` is not a list of numbers")
        }
        return LearningState(step: step, facts: facts, heldOut: heldOut)
    }

    private static func put(
        _ file: SafeTensors, _ path: String, _ name: String, into network: LearningNetwork
    ) throws(TrainingError) {
        for (kind, suffix) in kinds {
            var parameters = network.parameters(kind)
            for index in parameters.indices {
                let prefix = "\(name).\(index)"
                parameters[index].weight = try floats(
                    file, path, "\(prefix).weight.\(suffix)", parameters[index].weight.count)
                parameters[index].bias = try floats(
                    file, path, "\(prefix).bias.\(suffix)", parameters[index].bias.count)
            }
            network.set(kind, parameters)
        }
    }

    private static func floats(
        _ file: SafeTensors, _ path: String, _ name: String, _ count: Int
    ) throws(TrainingError) -> [Float] {
        let values = try orBadState(path) { () throws(ModelError) in try file.floats(name) }
        guard values.count == count else {
            throw .badState(
                path: path, reason: "tensor `\(name)` has \(values.count) values, not \(count)")
        }
        return values
    }

    private static func orBadState<Result>(
        _ path: String, _ body: () throws(ModelError) -> Result
    ) throws(TrainingError) -> Result {
        do throws(ModelError) {
            return try body()
        } catch .malformed(_, let reason) {
            throw .badState(path: path, reason: reason)
        } catch .badTensor(_, let tensor, let reason) {
            throw .badState(path: path, reason: "tensor `\(tensor)`: \(reason)")
        } catch {
            throw .model(error)
        }
    }
}
