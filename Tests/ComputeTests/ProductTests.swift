import CKernels
import TestSupport
import Testing

/// A call of `ckernels_product` and what it works on.
private struct ProductCase: CustomTestStringConvertible {
    let testDescription: String
    var step: ckernels_product_step

    init(
        _ name: String, pixels: Int, blocks: Int, pixelStep: Int, planes: Int = 1,
        planeStep: Int = 0, rows: Int = 1, rowStep: Int = 0, length: Int, adds: Bool = false
    ) {
        testDescription = name
        let numbers = planes * rows * length
        step = ckernels_product_step(
            pixels: pixels, pixel_step: pixelStep, planes: planes, plane_step: planeStep,
            rows: rows, row_step: rowStep, length: length, blocks: blocks, lanes: 16,
            out_step: 16 * pixels + 16, weights_step: 16 * numbers, adds: adds)
    }

    /// Where the numbers of a pixel are, in the order of the weights.
    func places(_ pixel: Int) -> [Int] {
        (0..<step.planes).flatMap { plane in
            (0..<step.rows).flatMap { row in
                (0..<step.length).map {
                    pixel * step.pixel_step + plane * step.plane_step + row * step.row_step + $0
                }
            }
        }
    }

    var inputCount: Int { places(step.pixels - 1).max().map { $0 + 1 } ?? 0 }
}

extension KernelTests {
    @Suite struct ProductTests {
        fileprivate static let cases = [
            ProductCase("one run", pixels: 37, blocks: 3, pixelStep: 40, length: 33),
            ProductCase("few pixels", pixels: 12, blocks: 2, pixelStep: 32, length: 32),
            ProductCase("fewer pixels", pixels: 5, blocks: 2, pixelStep: 32, length: 32),
            ProductCase("one block", pixels: 20, blocks: 1, pixelStep: 48, length: 48),
            ProductCase("onto sums", pixels: 53, blocks: 4, pixelStep: 64, length: 64, adds: true),
            ProductCase("many of all", pixels: 64, blocks: 19, pixelStep: 300, length: 300),
            ProductCase(
                "a picture's rows", pixels: 45, blocks: 5, pixelStep: 3, rows: 4, rowStep: 150,
                length: 12),
            ProductCase(
                "planes in steps of two", pixels: 33, blocks: 2, pixelStep: 32, planes: 3,
                planeStep: 4 * 1200, rows: 4, rowStep: 1200, length: 64),
            ProductCase(
                "columns", pixels: 48, blocks: 4, pixelStep: 1, rows: 71, rowStep: 50, length: 1),
            ProductCase(
                "some columns", pixels: 19, blocks: 3, pixelStep: 1, rows: 300, rowStep: 19,
                length: 1, adds: true),
        ]

        /// Numbers of both signs, from a thousandth to a thousand.
        private static func spread(_ name: String, _ count: Int) -> [Float] {
            let scales: [Float] = [0.001, 0.1, 1, 1000]
            return formulaWeights(name, count: count, limit: 1).enumerated().map {
                $1 * scales[$0 * 7 % 11 % 4]
            }
        }

        /// Also where a float is multiplied as several numbers of fewer bits: all of its 24 count.
        ///
        /// Errors are shares of the sum of all products' sizes.
        @Test(arguments: cases)
        fileprivate func `a product is as exact as a float`(_ settings: ProductCase) {
            let step = settings.step
            let input = Self.spread("input", settings.inputCount)
            let weights = Self.spread("weights", step.blocks * step.weights_step)
            let before = Self.spread("before", step.blocks * step.out_step)
            var output = before
            run(step, &output, input, weights)
            var (worst, squares) = (0.0, 0.0)
            for block in 0..<step.blocks {
                for pixel in 0..<step.pixels {
                    let places = settings.places(pixel)
                    for lane in 0..<16 {
                        let at = block * step.out_step + 16 * pixel + lane
                        var sum = step.adds ? Double(before[at]) : 0
                        var size = abs(sum)
                        for (number, place) in places.enumerated() {
                            let weight = weights[block * step.weights_step + 16 * number + lane]
                            let product = Double(input[place]) * Double(weight)
                            sum += product
                            size += abs(product)
                        }
                        let error = abs(Double(output[at]) - sum) / size
                        worst = max(worst, error)
                        squares += error * error
                    }
                }
                // What lies between two blocks' outputs is nobody's.
                let end = (block + 1) * step.out_step
                #expect(output[end - 16..<end] == before[end - 16..<end])
            }
            let count = Double(step.blocks * step.pixels * 16)
            #expect(worst <= 0x1p-20 && (squares / count).squareRoot() <= 0x1p-23)
        }

        private func run(
            _ step: ckernels_product_step, _ output: inout [Float], _ input: [Float],
            _ weights: [Float]
        ) {
            var step = step
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe input.withUnsafeBufferPointer { input in
                    unsafe weights.withUnsafeBufferPointer { weights in
                        unsafe ckernels_product(
                            output.baseAddress, input.baseAddress, weights.baseAddress, &step)
                    }
                }
            }
        }
    }
}
