use jiff::civil::Date;

use crate::lint::images::file_name;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{Severity, local_path};
use crate::profile::{Images, parse_day};

pub(super) struct ForeignImage;

const META: Meta = Meta {
    name: "foreign-image",
    severity: Severity::Warning,
    summary: "An image is in another issue's folder, or its name has another issue's date.",
    why: "Old folders are cleaned up, and then the image is missing from the archive; or last week's image is published again.",
    bad: issue!("![A lamp](../assets/20260601/20260601lamp.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for ForeignImage {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["files.assets", "images.standing"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(pattern) = &context.profile.files.assets else { return };
        let Some(date) = context.issue.date() else {
            return;
        };
        let own = pattern.for_date(date);
        let folder = own.rsplit('/').next().unwrap_or("");
        for image in context.images() {
            let Some(path) = local_path(context.draft.slice(image.dest)) else { continue };
            if let Some(other) = context.folder_date(&image).filter(|other| *other != date) {
                found.push(
                    self.problem(image.dest, format!("this image is in the folder of {other}"))
                        .help(format!("copy it into {own}, and use {folder} here")),
                );
                continue;
            }
            let name = file_name(path);
            if let Some(other) = named_day(name, date, &context.profile.images)
                && !context.profile.images.is_standing(name)
                && !context.profile.is_image_placeholder(path)
            {
                found.push(
                    self.problem(image.dest, format!("{name} is named after the issue of {other}"))
                        .help("show this issue's image, or name the file after this issue"),
                );
            }
        }
    }
}

/// Returns the date of another issue at the beginning of a file name, as `{yyyymmdd}` or `yymmdd`. Issues
/// are whole weeks apart, so any other date is that of a photograph, or not a date.
fn named_day(name: &str, issue: Date, images: &Images) -> Option<Date> {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &name[digits..];
    // `20260525_183022.jpg` is a camera's file name.
    if rest.len() > 6 && rest.starts_with(['_', '-']) && rest[1..].bytes().take(6).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let days = |day: Date| issue.since(day).map_or(0, |span| span.get_days());
    let day = match digits {
        8 => images.name.as_ref()?.date_of(name)?,
        6 => parse_day(&format!("20{}", &name[..6])).filter(|day| days(*day).abs() < 366)?,
        _ => return None,
    };
    (days(day) != 0 && days(day) % 7 == 0).then_some(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::named_day;
    use crate::profile::built_in;

    #[test]
    fn another_issue_s_date_is_distinguished_from_a_photograph_s() {
        let images = built_in("circuitpython").unwrap().images;
        let last_week = Some(date(2026, 6, 1));
        for (name, day) in [
            ("20260601lamp.jpg", last_week),
            ("20260601-lamp.jpg", last_week),
            ("20260601.jpg", last_week),
            ("260601lamp.jpg", last_week),
            ("20260608lamp.jpg", None),
            ("260608lamp.jpg", None),
            ("lamp.jpg", None),
            ("20260601_183022.jpg", None),
            ("20260603lamp.jpg", None),
            ("202606011.jpg", None),
            ("160606lamp.jpg", None),
            ("123456.jpg", None),
            ("20261301lamp.jpg", None),
        ] {
            assert_eq!(named_day(name, date(2026, 6, 8), &images), day, "{name}");
        }
    }
}
