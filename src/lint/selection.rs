use std::collections::HashSet;

use super::{RULES, Rule};

/// The rules to check by: all of them, or some.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    only: Option<HashSet<&'static str>>,
    without: HashSet<&'static str>,
}

/// A name that no rule has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule '{name}'; {}", hint(*.nearest))]
pub struct UnknownRule {
    pub name: String,
    /// The rule that was probably meant.
    pub nearest: Option<&'static str>,
}

fn hint(nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("did you mean '{nearest}'?"),
        None => "`copydesk rules` lists them".to_owned(),
    }
}

impl Selection {
    /// Whether every rule is in it.
    pub fn is_all(&self) -> bool {
        self.only.is_none() && self.without.is_empty()
    }

    /// Only the rules of `select`, or all where it is empty, without those of `ignore`.
    ///
    /// # Errors
    ///
    /// [`UnknownRule`] for a name that no rule has.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Selection, UnknownRule> {
        let names = |names: &[String]| {
            names.iter().map(|name| find_rule(name).map(Rule::name)).collect::<Result<HashSet<_>, _>>()
        };
        let only = (!select.is_empty()).then(|| names(select)).transpose()?;
        Ok(Selection { only, without: names(ignore)? })
    }

    pub fn takes(&self, rule: &str) -> bool {
        !self.without.contains(rule) && self.only.as_ref().is_none_or(|only| only.contains(rule))
    }

    /// Whether a rule is left out by its name.
    pub(super) fn ignores(&self, rule: &str) -> bool {
        self.without.contains(rule)
    }
}

/// Former rule names, each with the current one. Users may write them wherever they name a rule;
/// reports print the current name.
pub(super) const RENAMED: [(&str, &str); 2] =
    [("fallen-value", "decreased-value"), ("unsent-popular-link", "popular-link-not-in-last-issue")];

/// Returns the rule with this name, or with this former name.
///
/// # Errors
///
/// [`UnknownRule`] with the name that was probably meant.
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
    fn a_slip_in_a_rule_s_name_is_told_with_the_name_that_was_meant() {
        let error = Selection::new(&words(&["empty-lnik"]), &[]).unwrap_err();
        assert_eq!(error.to_string(), "there is no rule 'empty-lnik'; did you mean 'empty-link'?");
        let error = Selection::new(&[], &words(&["colours"])).unwrap_err();
        assert_eq!(error.to_string(), "there is no rule 'colours'; `copydesk rules` lists them");
    }

    #[test]
    fn a_former_name_selects_and_ignores_the_renamed_rule() {
        for (old, new) in RENAMED {
            assert_eq!(find_rule(old).unwrap().name(), new);
            assert!(RULES.iter().all(|rule| rule.name() != old), "{old} is a rule again");
            let selected = Selection::new(&words(&[old]), &[]).unwrap();
            assert!(selected.takes(new) && !selected.takes("empty-link"));
            let ignored = Selection::new(&[], &words(&[old])).unwrap();
            assert!(!ignored.takes(new) && ignored.takes("empty-link"));
        }
    }

    #[test]
    fn what_is_ignored_counts_over_what_is_selected() {
        let names = words(&["empty-link", "stale-event"]);
        let selection = Selection::new(&names, &names[..1]).unwrap();
        assert!(selection.takes("stale-event") && !selection.takes("empty-link"));
        assert!(!selection.takes("missing-key"));
        assert!(Selection::default().takes("missing-key"));
    }
}
