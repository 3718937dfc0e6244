/// A step with its memory and weights: phases that come one after the other, each in parts that
/// any member of a team may do.
enum PlannedStep {
    case direct(DirectStep)
    case winograd(WinogradStep)
    case tiles(TileStep)
    case enlarge(EnlargeStep)
    case largest(LargestStep)
    case split(SplitStep)

    var phases: Int {
        switch self {
            case .winograd(let step): step.phases
            case .direct, .tiles, .enlarge, .largest, .split: 1
        }
    }

    func parts(_ phase: Int) -> Int {
        switch self {
            case .direct(let step): step.parts
            case .winograd(let step): step.parts(phase)
            case .tiles(let step): step.parts
            case .enlarge(let step): step.parts
            case .largest(let step): step.parts
            case .split(let step): step.parts
        }
    }

    /// What the step needs for a team of so many.
    func scratchCount(_ members: Int) -> Int {
        switch self {
            case .direct(let step): step.scratchCount * members
            case .winograd(let step): step.scratchCount
            case .tiles(let step): step.scratchCount * members
            case .enlarge, .largest, .split: 0
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
            case .tiles(let step):
                unsafe step.work(part, scratch: scratch + member * step.scratchCount)
            case .enlarge(let step): step.work(part)
            case .largest(let step): step.work(part)
            case .split(let step): step.work(part)
        }
    }

    /// Does all parts of all phases.
    func run(_ team: Team, scratch: FloatBuffer) {
        for phase in 0..<phases {
            var job = PhaseJob(step: self, phase: phase, scratch: scratch)
            unsafe withUnsafePointer(to: &job) { job in
                unsafe team.run(job.pointee.step.parts(phase), job) { raw, part, member in
                    // `raw` is the pointer above.
                    let job = unsafe raw.assumingMemoryBound(to: PhaseJob.self)
                    unsafe job.pointee.step.work(
                        part, phase: job.pointee.phase, member: member,
                        scratch: job.pointee.scratch.start)
                }
            }
        }
    }
}

/// One phase of one step as a team's job.
private struct PhaseJob {
    let step: PlannedStep
    let phase: Int
    let scratch: FloatBuffer
}
