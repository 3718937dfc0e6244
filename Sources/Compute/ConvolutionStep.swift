/// A convolution prepared for one input shape: bands of rows, each one matrix product.
///
/// The patches of a band lie side by side as columns (im2col). A band is as high as its patches
/// stay in the processor's cache, and low enough that every member of a team finds several.
struct ConvolutionStep: Sendable {
    private let convolution: Convolution
    private let bands: BandPlan

    init(_ convolution: Convolution, input: Shape, members: Int) {
        self.convolution = convolution
        bands = BandPlan(convolution, input: input, members: members)
    }

    /// What one member of a team needs for a band's patches and products.
    var bandCount: Int { bands.patchCount + bands.productCount }

    /// Runs the convolution; input and output may be longer than needed.
    func run(
        _ input: Span<Float>, into output: inout [Float], using room: inout [Float], team: Team
    ) {
        precondition(input.count >= bands.input.count, "a convolution's input is too short")
        precondition(output.count >= bands.output.count, "a convolution's output is too short")
        precondition(room.count >= bandCount * team.members, "a workspace has too little room")
        // All five arrays outlive the call, and the job's plan stays inside the counts above.
        unsafe input.withUnsafeBufferPointer { input in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe room.withUnsafeMutableBufferPointer { room in
                    unsafe convolution.weight.withUnsafeBufferPointer { weight in
                        unsafe convolution.bias.withUnsafeBufferPointer { bias in
                            unsafe BandJob(
                                plan: bands, input: input, weight: weight, bias: bias,
                                output: output, room: room
                            ).run(on: team)
                        }
                    }
                }
            }
        }
    }
}
