use std::path::Path;

use super::{CLEAN, CliContext, CliError, pass_on, say, say_error};
use crate::desk::{Now, OutputForm, RenderedIssue, choose, render_issue, render_output, write_output};
use crate::render::target::Target;
use crate::text::counted;

/// Render an issue as HTML, a mail, a post of WordPress or a text.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A draft's path, or an issue's date; by default the next issue, or else the newest.
    #[arg(value_name = "PATH|DATE")]
    issue: Option<String>,
    /// What it is rendered for.
    #[arg(long = "for", value_enum, value_name = "TARGET", default_value = "site")]
    target: TargetName,
    /// Print the whole page in the site's layout, and not only the issue's body.
    #[arg(long)]
    layout: bool,
    /// Write to this file, and not to standard output. A mail to a file that ends in .eml is a message with a plain text
    /// part.
    #[arg(long, value_name = "FILE")]
    out: Option<String>,
}

/// A target by its name.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum TargetName {
    /// The HTML that the site's generator makes of the body.
    Site,
    /// A mail: one column, with the styles in the elements.
    Mail,
    /// Blocks of WordPress's editor.
    Wordpress,
    /// A plain text of 72 columns, with numbered links.
    Text,
}

impl From<TargetName> for Target {
    fn from(name: TargetName) -> Target {
        match name {
            TargetName::Site => Target::Site,
            TargetName::Mail => Target::Mail,
            TargetName::Wordpress => Target::WordPress,
            TargetName::Text => Target::Text,
        }
    }
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    let target = Target::from(args.target);
    if args.layout && target != Target::Site {
        return Err(
            CliError::usage("only the site has a layout").hint("use `--for site`, or leave out `--layout`")
        );
    }
    let out = args.out.as_deref().map(|out| context.directory.join(out));
    let is_message = out.as_deref().is_some_and(is_eml);
    if is_message && target != Target::Mail {
        return Err(CliError::usage("only a mail can be written as a message")
            .hint("use `--for mail`, or another file name"));
    }
    let listing = workspace.listing();
    let wanted = args.issue.as_deref().map(|issue| context.issue(issue));
    let path = choose(&workspace, &listing, wanted.as_deref(), context.today(&workspace))?.path;
    let issue = render_issue(&workspace, &path)?;
    for tag in &issue.unsupported {
        say_error(&format!(
            "{} is shown as it is written, because copydesk does not know its value",
            tag.tag
        ));
    }
    let (bytes, size) = if args.layout {
        (whole_page(&issue).into_bytes(), None)
    } else {
        let form =
            if is_message { OutputForm::Message { sent: seconds(&context.now) } } else { OutputForm::Page };
        let from = workspace.profile.mail.as_ref().and_then(|mail| mail.from.as_ref());
        if is_message && from.is_none() {
            say_error("the message has no `From:`, because copydesk.yml has no `mail.from`");
        }
        let output = render_output(&workspace, &listing, &path, &issue, target, form)?;
        if output.relative_addresses > 0 {
            let links = counted(output.relative_addresses, "link");
            say_error(&format!(
                "readers can't follow {links} to the newsletter's own pages and images: its address is unknown; set \
                 `mail.addresses` in copydesk.yml, or the site's own, such as `url` in _config.yml"
            ));
        }
        (output.bytes, output.size)
    };
    match out {
        Some(out) => {
            write_output(&out, &bytes)?;
            if let Some(size) = size {
                say(&format!("{}: {size}", context.shown(&out)));
            }
        }
        None => pass_on(&String::from_utf8_lossy(&bytes)),
    }
    Ok(CLEAN)
}

fn whole_page(issue: &RenderedIssue) -> String {
    let page = issue.page();
    for tag in &page.unsupported {
        say_error(&format!("the page has no layout of the site, because of {tag}"));
    }
    if let Some(name) = &page.missing_layout {
        say_error(&format!(
            "the page has no layout of the site: `layout: {name}` needs _layouts/{name}.html, which is not there"
        ));
    }
    page.html
}

fn is_eml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("eml"))
}

/// The moment in seconds since 1970; noon of a day.
fn seconds(now: &Now) -> i64 {
    match now {
        Now::Moment(moment) => moment.timestamp().as_second(),
        Now::Day(day) => day
            .at(12, 0, 0, 0)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .map_or(0, |noon| noon.timestamp().as_second()),
    }
}
