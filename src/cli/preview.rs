use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::{CLEAN, CliContext, CliError, say, say_error};
use crate::desk::{FollowedDraft, Journal, choose, parse_key};
use crate::preview::{Asked, Server, Tunnel, open_browser};
use crate::root::about_named;

/// Show an issue in a browser as its readers will see it, and follow its files.
///
/// The page changes nothing. In the desk, the key of `preview` shows the text as it is typed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A file, or an issue's date such as 2026-06-08, or its number; by default the next issue, or else the newest.
    draft: Option<String>,
    /// Only print the address.
    #[arg(long)]
    no_open: bool,
}

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(200);

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let wanted = args.draft.as_ref().map(|draft| {
        let path = context.path(draft);
        let is_path = draft.contains(['/', '.']) || about_named(Path::new(&path), None).is_ok();
        if is_path && parse_key(draft).is_none() { path } else { draft.clone() }
    });
    let workspace = match &wanted {
        Some(path) if parse_key(path).is_none() => context.workspace_of(path.as_ref())?,
        _ => context.workspace()?,
    };
    let listing = workspace.listing();
    let choice = choose(&workspace, &listing, wanted.as_deref(), context.today(&workspace))?;
    let state = Journal::state_folder();
    let mut followed = FollowedDraft::open(workspace, listing, &choice.path, state.as_deref())?;
    let (sender, asked) = channel();
    // A sender is for one thread at a time.
    let sender = Mutex::new(sender);
    let on_asked = move |asked| sender.lock().is_ok_and(|sender| sender.send(asked).is_ok());
    let root = followed.workspace().root.clone();
    let server = Server::start(root, followed.page(), on_asked)
        .map_err(|error| CliError::failed(error.to_string()))?;
    announce(context, &choice.path, &server, args);
    loop {
        match asked.recv_timeout(LOOK_EVERY) {
            Ok(Asked::Read { page }) => {
                if let Err(error) = followed.mark_as_read(&page) {
                    say_error(&error.to_string());
                }
                server.show(followed.page(), None);
            }
            // The page of files asks for nothing else.
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(CLEAN),
        }
        if let Some(page) = followed.look() {
            server.show(page, None);
        }
    }
}

/// Prints the address, and opens it unless the browser is on another machine.
fn announce(context: &CliContext, path: &Path, server: &Server, args: &Args) {
    let url = server.url();
    say(&format!("Preview of {}: {url}", context.shown(path)));
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    match Tunnel::new(&variable) {
        Some(tunnel) => {
            say("This is an ssh session. On your own machine, run this, and open the address there:");
            say(&tunnel.command(server.port()));
        }
        None if args.no_open => {}
        None => {
            if let Err(why) = open_browser(&url) {
                say_error(&format!("no browser was opened: {why}; open the address in one"));
            }
        }
    }
    say("Ctrl-C ends it.");
}
