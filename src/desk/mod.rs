//! Use-cases, one verb a file: what the command line and the terminal both do.

mod archive;
mod bring_in;
mod check;
mod choose;
mod commit;
mod contribute;
mod create;
mod demo;
mod demo_files;
mod document;
mod error;
mod find_pictures;
mod fine_edits;
mod fit_images;
mod gather;
mod import;
mod init;
mod keep_up;
mod lint;
mod list_images;
mod look;
mod merge_files;
mod nearest;
mod on_all_cores;
mod originals;
mod picture_name;
mod probe;
mod publish;
mod put;
mod reconcile;
mod recover;
mod references;
mod review;
mod save;
mod settle;
mod status;
mod workspace;

pub use archive::Archive;
pub use bring_in::{BringIn, BroughtIn, bring_in, reference};
pub use check::{collect, collect_of_file, unused_images};
pub use choose::{Choice, choose};
pub use commit::{commit_paths, suggest_message};
pub use contribute::{
    BranchDone, Contributed, Contribution, Credit, Newer, Offered, Preview, SamePage, SectionChoice,
    StaleDraft, Target, Wanted,
};
pub use create::{Created, create, next_date};
pub use demo::lay_out as lay_out_demo;
pub use document::{Document, Fingerprint, read};
pub use error::DeskError;
pub use find_pictures::{FoundPictures, find_pictures};
pub use fine_edits::fine_edits;
pub use fit_images::{Fit, FitOptions, FittedImage, FittedImages, fit_files, fit_images, save_fitted};
pub use gather::{
    Chosen, Folded, Gathered, Gathering, LeftOut, NEWEST_REQUESTS, PictureChange, Standing, Waiting,
    Wanted as WantedContributions, WithProblems,
};
pub use import::{
    EVENT_WEEKS, ImportDesk, ImportSource, ImportWanted, Imported, keep_person, notes_of, open_source,
};
pub use init::{init, init_merge_driver};
pub use keep_up::{KeepUpError, RemoteDraft, fetch_remote_draft, join_histories, remote_draft};
pub use lint::{Fixing, Lint, LintRun, Linted, RuleCost, RulesOf, Source, WithStatus, waivers_for_nothing};
pub use list_images::{ListedImage, list_images};
pub use look::look_at;
pub use merge_files::{MergedFile, Plain, files_in_conflict, merge_driver, merge_in_conflict, profile_for};
pub use on_all_cores::one_at_a_time;
pub use originals::Originals;
pub use probe::{Probe, probe_image};
pub use publish::push;
pub use reconcile::{Reconciled, reconcile};
pub use recover::{Journal, Recovered};
pub use save::save;
pub use settle::{Pick, places, settle};
pub use status::status;
pub use workspace::{DatedFile, Listing, Slip, Workspace, repository_above};
