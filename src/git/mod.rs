//! The repository: plain blocking functions over libgit2 and the `git` program.
