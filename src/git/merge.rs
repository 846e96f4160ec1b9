use git2::{MergeFileInput, MergeFileOptions};

/// What the sides are called at conflict markers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names<'a> {
    pub base: &'a str,
    pub ours: &'a str,
    pub theirs: &'a str,
    /// The number of characters of a marker; git's own are 7.
    pub marker: u16,
}

/// Merges two changes of a file line by line, as `git merge-file --diff3` does.
///
/// # Errors
///
/// Where both changed the same lines: the file with markers around them.
pub fn merge_lines(base: &[u8], ours: &[u8], theirs: &[u8], names: Names<'_>) -> Result<Vec<u8>, Vec<u8>> {
    let mut options = MergeFileOptions::new();
    options.our_label(names.ours).their_label(names.theirs).ancestor_label(names.base);
    options.style_diff3(true).marker_size(names.marker);
    // This call, unlike git2's others, does not start libgit2 by itself.
    let _ = git2::Config::new();
    match git2::merge_file(&input(base), &input(ours), &input(theirs), Some(&mut options)) {
        Ok(result) if result.is_automergeable() => Ok(result.content().to_vec()),
        Ok(result) => Err(result.content().to_vec()),
        // What can't be merged is a conflict of the whole: both are kept.
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
