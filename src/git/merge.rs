use git2::{MergeFileInput, MergeFileOptions};

/// Merges two changes of a text line by line, as `git merge-file` does.
///
/// # Errors
///
/// Where both changed the same lines: the text with diff3 markers around them.
pub fn merge_lines(base: &str, ours: &str, theirs: &str) -> Result<String, String> {
    let (base_input, ours_input, theirs_input) = (input(base), input(ours), input(theirs));
    let mut options = MergeFileOptions::new();
    options.our_label("yours").their_label("on disk").ancestor_label("before").style_diff3(true);
    // This call, unlike git2's others, does not start libgit2 by itself.
    let _ = git2::Config::new();
    match git2::merge_file(&base_input, &ours_input, &theirs_input, Some(&mut options)) {
        Ok(result) => {
            let text = String::from_utf8_lossy(result.content()).into_owned();
            if result.is_automergeable() { Ok(text) } else { Err(text) }
        }
        // What can't be merged is a conflict of the whole: both texts are kept.
        Err(_) => Err(format!("<<<<<<< yours\n{ours}\n=======\n{theirs}\n>>>>>>> on disk\n")),
    }
}

fn input(text: &str) -> MergeFileInput<'_> {
    let mut input = MergeFileInput::new();
    input.content(text.as_bytes());
    input
}
