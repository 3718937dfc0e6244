public import ArgumentParser
import Compute

extension InstructionLevel: ExpressibleByArgument {}

extension InstructionLevel {
    /// Those that this machine has, from the least to the best.
    static var ofThisMachine: [InstructionLevel] {
        // A level tells whether the machine has it only when it is put to use.
        let before = inUse
        defer { _ = before.use() }
        return allCases.filter { $0.use() }
    }

    /// Refuses what this machine lacks.
    func check() throws {
        let known = Self.ofThisMachine
        guard !known.contains(self) else { return }
        throw ValidationError(
            "--level \(rawValue): this machine lacks it; it has "
                + known.map(\.rawValue).joined(separator: ", ") + ".")
    }
}
