//! The house style of a newsletter.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

/// The house style of a newsletter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseStyle {
    /// The house's spelling of a word, and other spellings that are reported. Case-sensitive.
    #[serde(default)]
    pub spellings: BTreeMap<String, Vec<String>>,
    /// The text around a story's source, which is `{}`.
    #[serde(default)]
    pub source: Option<String>,
    /// True if titles keep their own spelling: texts of links, and text in double quotes.
    #[serde(default)]
    pub keep_titles: bool,
    /// The house's names of sites, each with the hosts of the site, without `www.`.
    #[serde(default)]
    pub sources: BTreeMap<String, Vec<String>>,
    /// The labels before links to other media than text, such as `[video]`, each with the hosts of such
    /// media, without `www.`.
    #[serde(default)]
    pub labels: BTreeMap<String, Vec<String>>,
    /// Correct words, in lower case, that the dictionary reports as misspelled.
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
