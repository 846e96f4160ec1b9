use super::{CLEAN, World, say};
use crate::desk::{DeskError, init};
use crate::profile::BUILT_IN;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The built-in profile to start from.
    #[arg(long, value_name = "PROFILE", default_value = BUILT_IN[0].0)]
    extends: String,
}

pub(super) fn run(world: &World, args: &Args) -> Result<u8, DeskError> {
    let workspace = world.workspace()?;
    let path = init(&workspace.root, &args.extends)?;
    say(&format!("wrote {}: take the # away before what is to be different", workspace.shown(&path)));
    Ok(CLEAN)
}
