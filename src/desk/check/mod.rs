pub(super) mod collect;
pub(super) mod lint;
pub(super) mod live;
pub(super) mod review;
pub(super) mod status;
