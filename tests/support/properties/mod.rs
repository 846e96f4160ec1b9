//! What holds for any input. The fuzz targets look for an input that breaks it, and `tests/fuzz_corpus.rs` tries the
//! inputs that they have found so far. The files are here and not in `fuzz`, which is no part of the package.

pub(crate) mod documents;
pub(crate) mod drafts;
pub(crate) mod notes;
