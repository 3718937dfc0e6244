/// What can stand on a part.
enum Component: Int, CaseIterable {
    case blueCapacitor
    case orangeCapacitor
    case resistor
    case crystal
    case chip
    case connector
    case screw
    case label
}
