//! The house style of a newsletter.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use super::yes_or_no::yes_or_no;

/// How the newsletter writes: its spellings, and its names of sites.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseStyle {
    /// Names in the house's spelling, each with the other spellings to report, such as `GitHub: [Github, Git Hub]`. Case
    /// matters.
    #[serde(default)]
    pub spellings: BTreeMap<String, Vec<String>>,
    /// How a story ends with its source, which replaces `{}`: `" - {}."`. Stories that end differently are reported.
    #[serde(default)]
    pub source: Option<String>,
    /// True if titles stay as others wrote them: texts of links, and text in double quotes.
    #[serde(default, deserialize_with = "yes_or_no")]
    pub keep_titles: bool,
    /// Names of sites as sources, each with the hosts of the site without `www.`, such as `GitHub: [github.com]`. Names
    /// that the issues use more than once come first.
    #[serde(default)]
    pub sources: BTreeMap<String, Vec<String>>,
    /// Labels before links to other media than text, if the newsletter uses them, each with the hosts of such media
    /// without `www.`: `"[video]": [vimeo.com]`. Other hosts are learnt from the issues.
    #[serde(default)]
    pub labels: BTreeMap<String, Vec<String>>,
    /// Words in lower case that are spelt right, even if the dictionary lists them as misspellings.
    #[serde(default)]
    pub words: Vec<String>,
    /// Finds the other spellings. Built on first use, not after every key.
    #[serde(skip)]
    finder: Finder,
}

/// The searcher for a list of words, which is built from them.
#[derive(Clone, Debug, Default)]
struct Finder(OnceLock<Option<AhoCorasick>>);

/// Two searchers differ only if their words do.
impl PartialEq for Finder {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl HouseStyle {
    /// Each other spelling, with the house's spelling.
    pub fn other_spellings(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.spellings.iter();
        all.flat_map(|(right, wrong)| wrong.iter().map(move |wrong| (wrong.as_str(), right.as_str())))
    }

    /// The house's name of the site of a host.
    pub fn source_name(&self, host: &str) -> Option<&str> {
        with_host(&self.sources, host)
    }

    /// The label of links to a host.
    pub fn label_of(&self, host: &str) -> Option<&str> {
        with_host(&self.labels, host)
    }

    /// The searcher for [`other_spellings`](Self::other_spellings). Of several matches at one place, it finds
    /// the longest. `None` if the profile has no such spellings.
    pub fn finder(&self) -> Option<&AhoCorasick> {
        let make = || {
            let wrong: Vec<&str> = self.other_spellings().map(|(wrong, _)| wrong).collect();
            let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&wrong);
            builder.ok().filter(|_| !wrong.is_empty())
        };
        self.finder.0.get_or_init(make).as_ref()
    }
}

/// The name with a host among its hosts, ignoring case.
fn with_host<'n>(names: &'n BTreeMap<String, Vec<String>>, host: &str) -> Option<&'n str> {
    let has = |hosts: &Vec<String>| hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
    names.iter().find(|(_, hosts)| has(hosts)).map(|(name, _)| name.as_str())
}
