//! Use cases, one file each, shared by the command line and the terminal program.

mod check;
mod collaborate;
mod demo;
mod doctor;
mod error;
mod images;
mod import;
mod issue;
mod learn;
mod mail;
mod now;
mod preview;
mod render;

pub use check::collect::{
    collect, collect_of_file, earlier_days, images_of_issue, recurring_images, unused_images,
};
pub use check::lint::LintError;
pub use check::lint::{
    Cost, FixMode, IssuePaths, LintOptions, LintRun, LintTotals, Linted, ProfileSource, Source, StatusReport,
    waivers_without_files,
};
pub use check::live::{LiveChecks, LiveDraft, LiveFacts, LiveNewsletter, LiveOptions};
pub use check::status::status;
pub use collaborate::commit::{commit_paths, suggest_message};
pub use collaborate::contribute::ContributeError;
pub use collaborate::contribute::{
    BranchOutcome, ContributeOptions, Contributed, Credit, NewContribution, NewerDraft, Preview,
    PushedBranch, SamePage, SectionChoice, StaleDraft, Target,
};
pub use collaborate::fine_edits::fine_edits;
pub use collaborate::fork::{Destination, ForkHelp, LackOfRights, NoForkError, lacks_rights};
pub use collaborate::gather::GatherError;
pub use collaborate::gather::{
    Contribution, GatherOptions, Gathered, Gathering, ImageChange, LeftOut, MergeState, MergedDraft,
    NEWEST_REQUESTS, ProblemPolicy, Selection,
};
pub use collaborate::history::{DraftVersions, draft_history, draft_versions};
pub use collaborate::merge_files::{
    LineMergeReason, MergedFile, conflicted_files, merge_conflicted_file, merge_driver, profile_for,
};
pub use collaborate::merge_files_error::MergeFilesError;
pub use collaborate::plan_commit::{CommitKind, plan_commit};
pub use collaborate::push::{fork_help, push};
pub use collaborate::reconcile::{Reconciled, reconcile};
pub use collaborate::resolve::{Pick, conflict_offsets, resolve};
pub use collaborate::upstream::{
    RemoteDraft, UpstreamError, fetch_remote_draft, join_histories, remote_draft,
};
pub use demo::{add_origin as add_origin_to_demo, lay_out as lay_out_demo};
pub use doctor::{Finding, Mark, Topic, diagnose};
pub use error::DeskError;
pub use images::error::ImageFileError;
pub use images::find_images::{FoundImages, find_images};
pub use images::fit_images::{
    Fit, FitOptions, FittedImage, FittedImages, fit_files, fit_images, save_fitted,
};
pub use images::image_scan::scan_images;
pub use images::import_image::{ImageImport, ImportedImage, import_image, reference};
pub use images::list_images::{ListedImage, list_images};
pub use images::on_all_cores::one_at_a_time;
pub use images::originals::Originals;
pub use images::probe::{Probe, probe_image};
pub use import::ImportError;
pub use import::{
    EVENT_WEEKS, ImportDesk, ImportOptions, ImportSource, Imported, keep_person, notes_of, open_source,
};
pub use issue::archive::Archive;
pub use issue::choose::{Choice, choose, parse_key};
pub use issue::create::{Created, NextIssue, create, next_issue};
pub use issue::document::{Document, Fingerprint, read};
pub use issue::draft_branch::{DraftElsewhere, IssueBranch, IssueBranchState, OpenedElsewhere};
pub use issue::error::IssueError;
pub use issue::file_error::FileError;
pub use issue::init::{has_profile, init, init_merge_driver, profile_extending};
pub use issue::list_issues::{IssueStage, ListedIssue, PastIssue, list_issues, read_issue};
pub use issue::lost::LostDraft;
pub use issue::recover::{Journal, KeptText, Recovered};
pub use issue::save::save;
pub use issue::several::Newsletters;
pub use issue::watch::{BranchState, WatchedChange, Watcher};
pub use issue::workspace::{IssueFile, Listing, MisnamedFile, PROFILE_FILE, Workspace, repository_above};
pub use learn::{
    Answer, AnswerForm, Answers, Difference, FirstStep, FixedProfile, Learnt, ProfileCheck, Question,
    Subject, Survey, built_in_layout, check_profile,
};
pub use mail::error::MailUseError;
pub use mail::learn::{LearntOverhead, facts_for_mail, keep_overhead, learn_overhead, template_error};
pub use now::Now;
pub use preview::follow::FollowedDraft;
pub use preview::pages::{PreviewPages, PreviewedDraft, find_problem};
pub use render::output::{OutputForm, RenderedOutput, make_output_folder, render_output, write_output};
pub use render::{RenderedIssue, render_draft, render_issue, site_of};
