use super::{CLEAN, CliError, say, say_lines};
use crate::lint::{RULES, explain, find_rule};

/// List the rules, or explain one.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule to explain; by default all are listed.
    name: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<u8, CliError> {
    let Some(name) = &args.name else {
        let width = RULES.iter().map(|rule| rule.name().len()).max().unwrap_or(0);
        for rule in RULES.iter() {
            say(&format!("{:width$}  {}", rule.name(), rule.meta().summary));
        }
        return Ok(CLEAN);
    };
    say_lines(explain(find_rule(name)?).trim_end());
    Ok(CLEAN)
}
