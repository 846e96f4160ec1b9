//! The language server, spoken to over pipes as an editor does.

mod actions;
mod capabilities;
mod checks;
mod client;
mod commands;
mod equal;
mod lifecycle;
mod settings;

pub(crate) use client::{Client, DRAFT, Document};
