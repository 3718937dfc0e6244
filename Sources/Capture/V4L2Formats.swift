import CV4L2
import Imaging

extension V4L2Handle {
    /// The pixel formats that the camera has without conversion, at most 256.
    func formats() -> [CameraFormat] {
        var found: [CameraFormat] = []
        for index in 0..<256 {
            var answer = v4l2_fmtdesc()
            answer.index = UInt32(index)
            answer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE.rawValue
            guard refusal(cv4l2_enum_fmt, &answer) == nil else { break }
            found.append(
                CameraFormat(
                    code: Self.letters(of: answer.pixelformat),
                    description: V4L2Calls.text(answer.description),
                    sizes: sizes(of: answer.pixelformat)))
        }
        return found
    }

    /// The four letters of a pixel format's code.
    static func letters(of code: UInt32) -> String {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: code >> (8 * $0)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func sizes(of code: UInt32) -> [CameraFormat.Size] {
        var found: [CameraFormat.Size] = []
        for index in 0..<256 {
            var answer = v4l2_frmsizeenum()
            answer.index = UInt32(index)
            answer.pixel_format = code
            guard refusal(cv4l2_enum_framesizes, &answer) == nil else { break }
            var size = CameraFormat.Size(
                least: PictureSize(width: 0, height: 0), greatest: PictureSize(width: 0, height: 0),
                rates: [])
            if answer.type == V4L2_FRMSIZE_TYPE_DISCRETE.rawValue {
                let one = answer.discrete
                size.least = PictureSize(width: Int(one.width), height: Int(one.height))
                size.greatest = size.least
            } else {
                let range = answer.stepwise
                size.least = PictureSize(
                    width: Int(range.min_width), height: Int(range.min_height))
                size.greatest = PictureSize(
                    width: Int(range.max_width), height: Int(range.max_height))
            }
            size.rates = rates(of: code, size: size.greatest)
            found.append(size)
            // Anything but a list of sizes is one answer.
            if answer.type != V4L2_FRMSIZE_TYPE_DISCRETE.rawValue { break }
        }
        return found
    }

    private func rates(of code: UInt32, size: PictureSize) -> [Double] {
        var found: [Double] = []
        for index in 0..<64 {
            var answer = v4l2_frmivalenum()
            answer.index = UInt32(index)
            answer.pixel_format = code
            answer.width = UInt32(size.width)
            answer.height = UInt32(size.height)
            guard refusal(cv4l2_enum_frameintervals, &answer) == nil else { break }
            if answer.type == V4L2_FRMIVAL_TYPE_DISCRETE.rawValue {
                found.append(Self.rate(answer.discrete))
            } else {
                let range = answer.stepwise
                found = [Self.rate(range.min), Self.rate(range.max)]
                break
            }
        }
        return found.filter { $0 > 0 }.sorted(by: >)
    }

    private static func rate(_ period: v4l2_fract) -> Double {
        period.numerator == 0 ? 0 : Double(period.denominator) / Double(period.numerator)
    }
}
