/// The version of this program, as models and help name it.
enum ToolVersion {
    static let text = "0.1.0"
}
