//! The severities that a profile gives to the problems of rules.

use std::collections::{HashMap, HashSet};

use super::rules::is_in_sections;
use super::{Context, Diagnostic, Rule, Selection, Severity, find_rule};
use crate::profile::{KeyPath, Profile, RuleLevel, RuleLevels};
use crate::text::Span;

/// The levels that apply to a draft. Rules without one report problems as severe as they find them.
#[derive(Debug, Default)]
pub(super) struct Levels {
    by_rule: HashMap<&'static str, LevelsOfRule>,
}

#[derive(Debug, Default)]
struct LevelsOfRule {
    everywhere: Option<RuleLevel>,
    /// In the sections with a level of their own.
    in_sections: Vec<(Span, RuleLevel)>,
}

impl Levels {
    /// The levels of a profile for a draft. A rule that the command line selects by name is not off.
    pub fn new(context: &Context<'_>, selection: &Selection) -> Levels {
        let mut levels = Levels::default();
        let profile = context.profile;
        for (rule, level) in named(&profile.rules) {
            levels.by_rule.entry(rule).or_default().everywhere = Some(level);
        }
        if profile.sections.iter().any(|section| !section.rules.is_empty()) {
            for section in &context.outline.sections {
                let Some(spec) = profile.section(&section.id) else { continue };
                for (rule, level) in named(&spec.rules) {
                    levels.by_rule.entry(rule).or_default().in_sections.push((section.span, level));
                }
            }
        }
        levels.by_rule.retain(|rule, own| {
            if selection.names(rule) {
                own.everywhere = own.everywhere.filter(|level| *level != RuleLevel::Off);
                own.in_sections.retain(|(_, level)| *level != RuleLevel::Off);
            }
            own.everywhere.is_some() || !own.in_sections.is_empty()
        });
        levels
    }

    /// Returns the problem with its severity; `None` if it is not reported.
    pub fn apply(&self, one: Diagnostic) -> Option<Diagnostic> {
        let Some(own) = self.by_rule.get(one.rule) else { return Some(one) };
        let is_there =
            |(span, _): &&(Span, RuleLevel)| span.start <= one.span.start && one.span.start < span.end;
        let level = own.in_sections.iter().find(is_there).map(|(_, level)| *level).or(own.everywhere);
        match level {
            None => Some(one),
            Some(RuleLevel::Off) => None,
            Some(RuleLevel::Hint) => Some(one.severity(Severity::Hint)),
            Some(RuleLevel::Warning) => Some(one.severity(Severity::Warning)),
            Some(RuleLevel::Error) => Some(one.severity(Severity::Error)),
        }
    }

    /// True if the rule reports nothing in any section.
    pub fn is_off(&self, rule: &str) -> bool {
        self.by_rule.get(rule).is_some_and(|own| {
            let is_off = |level: RuleLevel| level == RuleLevel::Off;
            own.everywhere.is_some_and(is_off) && own.in_sections.iter().all(|(_, level)| is_off(*level))
        })
    }
}

/// The levels of existing rules. Other names were reported when the profile was read.
fn named(levels: &RuleLevels) -> impl Iterator<Item = (&'static str, RuleLevel)> {
    levels.iter().filter_map(|(name, level)| Some((find_rule(name).ok()?.name(), *level)))
}

/// Returns the places of the levels in a profile that have no effect, with the reasons.
pub fn useless_levels(profile: &Profile) -> Vec<(KeyPath, String)> {
    let top = KeyPath::default();
    let sections = profile
        .sections
        .iter()
        .map(|section| (top.key("sections").section(&section.id), &section.rules, Extent::Section));
    let mut found = Vec::new();
    for (place, levels, extent) in
        std::iter::once((top.clone(), &profile.rules, Extent::Issue)).chain(sections)
    {
        let mut seen = HashSet::new();
        for name in levels.keys() {
            let why = match find_rule(name) {
                Err(unknown) => Some(unknown.to_string()),
                Ok(rule) if !seen.insert(rule.name()) => {
                    Some(format!("'{}' is in the list twice; remove one", rule.name()))
                }
                Ok(rule) => why_useless(rule, profile, extent),
            };
            found.extend(why.map(|why| (place.key("rules").key(name), why)));
        }
    }
    found
}

