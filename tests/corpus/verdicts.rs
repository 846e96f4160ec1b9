//! What people say of the reports on the real issues: `verdicts.tsv` has a seeded sample of each
//! rule's reports, judged by hand. No rule may be wrong more often than one time in ten; an arguable
//! report counts half.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::corpus::reports::{LAYOUTS, check};

/// How many reports of a rule are judged.
const SAMPLE: usize = 30;

/// Rule, file and line.
type Report = (String, String, usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// An editor would change what is reported.
    Right,
    /// Some editors would.
    Arguable,
    Wrong,
    /// Nobody has looked at it yet, which counts as wrong.
    Open,
}

impl Verdict {
    const ALL: [Verdict; 4] = [Verdict::Right, Verdict::Arguable, Verdict::Wrong, Verdict::Open];

    fn word(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::Arguable => "arguable",
            Verdict::Wrong => "wrong",
            Verdict::Open => "?",
        }
    }

    /// In halves.
    fn worth(self) -> usize {
        match self {
            Verdict::Right => 2,
            Verdict::Arguable => 1,
            Verdict::Wrong | Verdict::Open => 0,
        }
    }
}

fn table() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/verdicts.tsv")
}

fn judged() -> BTreeMap<Report, Verdict> {
    let text = std::fs::read_to_string(table()).unwrap();
    let row = |line: &str| {
        let parts: Vec<&str> = line.split('\t').collect();
        let [rule, file, number, verdict] = parts[..] else { panic!("{line}") };
        let verdict = Verdict::ALL.into_iter().find(|one| one.word() == verdict).expect(line);
        ((rule.to_owned(), file.to_owned(), number.parse().expect(line)), verdict)
    };
    text.lines().skip(1).map(row).collect()
}

/// The reports of each rule whose hashes are the least: the same ones in every run.
fn sample() -> BTreeMap<String, Vec<Report>> {
    let mut all: BTreeMap<String, Vec<Report>> = BTreeMap::new();
    for checked in LAYOUTS.iter().flat_map(|layout| check(layout)) {
        for problem in &checked.report.problems {
            let report = (problem.rule.to_owned(), checked.report.path.raw().to_owned(), problem.start.line);
            all.entry(problem.rule.to_owned()).or_default().push(report);
        }
    }
    // FNV-1a, which is the same on every machine and in every version.
    let hash = |(rule, file, line): &Report| {
        format!("{rule} {file} {line}").bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    for reports in all.values_mut() {
        reports.sort_by_cached_key(hash);
        reports.dedup();
        reports.truncate(SAMPLE);
    }
    all
}

#[test]
fn no_rule_is_mostly_wrong() {
    let judged = judged();
    let sample = sample();
    if sample.is_empty() {
        return;
    }
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        let mut text = "rule\tfile\tline\tverdict\n".to_owned();
        for report in sample.values().flatten() {
            let verdict = judged.get(report).copied().unwrap_or(Verdict::Open);
            let (rule, file, line) = report;
            writeln!(text, "{rule}\t{file}\t{line}\t{}", verdict.word()).unwrap();
        }
        std::fs::write(table(), text).unwrap();
    }
    let mut poor = Vec::new();
    for (rule, reports) in &sample {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut worth = 0;
        for report in reports {
            let verdict = judged.get(report).copied().unwrap_or(Verdict::Open);
            *counts.entry(verdict.word()).or_default() += 1;
            worth += verdict.worth();
        }
        // Of three to nine reports one may be wrong.
        let most_lost = match reports.len() {
            0..3 => 0,
            3..10 => 2,
            many => many * 2 / 10,
        };
        if worth + most_lost < reports.len() * 2 || counts.contains_key("?") {
            poor.push(format!("{rule}: {counts:?} of {}", reports.len()));
        }
    }
    let old: Vec<&Report> =
        judged.keys().filter(|report| !sample.values().flatten().any(|own| own == *report)).collect();
    assert!(
        old.is_empty(),
        "these rows of tests/corpus/verdicts.tsv are no longer in the sample; INSTA_UPDATE=always removes them: {old:?}"
    );
    assert!(
        poor.is_empty(),
        "these rules are wrong too often, or have reports that nobody has judged. INSTA_UPDATE=always adds \
         those to tests/corpus/verdicts.tsv with a `?`; replace it with right, arguable or wrong.\n{}",
        poor.join("\n")
    );
}
