//! The answers of jobs.

use crate::git::commit::CommitError;
use crate::tui::action::Action;
use crate::tui::app::job::{Done, Job};
use crate::tui::app::merging::{self, Merging};
use crate::tui::app::saving::Saving;
use crate::tui::app::session::OnDisk;
use crate::tui::app::state::{Checking, State};
use crate::tui::app::{
    browser, clipboard, committing, copied, gather, import, import_image, past, problems, push, saving,
    switch, upstream, watch,
};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::question::QuestionView;

/// Handles the answer of a job.
pub(crate) fn finished(state: &mut State, done: Done) -> Vec<Job> {
    match done {
        Done::Nothing => {}
        Done::Preview(done) => browser::done(state, done),
        Done::Saved { text, then } => return saving::saved(state, text, then),
        Done::Deleted { then } => {
            state.saving = Saving::Idle;
            state.session.on_disk = OnDisk::Gone;
            state.touched();
            let path = state.workspace.shown(&state.session.document.path);
            state.overlays.push(Overlay::Question(QuestionView::deleted(&path, then, state.frames)));
        }
        Done::SaveFailed { error } => {
            state.saving = Saving::Idle;
            state.complain(error.to_string());
        }
        // Another draft was opened meanwhile.
        Done::ChangedOnDisk { path, .. } if path != state.session.document.path => {}
        Done::ChangedOnDisk { theirs, then, .. } => {
            let base = state.session.document.base.clone();
            let merging = Merging::Disk { theirs: theirs.clone(), then };
            return vec![merging::request(state, base, theirs, merging)];
        }
        Done::AsKnown { path } | Done::Missing { path } if path != state.session.document.path => {}
        Done::AsKnown { .. } => state.session.on_disk = OnDisk::Known,
        Done::Missing { .. } => saving::missing(state),
        Done::Gone { error } => {
            state.complain(format!("{error} (your text is here; saving writes it again)"))
        }
        Done::Kept(Ok(())) => {}
        Done::Kept(Err(error)) => {
            state.complain(format!("What you type can't be kept against a crash: {error}"))
        }
        Done::Probed { draft, images } => {
            state.image_work.probing = false;
            let is_open = draft == state.session.document.path;
            if is_open && state.session.learn_images(images) {
                state.images.doubt();
            }
        }
        Done::Planned { plan, before, wish } => committing::planned(state, plan, before.as_deref(), wish),
        Done::Checked(checked) => problems::checked(state, *checked),
        Done::CheckFailed { revision } => {
            state.checking = Checking::Failed { revision };
            state.complain("The checks broke down; they run again after the next change.");
        }
        Done::FixesFound(found) => return problems::fixes_found(state, *found),
        Done::FixAllFailed { draft } if draft == state.session.document.path => {
            state.complain("Looking for safe fixes broke down; the draft is as it was.");
        }
        Done::FixAllFailed { .. } => {}
        Done::Committed { made: Ok(made), joined } => committing::committed(state, &made, joined.as_deref()),
        Done::Committed { made: Err(error @ CommitError::Changed { .. }), .. } => {
            return committing::plan_again(state, &error);
        }
        Done::Committed { made: Err(error), .. } => committing::refused(state, &error),
        Done::Merged(outcome) => return merging::merged(state, *outcome),
        Done::Restored(outcome) => return merging::restored(state, *outcome),
        Done::SetAside(Some(path)) => {
            let list = state.key_label(Action::Drafts);
            let said =
                format!("What was typed is kept in the list of drafts ({list}), and in {}", path.display());
            state.say(said);
        }
        Done::SetAside(None) => {
            state.complain("What was typed could not be set aside; it is offered again at the next start.");
        }
        Done::ItemCopied(copied) => copied::finish(state, *copied),
        Done::PathChecked { path, pasted, is_file } => {
            return import_image::path_checked(state, path, pasted, is_file);
        }
        Done::Image { wanted, ready } => state.images.learn(wanted, ready),
        Done::Listed(listed) => {
            let mut overlays = state.overlays.iter_mut();
            if let Some(view) = overlays.find_map(|overlay| match overlay {
                Overlay::Picker(view) => Some(view),
                _ => None,
            }) {
                view.learn(listed);
            }
        }
        Done::ImageImported { source, place, brought } => {
            return import_image::brought(state, &source, place, brought);
        }
        Done::Fitted { dest, fitted, text } => return import_image::fitted(state, &dest, fitted, &text),
        Done::Looked { dests, looks, control } => import_image::looked(state, dests, looks, &control),
        Done::IssuesListed(issues) => past::listed(state, issues),
        Done::IssueRead(issue) => past::read(state, issue),
        Done::Logged(logged) => return past::logged(state, logged),
        Done::CommitDiff(diff) => past::diff(state, diff),
        Done::Pushed(pushed) => return push::pushed(state, pushed),
        Done::Watched(outcome) => return watch::looked(state, *outcome),
        Done::Reloaded(reloaded) => return watch::reloaded(state, reloaded),
        Done::UpstreamChecked(result) => upstream::checked(state, result),
        Done::ContributionsMerged { control, gathering, merged } => {
            return gather::merged(state, &control, gathering, *merged);
        }
        Done::Waited(waited) => gather::waited(state, waited),
        Done::Imported(answered) => return import::answered(state, *answered),
        Done::Gathered { gathered, text } => return gather::gathered(state, &gathered, text),
        Done::Copied { text, copying, taken } => clipboard::copied(state, &text, copying, taken),
        Done::ClipboardRead { reading, target } => return clipboard::read(state, reading, target),
        Done::Switched(outcome) => switch::switched(state, *outcome),
    }
    Vec::new()
}
