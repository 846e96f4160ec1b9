//! Click reports of mailing services: the clicks on each link of a mail.

mod columns;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use columns::{Columns, find};

use super::decode::unix_lines;
use super::recognise::expect;
use super::{Kind, Reading, Refusal, Remark, Tone, number};
use crate::profile::grammar::Grammar;
use crate::text::address::{Address, Page, without_tracking};
use crate::text::grouped;

pub(super) use columns::has_header;

/// A page that the mail links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Click {
    /// Without tracking parameters (`utm_…`), as in its most clicked variant.
    pub address: String,
    /// The sum of all variants of the address.
    pub clicks: u64,
    /// Unique clicks, if the report has them: the sum of all variants, so a person may count twice.
    pub unique: Option<u64>,
    /// The line of the most clicked variant, counted from 1.
    pub line: usize,
}

/// The most clicked first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clicks {
    pub rows: Vec<Click>,
}

/// The pages that may be called the most clicked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranked<'c> {
    /// Several if they have the same number of clicks.
    pub first: Vec<&'c Click>,
    /// At most five percent fewer clicks.
    pub near: Vec<&'c Click>,
}

impl Clicks {
    /// Ranks the pages whose address satisfies `is_story`.
    pub fn ranked(&self, is_story: impl Fn(&str) -> bool) -> Ranked<'_> {
        let mut stories = self.rows.iter().filter(|row| row.clicks > 0 && is_story(&row.address)).peekable();
        let most = stories.peek().map_or(0, |row| row.clicks);
        let is_near = |row: &&Click| u128::from(row.clicks) * 100 >= u128::from(most) * 95;
        let (first, near) = stories.take_while(is_near).partition(|row| row.clicks == most);
        Ranked { first, near }
    }
}

/// The number of rows with a remark each. Others are only counted.
const MAX_REMARKS: usize = 20;

/// Reads a table with a header: an address, clicks, optionally unique clicks, in any order,
/// separated by commas, semicolons or tabs.
///
/// # Errors
///
/// If the text is empty, is a document of another kind, or has no such table.
pub fn read(text: &str, grammar: &Grammar) -> Result<Reading<Clicks>, Refusal> {
    expect(Kind::Clicks, text, grammar)?;
    let text = unix_lines(text.trim_start_matches('\u{feff}'));
    let columns = find(&text).ok_or(Refusal::Nothing(Kind::Clicks))?;
    let mut table = Table::default();
    let mut reader = columns.reader(&text);
    let mut record = csv::StringRecord::new();
    // The text is UTF-8 and rows may have any length: no other error is possible.
    while reader.read_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(0, |at| at.line() as usize);
        if line > columns.line {
            table.row(&columns, &record, line);
        }
    }
    if table.rows.is_empty() {
        return Err(Refusal::Nothing(Kind::Clicks));
    }
    Ok(table.reading(&columns))
}

#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    by_page: HashMap<Page, usize>,
    /// Rows that were added to another variant.
    summed: usize,
    unclear: Vec<Remark>,
    omitted: usize,
}

struct Row {
    click: Click,
    /// The clicks of the variant that is shown.
    shown: u64,
}

impl Table {
    fn row(&mut self, columns: &Columns, record: &csv::StringRecord, line: usize) {
        let written = columns::address(record.get(columns.address).unwrap_or_default());
        if written.is_empty() || matches!(written.to_ascii_lowercase().as_str(), "total" | "totals" | "sum") {
            return;
        }
        let Some(address) = Address::new(written).filter(|_| !written.contains(char::is_whitespace)) else {
            let text = if written.contains('\n') { "an unclosed quotation mark" } else { "no address" };
            return self.unclear(line, text);
        };
        let Some(clicks) = number::whole(record.get(columns.clicks).unwrap_or_default()) else {
            return self.unclear(line, "no number of clicks");
        };
        let unique = columns.unique.and_then(|at| number::whole(record.get(at).unwrap_or_default()));
        match self.by_page.entry(address.page()) {
            Entry::Vacant(entry) => {
                entry.insert(self.rows.len());
                let click = Click { address: without_tracking(written), clicks, unique, line };
                self.rows.push(Row { click, shown: clicks });
            }
            Entry::Occupied(entry) => {
                let Some(row) = self.rows.get_mut(*entry.get()) else { return };
                self.summed += 1;
                row.click.clicks = row.click.clicks.saturating_add(clicks);
                row.click.unique = match (row.click.unique, unique) {
                    (Some(one), Some(other)) => Some(one.saturating_add(other)),
                    (one, other) => one.or(other),
                };
                if clicks > row.shown {
                    row.shown = clicks;
                    row.click.address = without_tracking(written);
                    row.click.line = line;
                }
            }
        }
    }

    fn unclear(&mut self, line: usize, text: &str) {
        if self.unclear.len() < MAX_REMARKS {
            self.unclear.push(Remark::unclear(line, text));
        } else {
            self.omitted += 1;
        }
    }

