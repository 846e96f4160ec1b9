//! What can be done with a newsletter, one verb a file.

pub mod demo_files;
