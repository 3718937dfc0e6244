// Between bytes and numbers. Little-endian, as the format is and every processor we run on.

#if _endian(big)
    #error("model files are read in the processor's own byte order, which must be little-endian")
#endif

/// The float32 values whose bytes these are.
func decodedFloats(_ bytes: ArraySlice<UInt8>) -> [Float] { decoded(bytes, as: Float.self) }

/// The float64 values whose bytes these are.
func decodedDoubles(_ bytes: ArraySlice<UInt8>) -> [Double] { decoded(bytes, as: Double.self) }

/// The half-precision values whose bytes these are, widened.
func decodedHalves(_ bytes: ArraySlice<UInt8>) -> [Float] {
    decoded(bytes, as: UInt16.self).map { Float(Float16(bitPattern: $0)) }
}

/// The bfloat16 values whose bytes these are, widened.
func decodedBrainFloats(_ bytes: ArraySlice<UInt8>) -> [Float] {
    decoded(bytes, as: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
}

/// The bytes of the values.
func encoded<Number: BitwiseCopyable>(_ numbers: [Number]) -> [UInt8] {
    // A copy out of an array that outlives the call.
    unsafe numbers.withUnsafeBytes { bytes in unsafe Array(bytes) }
}

private func decoded<Number: BitwiseCopyable>(
    _ bytes: ArraySlice<UInt8>, as type: Number.Type
) -> [Number] {
    let count = bytes.count / MemoryLayout<Number>.size
    // Every bit pattern is a number, and exactly `count` of them are copied.
    return unsafe [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
                from: UnsafeRawBufferPointer(
                    rebasing: source.prefix(count * MemoryLayout<Number>.size)))
        }
        initialized = count
    }
}
