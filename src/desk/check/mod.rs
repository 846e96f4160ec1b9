pub(super) mod collect;
pub(super) mod lint;
pub(super) mod review;
pub(super) mod status;
