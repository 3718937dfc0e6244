import CKernels

/// How a convolution is cut into bands of output rows.
struct BandPlan: Sendable {
    let input: Shape
    let output: Shape
    /// The bands; the last may be lower than the others.
    let count: Int
    /// The rows of a band, before pooling.
    private let height: Int
    /// What is computed before pooling; rows and columns that pooling drops are left out.
    private let rows: Int
    private let columns: Int
    private let outputs: Int
    private let patchSize: Int
    private let window: ckernels_window
    private let finish: ckernels_finish_step

    /// The most elements of a band's patches: 4 MiB.
    private static let patchLimit = 1 << 20
    /// The fewest columns that make a matrix product worth its while.
    private static let leastColumns = 256
    /// The bands that every member should find at least, if there are enough columns.
    private static let bandsPerMember = 4

    init(_ convolution: Convolution, input: Shape, members: Int) {
        let unpooled = convolution.unpooledShape(from: input)
        let block = convolution.pooled ? 2 : 1
        self.input = input
        output = convolution.shape(from: input)
        outputs = convolution.outputs
        patchSize = convolution.inputs * convolution.kernel * convolution.kernel
        rows = unpooled.height / block * block
        columns = unpooled.width / block * block
        let fitting = max(Self.patchLimit / max(patchSize * columns, 1), 1)
        let sharing =
            members == 1
            ? rows
            : max(rows / (Self.bandsPerMember * members), Self.leastColumns / max(columns, 1), 1)
        let most = (min(fitting, sharing) + block - 1) / block * block
        // As many bands as needed, of nearly one height.
        let needed = max((rows + most - 1) / most, 1)
        height = max((rows / block + needed - 1) / needed * block, block)
        count = (rows + height - 1) / height
        window = ckernels_window(
            channels: input.channels, height: input.height, width: input.width,
            kernel: convolution.kernel, stride: convolution.stride,
            padding: convolution.padding, first_row: 0, rows: height, columns: columns)
        finish = ckernels_finish_step(
            channels: outputs, rows: height, columns: columns, plane: output.plane, offset: 0,
            rectified: convolution.rectified, pooled: convolution.pooled)
    }

    /// The elements of the highest band's patches.
    var patchCount: Int { patchSize * height * columns }
    /// The elements of the highest band's products.
    var productCount: Int { outputs * height * columns }

    /// The input rows that a band looks at.
    func window(of band: Int) -> ckernels_window {
        var window = window
        window.first_row = band * height
        window.rows = height(of: band)
        return window
    }

    /// The matrix product of a band.
    func sides(of band: Int) -> MatrixSides {
        MatrixSides(rows: outputs, inner: patchSize, columns: height(of: band) * columns)
    }

    /// Where a band's products go.
    func finish(of band: Int) -> ckernels_finish_step {
        let block = finish.pooled ? 2 : 1
        var finish = finish
        finish.rows = height(of: band)
        finish.offset = band * height / block * (columns / block)
        return finish
    }

    private func height(of band: Int) -> Int { min(height, rows - band * height) }
}
