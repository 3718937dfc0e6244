import Testing

@testable import Capture

@Suite struct CameraControlTests {
    @Test(arguments: [
        ("Exposure Time, Absolute", "exposure_time_absolute"),
        ("White Balance, Automatic", "white_balance_automatic"),
        ("Y'CbCr Encoding", "y_cbcr_encoding"), ("Gain", "gain"),
        ("Integer 32 Bits", "integer_32_bits"), ("LED1 (Mode)", "led1_mode"),
    ])
    func `names are spelled as v4l2-ctl does`(label: String, name: String) {
        #expect(CameraControl.name(of: label) == name)
    }
}
