use super::Parser;
use crate::render::python_markdown::element::Id;
use crate::render::python_markdown::text::{Text, line_end};

/// True for a border at the ends of the first row.
#[derive(Clone, Copy, Default)]
struct Border {
    left: bool,
    right: bool,
}

impl Border {
    fn any(self) -> bool {
        self.left || self.right
    }
}

impl Parser<'_> {
    /// A table (`TableProcessor`).
    pub(super) fn table(&mut self, parent: Id, block: &Text) -> bool {
        let Some((separator, border)) = table_head(block) else { return false };
        let align: Vec<Option<&str>> = separator
            .iter()
            .map(|cell| {
                match (cell.trim_matches(' ').starts_with(':'), cell.trim_matches(' ').ends_with(':')) {
                    (true, true) => Some("center"),
                    (true, false) => Some("left"),
                    (false, true) => Some("right"),
                    (false, false) => None,
                }
            })
            .collect();
        let source = block.source();
        let table = self.page.elements.add_child_at(parent, "table", source);
        let head = self.page.elements.add_child(table, "thead");
        let mut rows = block.split_lines();
        if let Some(header) = rows.next() {
            self.row(&header, head, "th", &align, border);
        }
        let body = self.page.elements.add_child(table, "tbody");
        let rows: Vec<Text> = rows.skip(1).collect();
        if rows.is_empty() {
            let row = self.page.elements.add_child(body, "tr");
            for _ in &align {
                self.page.elements.add_child(row, "td");
            }
        }
        for row in rows {
            self.row(&row, body, "td", &align, border);
        }
        true
    }

    fn row(&mut self, row: &Text, parent: Id, tag: &'static str, align: &[Option<&str>], border: Border) {
        let element = self.page.elements.add_child_at(parent, "tr", row.trimmed().source());
        let mut cells = split_row(&row.without(' '), border).into_iter();
        for align in align {
            let cell = self.page.elements.add_child(element, tag);
            if let Some(text) = cells.next() {
                let text = text.without(' ');
                self.page.elements[cell].span = Some(text.source());
                self.page.elements[cell].text = text;
            }
            if let Some(align) = align {
                self.page.elements[cell].set("style", format!("text-align: {align};"));
            }
        }
    }
}

/// The cells of the line below the head, if the block is a table.
fn table_head(block: &Text) -> Option<(Vec<Text>, Border)> {
    let first_end = line_end(block, 0);
    if first_end == block.len() {
        return None;
    }
    let header = block.until(first_end).without(' ');
    // Most blocks are no tables.
    let second = block.slice(first_end + 1..line_end(block, first_end + 1)).without(' ');
    if !second.bytes().all(|byte| matches!(byte, b'|' | b':' | b'-' | b' ')) {
        return None;
    }
    let border = Border { left: header.starts_with('|'), right: end_border(&header).is_some() };
    let cells = split_row(&header, border).len();
    if cells == 1 {
        // Each row of a table with a single column has a bar.
        let has_bar = |row: &str| {
            let row = row.trim_matches(' ');
            row.starts_with('|') || end_border(row).is_some()
        };
        let is_column = border.any() && block[first_end + 1..].split('\n').all(has_bar);
        if !is_column {
            return None;
        }
    }
    let separator = split_row(&second, border);
    (separator.len() == cells).then_some((separator, border))
}

/// The start of a bar at the end of a row that no backslash escapes.
fn end_border(row: &str) -> Option<usize> {
    let inner = row.strip_suffix('|')?;
    let text = inner.trim_end_matches('\\');
    let backslashes = inner.len() - text.len();
    // All pairs of backslashes before the bar go with it.
    (backslashes % 2 == 0).then_some(text.len())
}

fn split_row(row: &Text, border: Border) -> Vec<Text> {
    let mut row = row.clone();
    if border.any() {
        if row.starts_with('|') {
            row = row.from(1);
        }
        if let Some(end) = end_border(&row) {
            row = row.until(end);
        }
    }
    split_cells(&row)
}

/// Splits a row at bars that are neither escaped nor in code.
fn split_cells(row: &Text) -> Vec<Text> {
    let bytes = row.as_bytes();
    let (mut bars, mut ticks) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < bytes.len() {
        let ticks_at = |start: usize| bytes[start..].iter().take_while(|byte| **byte == b'`').count();
        match (bytes[at], bytes.get(at + 1)) {
            (b'\\', Some(b'\\' | b'|')) => at += 2,
            (b'\\', Some(b'`')) => {
                let length = ticks_at(at + 1);
                ticks.push(Ticks { start: at, end: at + length, length, escaped: 1 });
                at += 1 + length;
            }
            (b'`', _) => {
                let length = ticks_at(at);
                ticks.push(Ticks { start: at, end: at + length - 1, length, escaped: 0 });
                at += length;
            }
            (byte, _) => {
                if byte == b'|' {
                    bars.push(at);
                }
                at += 1;
            }
        }
    }
    let code = code_regions(&ticks);
    let is_in_code = |bar: usize| {
        let after = code.partition_point(|(start, _)| *start <= bar);
        after.checked_sub(1).is_some_and(|index| code[index].1 >= bar)
    };
    let mut cells = Vec::new();
    let mut start = 0;
    for bar in bars {
        if !is_in_code(bar) {
            cells.push(row.slice(start..bar));
            start = bar + 1;
        }
    }
    cells.push(row.from(start));
    cells
}

struct Ticks {
    start: usize,
    end: usize,
    length: usize,
    escaped: usize,
}

fn code_regions(ticks: &[Ticks]) -> Vec<(usize, usize)> {
    let mut places: std::collections::HashMap<usize, Vec<usize>> = std::collections::HashMap::new();
    for (index, ticks) in ticks.iter().enumerate() {
        places.entry(ticks.length).or_default().push(index);
    }
    let mut regions = Vec::new();
    let mut at = 0;
    while at < ticks.len() {
        let length = ticks[at].length - ticks[at].escaped;
        let close =
            places.get(&length).and_then(|places| places.get(places.partition_point(|place| *place <= at)));
        match close.filter(|_| length > 0) {
            Some(close) => {
                regions.push((ticks[at].start, ticks[*close].end));
                at = *close + 1;
            }
            None => at += 1,
        }
    }
    regions
}
