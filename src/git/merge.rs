//! Merges a file line by line.

use git2::{MergeFileInput, MergeFileOptions};

/// The names of the sides at conflict markers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names<'a> {
    pub base: &'a str,
    pub ours: &'a str,
    pub theirs: &'a str,
    /// The length of a marker in characters; git uses 7.
    pub marker: u16,
}

/// Merges two changes of a file line by line, as `git merge-file --diff3` does.
///
/// # Errors
///
/// The file with conflict markers, if both changed the same lines.
pub fn merge_lines(base: &[u8], ours: &[u8], theirs: &[u8], names: Names<'_>) -> Result<Vec<u8>, Vec<u8>> {
    let mut options = MergeFileOptions::new();
    options.our_label(names.ours).their_label(names.theirs).ancestor_label(names.base);
    options.style_diff3(true).marker_size(names.marker);
    // Unlike git2's other calls, `merge_file` does not initialise libgit2.
    let _ = git2::Config::new();
    match git2::merge_file(&input(base), &input(ours), &input(theirs), Some(&mut options)) {
        Ok(result) if result.is_automergeable() => Ok(result.content().to_vec()),
        Ok(result) => Err(result.content().to_vec()),
        // A file that can't be merged, such as a binary one, is one conflict: both are kept.
        Err(_) => {
            let line = |mark: &str, name: &str| {
                format!("{} {name}\n", mark.repeat(usize::from(names.marker))).into_bytes()
            };
            let equals = "=".repeat(usize::from(names.marker)) + "\n";
            let parts = [
                &line("<", names.ours),
                ours,
                b"\n",
                equals.as_bytes(),
                theirs,
                b"\n",
                &line(">", names.theirs),
            ];
            Err(parts.concat())
        }
    }
}

fn input(text: &[u8]) -> MergeFileInput<'_> {
    let mut input = MergeFileInput::new();
    input.content(text);
    input
}
