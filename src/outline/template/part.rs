use jiff::civil::Date;

/// A piece of a text that is the same in every issue, or that an issue's date or number fills.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::outline) enum Part {
    Text(String),
    /// `2026-06-01`
    Date,
    Year,
    /// `26`
    ShortYear,
    /// The year that the ISO week belongs to.
    WeekYear,
    /// `06`
    Month,
    /// `6`
    BareMonth,
    /// `June`
    MonthName,
    /// `Jun`
    ShortMonthName,
    /// `01`
    Day,
    /// `1`
    BareDay,
    /// `23`, by ISO 8601, two digits.
    Week,
    BareWeek,
    /// With zeros up to a width.
    Number {
        width: usize,
    },
}

/// The values of a new issue, as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::outline) struct Values {
    pub date: Option<Date>,
    pub number: Option<u32>,
}

impl Part {
    fn write(&self, values: Values, out: &mut String) -> Option<()> {
        let formatted = |format: &str| Some(values.date?.strftime(format).to_string());
        let week = || Some(values.date?.iso_week_date());
        let text = match self {
            Part::Text(text) => text.clone(),
            Part::Date => values.date?.to_string(),
            Part::Year => formatted("%Y")?,
            Part::ShortYear => formatted("%y")?,
            Part::WeekYear => week()?.year().to_string(),
            Part::Month => formatted("%m")?,
            Part::BareMonth => values.date?.month().to_string(),
            Part::MonthName => formatted("%B")?,
            Part::ShortMonthName => formatted("%b")?,
            Part::Day => formatted("%d")?,
            Part::BareDay => values.date?.day().to_string(),
            Part::Week => format!("{:02}", week()?.week()),
            Part::BareWeek => week()?.week().to_string(),
            Part::Number { width } => format!("{:0width$}", values.number?),
        };
        out.push_str(&text);
        Some(())
    }

    /// Writes all parts. `None` if one needs a value that is unknown.
    pub fn write_all(parts: &[Part], values: Values) -> Option<String> {
        let mut out = String::new();
        parts.iter().try_for_each(|part| part.write(values, &mut out))?;
        Some(out)
    }
}
