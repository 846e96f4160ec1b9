/// Widths of the uniform bars on the sides of a letterboxed image, in pixels. It is defined here since
/// the image reader finds them and the checks report them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bars {
    pub left: u32,
    pub right: u32,
    pub top: u32,
    pub bottom: u32,
}
