/// How one feature map lies in memory: (planes, rows, columns, numbers of a pixel), with a border.
///
/// The border holds the zeros that the convolutions reading it want as padding, and whatever more
/// they read beyond the last row and column.
struct MapLayout: Sendable {
    /// Of the map itself.
    let height: Int
    let width: Int
    /// Blocks of channels, or 1 for a picture.
    let planes: Int
    /// Numbers of one place: those of a block, or of a picture's.
    let pixel: Int
    /// The zeros before the first row and the first column.
    private(set) var border = 0
    /// How far the farthest reader reads, from the map's first row and column on.
    private var reach: (rows: Int, columns: Int)

    init(height: Int, width: Int, planes: Int, pixel: Int) {
        self.height = height
        self.width = width
        self.planes = planes
        self.pixel = pixel
        reach = (height, width)
    }

    /// Makes room for a reader that begins `padding` before the map and reads so far.
    mutating func admit(padding: Int, rows: Int, columns: Int) {
        border = max(border, padding)
        reach = (max(reach.rows, rows - padding), max(reach.columns, columns - padding))
    }

    /// Numbers from one row to the next.
    var rowStep: Int { (border + reach.columns) * pixel }
    /// Numbers from one plane to the next.
    var planeStep: Int { (border + reach.rows) * rowStep }
    /// All numbers.
    var count: Int { planes * planeStep }

    /// The number where a reader with this padding begins in a plane.
    func offset(plane: Int, padding: Int) -> Int {
        plane * planeStep + (border - padding) * (rowStep + pixel)
    }
}
