import CKernels

/// The bands of one convolution as a team's job: each part is a band.
///
/// The pointers are to arrays that outlive the job. Bands write to disjoint rows of the output, and
/// each member has its own part of the room.
@unsafe struct BandJob {
    let plan: BandPlan
    let input: UnsafeBufferPointer<Float>
    let weight: UnsafeBufferPointer<Float>
    let bias: UnsafeBufferPointer<Float>
    let output: UnsafeMutableBufferPointer<Float>
    let room: UnsafeMutableBufferPointer<Float>

    /// Computes all bands.
    func run(on team: Team) {
        unsafe withUnsafePointer(to: self) { job in
            unsafe team.run(job.pointee.plan.count, UnsafeRawPointer(job)) { raw, band, member in
                // `raw` is the pointer above.
                let job = unsafe raw.assumingMemoryBound(to: BandJob.self)
                unsafe job.pointee.compute(band, member: member)
            }
        }
    }

    private func compute(_ band: Int, member: Int) {
        guard let input = unsafe input.baseAddress, let weight = unsafe weight.baseAddress,
            let bias = unsafe bias.baseAddress, let output = unsafe output.baseAddress,
            let room = unsafe room.baseAddress
        else { preconditionFailure("a convolution's arrays are never empty") }
        let plan = unsafe plan
        let (patchCount, productCount) = (plan.patchCount, plan.productCount)
        let patches = unsafe room + member * (patchCount + productCount)
        let products = unsafe patches + patchCount
        unsafe ckernels_patches(
            patches, patchCount, input, self.input.count, plan.window(of: band))
        unsafe multiply(plan.sides(of: band), weight, patches, into: products)
        unsafe ckernels_finish(
            output, self.output.count, products, productCount, bias, self.bias.count,
            plan.finish(of: band))
    }
}
