//! How severe the problems of a rule are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How severe the problems of a rule are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// They are not reported.
    Off,
    /// They fail a check only with `--fail-on hint`.
    Hint,
    /// They fail a check with `--fail-on warning`.
    Warning,
    /// They fail every check: the exit code is 1.
    Error,
}

/// Levels by the names of rules.
pub type RuleLevels = BTreeMap<String, RuleLevel>;

impl RuleLevel {
    /// The name in a profile.
    pub fn name(self) -> &'static str {
        match self {
            RuleLevel::Off => "off",
            RuleLevel::Hint => "hint",
            RuleLevel::Warning => "warning",
            RuleLevel::Error => "error",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_are_read() {
        for level in [RuleLevel::Off, RuleLevel::Hint, RuleLevel::Warning, RuleLevel::Error] {
            assert_eq!(serde_yaml::from_str::<RuleLevel>(level.name()).unwrap(), level);
        }
        assert!(serde_yaml::from_str::<RuleLevel>("loud").is_err());
    }
}
