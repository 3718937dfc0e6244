/// The version of the programs, as `--version`, `hello` and model files tell it.
public let sightVersion = "0.1.0"
