/// A step with its memory and weights: phases that come one after the other, each in parts that
/// any member of a team may do.
enum PlannedStep {
    case direct(DirectStep)
    case winograd(WinogradStep)
    case enlarge(EnlargeStep)
    case largest(LargestStep)

    var phases: Int {
        switch self {
            case .winograd(let step): step.phases
            case .direct, .enlarge, .largest: 1
        }
    }

    func parts(_ phase: Int) -> Int {
        switch self {
            case .direct(let step): step.parts
            case .winograd(let step): step.parts(phase)
            case .enlarge(let step): step.parts
            case .largest(let step): step.parts
        }
    }

    /// What the step needs for a team of so many.
    func scratchCount(_ members: Int) -> Int {
        switch self {
            case .direct(let step): step.scratchCount * members
            case .winograd(let step): step.scratchCount
            case .enlarge, .largest: 0
        }
    }

    /// Does one part; `scratch` is the same for all members.
    @unsafe func work(
        _ part: Int, phase: Int, member: Int, scratch: UnsafeMutablePointer<Float>
    ) {
        switch self {
            case .direct(let step):
                unsafe step.work(part, scratch: scratch + member * step.scratchCount)
            case .winograd(let step): unsafe step.work(part, phase: phase, scratch: scratch)
            case .enlarge(let step): step.work(part)
            case .largest(let step): step.work(part)
        }
    }
}
