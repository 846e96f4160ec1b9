//! The numbers, versions and dates in fixed text, for the rules about them.

use super::Context;
use crate::outline::{Field, Outline};
use crate::profile::{FactForm, Profile};

/// A value with a form that the profile defines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact<'a> {
    pub field: &'a Field,
    pub form: FactForm,
    /// The template's placeholder for it.
    pub pattern: Option<&'a str>,
}

pub(super) fn facts<'a>(context: &Context<'a>) -> impl Iterator<Item = Fact<'a>> + use<'a> {
    facts_of(context.outline, context.profile)
}

pub(super) fn facts_of<'a>(
    outline: &'a Outline,
    profile: &'a Profile,
) -> impl Iterator<Item = Fact<'a>> + use<'a> {
    outline.slots.iter().filter(|slot| slot.kind.has_independent_fields()).flat_map(move |slot| {
        let known = outline.spec(slot.section, profile).map_or(&[][..], |spec| &spec.facts);
        slot.fields.iter().filter_map(move |field| {
            let fact = known.iter().find(|fact| fact.name == field.name)?;
            Some(Fact { field, form: fact.form?, pattern: fact.pattern.as_deref() })
        })
    })
}
