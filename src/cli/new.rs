use jiff::civil::Date;

use super::{CLEAN, CliContext, CliError, day, say};
use crate::desk::create;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The date, by default the next one by the newsletter's cadence.
    #[arg(value_parser = day)]
    date: Option<Date>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    let created = create(&workspace, args.date, context.today)?;
    say(&format!("created {} from {}", workspace.shown(&created.path), created.from));
    let weekday = workspace.weekday(&workspace.listing(), created.date);
    if let Some(wanted) = weekday.filter(|wanted| *wanted != created.date.weekday()) {
        say(&format!(
            "note: {} is a {:?}, and issues carry a {wanted:?}",
            created.date,
            created.date.weekday()
        ));
    }
    if let Some(assets) = &created.assets {
        say(&format!("created {}/", workspace.shown(assets)));
    }
    Ok(CLEAN)
}
