//! The panes of the desk: outline, form, whole-file editor, checks and image.

pub(crate) mod checks;
pub(crate) mod editor;
pub(crate) mod form;
pub(crate) mod image_pane;
pub(crate) mod outline;
