import Anomaly
import Testing

@Suite struct SafeTensorsTests {
    private func read(_ header: String, _ data: [UInt8]) throws -> SafeTensors {
        try SafeTensors(SafeTensorsFixture(header: header, data: data).bytes, file: "test")
    }

    private func tensor(_ type: String, _ shape: String, _ size: Int) -> String {
        "{\"t\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[0,\(size)]}}"
    }

    @Test func `floats of every width are read`() throws {
        #expect(
            try read(tensor("F32", "[2]", 8), [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC1]).floats("t")
                == [1, -10])
        #expect(
            try read(tensor("F16", "[3]", 6), [0, 0x3C, 0, 0xC9, 1, 0]).floats("t")
                == [1, -10, 0x1p-24])
        #expect(
            try read(tensor("BF16", "[1,2]", 4), [0x80, 0x3F, 0x20, 0xC1]).floats("t") == [1, -10])
        let double: [UInt8] = [0, 0, 0, 0, 0, 0, 0x24, 0xC0]
        #expect(try read(tensor("F64", "[]", 8), double).floats("t") == [-10])
        #expect(try read(tensor("F64", "[]", 8), double).doubles("t") == [-10])
        #expect(try read(tensor("U8", "[3,1]", 3), [7, 8, 9]).bytes("t") == [7, 8, 9])
    }

    @Test func `a header with spaces, escapes and no tensors is read`() throws {
        let file = try read(
            "{\t\"__metadata__\" : { \"a\\u0062\" : \"\\\"\\\\\\/\\u00e9\\ud83d\\ude00\" } \r\n} "
                .replacing("{\t", with: "{\n"), [])
        #expect(file.metadata == ["ab": "\"\\/é😀"])
        #expect(file.tensors.isEmpty)
    }

    @Test func `an empty tensor lies between two others`() throws {
        let file = try read(
            "{\"c\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,3]},"
                + "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[2,2]}}", [1, 2, 3])
        #expect(try file.bytes("a") == [1, 2])
        #expect(try file.floats("b") == [])
        #expect(try file.bytes("c") == [3])
    }

    @Test func `a tensor of another type is refused by name`() throws {
        let file = try read(tensor("I64", "[1]", 8), [UInt8](repeating: 0, count: 8))
        for read in [{ _ = try file.floats("t") }, { _ = try file.bytes("t") }] {
            let error = #expect(throws: ModelError.self, performing: read)
            #expect(error?.description.contains("`t`: its elements are I64") == true)
        }
        #expect(throws: ModelError.self) { try file.floats("u") }
    }

    @Test(arguments: [
        "", "[]", "{", "{}}", "{\"a\"}", "{\"a\":1}", "{\"a\":{}}", "{\"a\":{},}", "{'a':{}}",
        "{\"__metadata__\":{\"a\":1}}", "{\"__metadata__\":{\"a\":\"b\",\"a\":\"c\"}}",
        "{\"__metadata__\":{\"a\":\"\\ud800\"}}", "{\"__metadata__\":{\"a\":\"\\udc00\"}}",
        "{\"__metadata__\":{\"a\":\"\\x\"}}", "{\"__metadata__\":{\"a\":\"\\u00zz\"}}",
        "{\"__metadata__\":{\"a\":\"\u{1B}[2J\"}}", "{\"__metadata__\":{\"a\":\"\\u001b\"}}",
        "{\"__metadata__\":{\"a\":\"", "{\"__metadata__\":{},\"__metadata__\":{}}",
        "{\"\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}",
        "{\"é\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}",
    ])
    func `a header that is not strict JSON of tensors is refused`(header: String) {
        let error = #expect(throws: ModelError.self) { try read(header, [0]) }
        #expect(error?.description.hasPrefix("test: ") == true)
    }

    @Test(arguments: [
        "\"F8\",\"shape\":[1],\"data_offsets\":[0,1]",
        "\"U8\",\"shape\":[2],\"data_offsets\":[0,1]",
        "\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]",
        "\"U8\",\"shape\":[01],\"data_offsets\":[0,1]",
        "\"U8\",\"shape\":[1.0],\"data_offsets\":[0,1]",
        "\"U8\",\"shape\":[0],\"data_offsets\":[0,1]",
        "\"U8\",\"shape\":[1],\"data_offsets\":[0]",
        "\"U8\",\"shape\":[1],\"data_offsets\":[1,0]",
        "\"U8\",\"shape\":[1],\"data_offsets\":[0,1,2]",
        "\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,1]",
        "\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[0,1]",
        "\"U8\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,1]",
        "\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"more\":[1]",
        "\"U8\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,1]", "\"U8\",\"shape\":[1]",
        "\"U8\",\"shape\":[1],\"data_offsets\":[1,2]",
        "\"U8\",\"shape\":[2],\"data_offsets\":[0,2]",
    ])
    func `a tensor with a wrong entry is refused by name`(entry: String) {
        let error = #expect(throws: ModelError.self) {
            try read("{\"weights.of.7\":{\"dtype\":\(entry)}}", [0])
        }
        #expect(
            error?.description.contains("`weights.of.7`") == true, "\(String(describing: error))")
    }
}
