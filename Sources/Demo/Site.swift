/// A place on the part where a component stands, or could.
///
/// Coordinates are in pixels from the middle of the part.
struct Site {
    let x: Float
    let y: Float

    /// What stands here on a good part; nil for a spare footprint.
    let component: Component?

    /// What an extra component here would be; nil where none fits.
    let spareFor: Component?

    init(_ x: Float, _ y: Float, _ component: Component) {
        (self.x, self.y, self.component, spareFor) = (x, y, component, nil)
    }

    init(_ x: Float, _ y: Float, spareFor component: Component) {
        (self.x, self.y, self.component, spareFor) = (x, y, nil, component)
    }

    /// The plan of the part: what stands where when it is good.
    static let plan: [Site] = [
        Site(-171, -131, .screw), Site(171, -131, .screw),
        Site(-171, 131, .screw), Site(171, 131, .screw),
        Site(120, 131, spareFor: .screw),
        Site(-78, -50, .chip),
        Site(20, -88, .blueCapacitor), Site(66, -88, .orangeCapacitor),
        Site(112, -88, .blueCapacitor),
        Site(20, -40, .orangeCapacitor), Site(66, -40, spareFor: .blueCapacitor),
        Site(112, -40, .blueCapacitor),
        Site(-120, 38, .resistor), Site(-84, 38, .resistor),
        Site(-48, 38, spareFor: .resistor), Site(-12, 38, .resistor),
        Site(4, 4, .crystal),
        Site(84, 30, .connector),
        Site(-62, 114, .label),
    ]
}