    fn reading(self, columns: &Columns) -> Reading<Clicks> {
        let mut rows: Vec<Click> = self.rows.into_iter().map(|row| row.click).collect();
        rows.sort_by(|a, b| b.clicks.cmp(&a.clicks).then(b.unique.cmp(&a.unique)).then(a.line.cmp(&b.line)));
        let total = rows.iter().fold(0_u64, |sum, row| sum.saturating_add(row.clicks));
        let mut remarks = vec![Remark::found(
            columns.line,
            format!("pages: {}, {}: {}", grouped(rows.len() as u64), columns.counted, grouped(total)),
        )];
        remarks.extend(self.unclear);
        if self.summed > 0 {
            let text = format!("rows for the same page as another row, added to it: {}", self.summed);
            remarks.push(Remark { tone: Tone::Found, line: None, text });
        }
        if self.omitted > 0 {
            let text = format!("more rows without an address or a number of clicks: {}", self.omitted);
            remarks.push(Remark { tone: Tone::Unclear, line: None, text });
        }
        Reading { value: Clicks { rows }, remarks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::grammar;

    fn summary(text: &str) -> Vec<String> {
        let rows = read(text, grammar()).unwrap().value.rows;
        rows.iter()
            .map(|row| {
                let unique = row.unique.map(|unique| format!("/{unique}")).unwrap_or_default();
                format!("{} {}{unique} {}", row.line, row.clicks, row.address)
            })
            .collect()
    }

    const REPORT: &str = "URL,Total Clicks,% of Total Clicks,Unique Clicks,% of Unique Clicks\n\
        https://example.org/hum?utm_source=mail&mc_cid=1,12,20%,9,18%\n\
        \"https://example.org/lamp,red?b=1\",\"1,234\",80%,1000,82%\n";

    #[test]
    fn the_most_clicked_comes_first_with_its_line() {
        assert_eq!(
            summary(REPORT),
            ["3 1234/1000 https://example.org/lamp,red?b=1", "2 12/9 https://example.org/hum"]
        );
    }

    #[test]
    fn columns_may_stand_in_any_order_and_be_parted_by_anything() {
        let same = [
            "Unique Clicks;Total Clicks;Link\n3;5;https://example.org/a\n",
            "sep=;\n\"Unique clicks\";\"Clicks\";\"Link URL\"\n3;5;https://example.org/a\n",
            "\u{feff}unique_clicks\tlink\tclicks\n3\thttps://example.org/a\t5\n",
            "Campaign: May\n\nurl,unique clicks,total clicks\nhttps://example.org/a,3,5\n",
            "URL,Total Clicks (all),Unique Clicks\nhttps://example.org/a,5 (40%),3 (30%)\n",
            "URL,Clicks,Unique\n\"=HYPERLINK(\"\"https://example.org/a\"\",\"\"a\"\")\",5.0,3\n",
            "URL,Clicks,Unique\r\n<https://example.org/a>,5,3\r\nTotal,5,3\r\n",
        ];
        for text in same {
            let rows = read(text, grammar()).unwrap_or_else(|refusal| panic!("{text}: {refusal}")).value.rows;
            let found: Vec<_> =
                rows.iter().map(|row| (row.address.as_str(), row.clicks, row.unique)).collect();
            assert_eq!(found, [("https://example.org/a", 5, Some(3))], "{text}");
        }
    }

    #[test]
    fn variants_of_one_page_are_summed() {
        let text = "URL,Clicks\nhttp://www.example.org/a/?fbclid=1,5\nhttps://example.org/a?utm_medium=x,7\nhttps://example.org/a#b,1\n";
        assert_eq!(summary(text), ["3 12 https://example.org/a", "4 1 https://example.org/a#b"]);
    }

    #[test]
    fn ties_and_near_ties_are_distinguished() {
        let text = "URL,Clicks\nhttps://x.org/unsubscribe,900\nhttps://x.org/a,100\nhttps://x.org/b,100\nhttps://x.org/c,95\nhttps://x.org/d,94\n";
        let clicks = read(text, grammar()).unwrap().value;
        let ranked = clicks.ranked(|address| !address.contains("unsubscribe"));
        let names = |rows: &[&Click]| rows.iter().map(|row| row.address.clone()).collect::<Vec<_>>();
        assert_eq!(names(&ranked.first), ["https://x.org/a", "https://x.org/b"]);
        assert_eq!(names(&ranked.near), ["https://x.org/c"]);
        assert_eq!(clicks.ranked(|_| false), Ranked::default());
    }

    #[test]
    fn rows_without_an_address_are_reported_with_their_line() {
        let text = "URL,Clicks\nhttps://example.org/a,5\n*|UNSUB|*,9\nhttps://example.org/b,many\nhttps://example.org/c\n\"https://example.org/d,4\nhttps://example.org/e,4\n";
        let reading = read(text, grammar()).unwrap();
        assert_eq!(reading.value.rows.len(), 1);
        let lines: Vec<_> = reading.remarks.iter().map(|remark| remark.line).collect();
        assert_eq!(lines, [Some(1), Some(3), Some(4), Some(5), Some(6)]);
    }

    #[test]
    fn what_is_no_report_is_refused() {
        assert_eq!(read("", grammar()).unwrap_err(), Refusal::Empty);
        assert_eq!(read("URL,Clicks\n", grammar()).unwrap_err(), Refusal::Nothing(Kind::Clicks));
        assert_eq!(
            read("Name,Mail\nAda,a@example.org\n", grammar()).unwrap_err(),
            Refusal::Nothing(Kind::Clicks)
        );
        assert_eq!(read("<html><body>Log in", grammar()).unwrap_err(), Refusal::WebPage(Kind::Clicks));
        let notes = Refusal::LooksLike { wanted: Kind::Clicks, found: Kind::Events };
        assert_eq!(read("BEGIN:VCALENDAR\nEND:VCALENDAR\n", grammar()).unwrap_err(), notes);
    }
}
