//! The settings that an editor sends. `docs/lsp.schema.json` is their schema.

use serde::Deserialize;
use serde_json::Value;

use crate::desk::LiveOptions;
use crate::lint::{Selection, Stage};

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Settings {
    /// The stage that all drafts are checked for.
    stage: Option<StageSetting>,
    /// The rules that are checked; all if it is empty.
    select: Vec<String>,
    /// The rules that are not checked.
    ignore: Vec<String>,
    /// True if the checklist is shown on the lines of the task list.
    pub checklist: bool,
    /// True if each section has a line with its number of filled slots.
    pub code_lens: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StageSetting {
    Contribution,
    Publish,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { stage: None, select: Vec::new(), ignore: Vec::new(), checklist: true, code_lens: true }
    }
}

impl Settings {
    /// True if a value has settings: some editors send an empty one, which must not override those of the start.
    pub fn are_in(value: &Value) -> bool {
        own(value).as_object().is_some_and(|own| !own.is_empty())
    }

    /// Reads `{"copydesk": {…}}` or the inner object.
    ///
    /// # Errors
    ///
    /// A sentence about the first value that is wrong.
    pub fn read(value: &Value) -> Result<Settings, String> {
        let settings: Settings = serde_json::from_value(own(value).clone())
            .map_err(|error| format!("the settings of copydesk are invalid: {error}"))?;
        settings.options()?;
        Ok(settings)
    }

    /// # Errors
    ///
    /// If a rule does not exist.
    pub fn options(&self) -> Result<LiveOptions, String> {
        let stage = self.stage.map(|stage| match stage {
            StageSetting::Contribution => Stage::Contribution,
            StageSetting::Publish => Stage::Publish,
        });
        let selection = Selection::new(&self.select, &self.ignore)
            .map_err(|error| format!("the settings of copydesk name an unknown rule: {error}"))?;
        Ok(LiveOptions { selection, stage })
    }
}

fn own(value: &Value) -> &Value {
    value.get("copydesk").unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_may_have_the_name_of_the_program_around_them() {
        let inner = json!({ "stage": "publish", "ignore": ["stale-event"], "codeLens": false, "trace": 1 });
        let settings = Settings::read(&inner).unwrap();
        assert_eq!(settings, Settings::read(&json!({ "copydesk": inner })).unwrap());
        assert!(settings.checklist && !settings.code_lens);
        assert_eq!(settings.options().unwrap().stage, Some(Stage::Publish));
        assert!(Settings::are_in(&inner) && !Settings::are_in(&json!({ "copydesk": {} })));
        assert!(!Settings::are_in(&Value::Null));
    }

    #[test]
    fn a_wrong_value_is_named() {
        let error = Settings::read(&json!({ "stage": "draft" })).unwrap_err();
        assert!(error.contains("unknown variant `draft`"), "{error}");
        let error = Settings::read(&json!({ "ignore": ["stale-evnt"] })).unwrap_err();
        assert!(error.contains("did you mean 'stale-event'?"), "{error}");
    }
}
