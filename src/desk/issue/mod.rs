pub(super) mod archive;
pub(super) mod choose;
pub(super) mod create;
pub(super) mod document;
pub(super) mod init;
pub(super) mod recover;
pub(super) mod save;
pub(super) mod workspace;
