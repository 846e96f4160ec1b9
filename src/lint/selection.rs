use std::collections::HashSet;

use super::{RULES, Rule};

/// The rules to run.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    only: Option<HashSet<&'static str>>,
    without: HashSet<&'static str>,
}

/// The name of a rule that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule '{name}'; {}", hint(*.nearest))]
pub struct UnknownRule {
    pub name: String,
    /// The name of the rule that was probably meant.
    pub nearest: Option<&'static str>,
}

fn hint(nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("did you mean '{nearest}'?"),
        None => "`copydesk rules` lists them".to_owned(),
    }
}

impl Selection {
    /// True if every rule is selected.
    pub fn is_all(&self) -> bool {
        self.only.is_none() && self.without.is_empty()
    }

    /// Selects the rules in `select`, or all if it is empty, except those in `ignore`.
    ///
    /// # Errors
    ///
    /// [`UnknownRule`] if no rule has one of the names.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Selection, UnknownRule> {
        let names = |names: &[String]| {
            names.iter().map(|name| find_rule(name).map(Rule::name)).collect::<Result<HashSet<_>, _>>()
        };
        let only = (!select.is_empty()).then(|| names(select)).transpose()?;
        Ok(Selection { only, without: names(ignore)? })
    }

    /// True if the rule is to run.
    pub fn takes(&self, rule: &str) -> bool {
        !self.without.contains(rule) && self.only.as_ref().is_none_or(|only| only.contains(rule))
    }

    /// True if the rule was selected by name.
    pub(super) fn names(&self, rule: &str) -> bool {
        self.only.as_ref().is_some_and(|only| only.contains(rule))
    }

    /// True if the rule was ignored by name.
    pub(super) fn ignores(&self, rule: &str) -> bool {
        self.without.contains(rule)
    }
}

/// Former rule names, each with the current one. Users may write them wherever they name a rule;
/// reports print the current name.
pub(super) const RENAMED: &[(&str, &str)] =
    &[("fallen-value", "decreased-value"), ("unsent-popular-link", "popular-link-not-in-last-issue")];

/// Returns the rule with this name, or with this former name.
///
/// # Errors
///
/// [`UnknownRule`] if no rule has the name.
pub fn find_rule(name: &str) -> Result<&'static dyn Rule, UnknownRule> {
    let current = RENAMED.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| *new);
    if let Some(rule) = RULES.iter().find(|rule| rule.name() == current) {
        return Ok(*rule);
    }
    let distance = |rule: &&&'static dyn Rule| strsim::osa_distance(rule.name(), &name.to_lowercase());
    let nearest = RULES.iter().min_by_key(distance).filter(|rule| distance(rule) * 3 <= name.len());
    Err(UnknownRule { name: name.to_owned(), nearest: nearest.map(|rule| rule.name()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn an_unknown_rule_is_reported_with_the_nearest_name() {
        let error = Selection::new(&words(&["empty-lnik"]), &[]).unwrap_err();
        assert_eq!(error.to_string(), "there is no rule 'empty-lnik'; did you mean 'empty-link'?");
        let error = Selection::new(&[], &words(&["colours"])).unwrap_err();
        assert_eq!(error.to_string(), "there is no rule 'colours'; `copydesk rules` lists them");
    }

    #[test]
    fn a_former_name_selects_and_ignores_the_renamed_rule() {
        for &(old, new) in RENAMED {
            assert_eq!(find_rule(old).unwrap().name(), new);
            assert!(RULES.iter().all(|rule| rule.name() != old), "{old} is a rule again");
            let selected = Selection::new(&words(&[old]), &[]).unwrap();
            assert!(selected.takes(new) && !selected.takes("empty-link"));
            let ignored = Selection::new(&[], &words(&[old])).unwrap();
            assert!(!ignored.takes(new) && ignored.takes("empty-link"));
        }
    }

    #[test]
    fn ignored_rules_are_not_selected() {
        let names = words(&["empty-link", "stale-event"]);
        let selection = Selection::new(&names, &names[..1]).unwrap();
        assert!(selection.takes("stale-event") && !selection.takes("empty-link"));
        assert!(!selection.takes("missing-key"));
        assert!(Selection::default().takes("missing-key"));
    }
}
