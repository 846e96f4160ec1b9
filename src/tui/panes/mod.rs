//! The panes of the desk: outline, form, whole-file editor, checks, preview and image.

pub(crate) mod checks;
pub(crate) mod editor;
pub(crate) mod form;
pub(crate) mod frame;
pub(crate) mod hints;
pub(crate) mod image_pane;
pub(crate) mod outline;
pub(crate) mod preview;
