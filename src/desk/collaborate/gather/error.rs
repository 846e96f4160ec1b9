use std::path::PathBuf;

/// Why contributions cannot be gathered.
#[derive(Debug, thiserror::Error)]
pub enum GatherError {
    #[error("this repository has no remote to gather from; name its address: `copydesk gather URL`")]
    NoRemote,
    #[error("{} is not committed yet, so nothing can be merged into it; commit it first", .0.display())]
    NotCommitted(PathBuf),
    #[error("nothing was gathered: none of the contributions can be merged")]
    NothingGathered,
}
