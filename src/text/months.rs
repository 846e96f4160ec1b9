/// The English names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The index of the month whose first three letters a word begins with, in any case: 8 for `Sept`. The rest of the
/// word may be anything.
pub fn month_begun_by(word: &str) -> Option<usize> {
    let start = word.get(..3)?;
    MONTHS.iter().position(|month| month[..3].eq_ignore_ascii_case(start))
}
