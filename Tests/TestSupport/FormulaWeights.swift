/// Weights that follow from a tensor's name, so that a test needs no file of them.
///
/// With h the FNV-1a hash of the name and z the splitmix64 of h + (i + 1) · 0x9E3779B97F4A7C15,
/// value i is (2u - 1) · limit, where u is the upper 24 bits of z as a fraction.
///
/// - Parameters:
///   - name: For example `open/s.teacher.conv1.weight`.
///   - count: How many values.
///   - limit: What no value exceeds.
/// - Returns: The values.
public func formulaWeights(_ name: String, count: Int, limit: Float) -> [Float] {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var values = [Float](repeating: 0, count: count)
    for index in 0..<count {
        hash &+= 0x9E37_79B9_7F4A_7C15
        var z = hash
        z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z &>> 31
        values[index] = (2 * Float(z &>> 40) * 0x1p-24 - 1) * limit
    }
    return values
}