/// Where a level applies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Issue,
    Section,
}

fn why_useless(rule: &dyn Rule, profile: &Profile, extent: Extent) -> Option<String> {
    if rule.is_about_english() && !profile.language.is_english() {
        let language = profile.language.tag();
        return Some(format!(
            "has no effect: the rule is about English, and the language is {language}; remove it"
        ));
    }
    let is_elsewhere = extent == Extent::Section && !is_in_sections(rule);
    is_elsewhere.then(|| {
        "has no effect: the rule finds nothing within a section; write it at the top level".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::lint::{Facts, Purpose, check_selected};
    use crate::outline::Outline;
    use crate::profile::load;

    const TEXT: &str = "---\nlayout: post\ntitle: A\ndate: 2026-06-08\ncategories: weekly\n---\n\n## News From Around the Web\n\nThe lamp  is recieved.\n\n## Contribute\n\nThe box  is recieved.\n";

    fn extended(yaml: &str) -> Profile {
        load(&format!("{yaml}extends: circuitpython\n")).unwrap()
    }

    /// The problems of two rules, each with its severity and line.
    fn found(yaml: &str, select: &[&str]) -> Vec<String> {
        let profile = extended(yaml);
        let draft = Draft::parse(TEXT);
        let (outline, facts) = (Outline::new(&draft, &profile), Facts::default());
        let names: Vec<String> = select.iter().map(|name| (*name).to_owned()).collect();
        let selection = Selection::new(&names, &[]).unwrap();
        let context = Context::new(&draft, &outline, &profile, &facts);
        let all = check_selected(&context, &selection, Purpose::Report, &mut |_, _| ());
        let ours = all.iter().filter(|one| ["double-space", "misspelt-word"].contains(&one.rule));
        let line = |at: usize| TEXT[..at].matches('\n').count() + 1;
        ours.map(|one| format!("{}:{}:{}", line(one.span.start), one.severity.word(), one.rule)).collect()
    }

    #[test]
    fn levels_apply_to_the_issue_and_in_sections() {
        assert_eq!(
            found("", &[]),
            [
                "10:hint:double-space",
                "10:warning:misspelt-word",
                "14:hint:double-space",
                "14:warning:misspelt-word"
            ]
        );
        assert_eq!(
            found("rules: {double-space: off, misspelt-word: error}\n", &[]),
            ["10:error:misspelt-word", "14:error:misspelt-word"]
        );
        let in_section = "rules: {double-space: off}\nsections:\n  - {id: contribute, rules: {double-space: warning, misspelt-word: off}}\n";
        assert_eq!(found(in_section, &[]), ["10:warning:misspelt-word", "14:warning:double-space"]);
    }

    #[test]
    fn a_rule_that_is_selected_by_name_is_not_off() {
        let yaml = "rules: {double-space: off, misspelt-word: off}\n";
        assert_eq!(found(yaml, &[]), [""; 0]);
        assert_eq!(found(yaml, &["double-space"]), ["10:hint:double-space", "14:hint:double-space"]);
    }

    #[test]
    fn levels_without_effect_are_found() {
        let useless = |yaml: &str| {
            useless_levels(&extended(yaml))
                .first()
                .map(|(place, what)| format!("{place}: {what}"))
                .unwrap_or_default()
        };
        for (yaml, expected) in [
            (
                "rules: {doubel-space: off}\n",
                "rules.doubel-space: there is no rule 'doubel-space'; did you mean 'double-space'?",
            ),
            (
                "rules: {fallen-value: off, decreased-value: hint}\n",
                "rules.fallen-value: 'decreased-value' is in the list twice",
            ),
            (
                "language: de\nrules: {misspelt-word: hint}\n",
                "rules.misspelt-word: has no effect: the rule is about English",
            ),
            (
                "sections:\n  - {id: news, rules: {missing-key: off}}\n",
                "sections[news].rules.missing-key: has no effect: the rule finds nothing within a section",
            ),
        ] {
            assert!(useless(yaml).starts_with(expected), "{yaml}: {}", useless(yaml));
        }
        assert_eq!(
            useless("rules: {fallen-value: off}\nsections:\n  - {id: news, rules: {double-space: error}}\n"),
            ""
        );
    }
}
