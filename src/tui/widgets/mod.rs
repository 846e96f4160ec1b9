//! Pieces that views are drawn with.
