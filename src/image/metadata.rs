//! What a file's metadata tells of where, when and how its picture was taken.
