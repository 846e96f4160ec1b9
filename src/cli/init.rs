use super::{CLEAN, CliContext, CliError, say};
use crate::desk::{Workspace, init, init_merge_driver};
use crate::profile::BUILT_IN;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The built-in profile to start from.
    #[arg(long, value_name = "PROFILE", default_value = BUILT_IN[0].0)]
    extends: String,
    /// Make git merge drafts by section and item: writes .gitattributes, and the driver into this
    /// clone's configuration. No copydesk.yml is written.
    #[arg(long, conflicts_with = "extends")]
    merge_driver: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    if args.merge_driver {
        return merge_driver(&workspace);
    }
    let path = init(&workspace.root, &args.extends)?;
    say(&format!("wrote {}: uncomment the keys that you want to change", workspace.shown(&path)));
    Ok(CLEAN)
}

fn merge_driver(workspace: &Workspace) -> Result<u8, CliError> {
    let program = std::env::current_exe().map_err(|source| {
        CliError::failed(format!("the path of the running copydesk is unknown: {source}"))
    })?;
    let done = init_merge_driver(workspace, &program)?;
    for line in &done {
        say(&format!("wrote {line}"));
    }
    say(match done.is_empty() {
        true => "git merges drafts with copydesk here already",
        false => {
            "commit .gitattributes; run this once more in every new clone, for git takes no programs from others, and after copydesk was moved or was installed elsewhere"
        }
    });
    Ok(CLEAN)
}
