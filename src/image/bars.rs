use super::Picture;

/// Uniform bars on opposite sides, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bars {
    pub left: u32,
    pub right: u32,
    pub top: u32,
    pub bottom: u32,
}

/// The bars of a letterboxed picture: of one colour, 3 % or more of its width or height on each of
/// two opposite sides.
pub fn find_bars(picture: &Picture) -> Option<Bars> {
    let _ = picture;
    None
}
