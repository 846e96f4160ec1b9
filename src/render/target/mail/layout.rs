//! What is around the body of a mail: the built-in layout of one column, or the newsletter's own template.

use super::styles::{
    AROUND, DARK_AROUND, DARK_CODE_GROUND, DARK_GROUND, DARK_LINK, DARK_TEXT, GROUND, LINK, PADDING, TEXT,
    WIDTH,
};
use super::template::{MailTemplate, TemplateError};
use crate::render::html::{escape_attribute, escape_text};

/// The HTML before and after the body.
#[derive(Debug)]
pub(super) struct Frame {
    pub before: String,
    pub after: String,
}

pub(super) fn frame(
    template: Option<&MailTemplate>,
    subject: &str,
    preheader: &str,
    language: &str,
) -> Result<Frame, TemplateError> {
    match template {
        Some(template) => own(template.html()?, subject, preheader),
        None => Ok(built_in(subject, preheader, language)),
    }
}

/// The newsletter's own template. Its places are `{{ body }}`, `{{ title }}` and `{{ preheader }}`, with or without spaces.
fn own(template: &str, subject: &str, preheader: &str) -> Result<Frame, TemplateError> {
    let (mut before, mut out) = (None, String::new());
    let mut rest = template;
    while let Some(at) = rest.find("{{") {
        let inner = &rest[at + 2..];
        let place = inner.find("}}").map(|end| (inner[..end].trim(), &inner[end + 2..]));
        let value = match place {
            Some(("body", _)) => {
                out.push_str(&rest[..at]);
                if before.replace(std::mem::take(&mut out)).is_some() {
                    return Err(TemplateError::TwoBodies);
                }
                ""
            }
            Some(("title", _)) => {
                out.push_str(&rest[..at]);
                subject
            }
            Some(("preheader", _)) => {
                out.push_str(&rest[..at]);
                preheader
            }
            // Another program's place, such as that of the service.
            _ => {
                out.push_str(&rest[..at + 2]);
                rest = inner;
                continue;
            }
        };
        escape_attribute(value, &mut out);
        rest = place.map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    before.map(|before| Frame { before, after: out }).ok_or(TemplateError::NoBody)
}

/// The characters of a preheader, with filling after it. Without the filling, inboxes show the beginning of the body as
/// well.
const PREHEADER: usize = 100;

fn built_in(subject: &str, preheader: &str, language: &str) -> Frame {
    let mut title = String::new();
    escape_text(subject, &mut title);
    let mut lang = String::new();
    escape_attribute(language, &mut lang);
    let mut inbox = String::new();
    if !preheader.is_empty() {
        inbox.push_str("<div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\">");
        escape_text(preheader, &mut inbox);
        inbox.push_str(&"\u{34f} ".repeat(PREHEADER.saturating_sub(preheader.chars().count())));
        inbox.push_str("</div>\n");
    }
    let table = "<table role=\"presentation\" border=\"0\" cellpadding=\"0\" cellspacing=\"0\"";
    let before = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n:root {{ color-scheme: light dark; supported-color-schemes: light dark }}\n\
         a {{ color: {LINK} }}\n\
         @media (prefers-color-scheme: dark) {{\n.around {{ background-color: {DARK_AROUND} !important }}\n\
         .column {{ background-color: {DARK_GROUND} !important; color: {DARK_TEXT} !important }}\n\
         pre {{ background-color: {DARK_CODE_GROUND} !important }}\na {{ color: {DARK_LINK} }}\n}}\n</style>\n</head>\n\
         <body class=\"around\" style=\"margin:0;padding:0;background-color:{AROUND}\">\n{inbox}\
         {table} class=\"around\" width=\"100%\" bgcolor=\"{AROUND}\"><tr><td align=\"center\">\n\
         <!--[if mso]>{table} width=\"{WIDTH}\"><tr><td><![endif]-->\n\
         {table} width=\"100%\" style=\"max-width:{WIDTH}px\"><tr>\
         <td class=\"column\" align=\"left\" bgcolor=\"{GROUND}\" style=\"padding:8px {PADDING}px 24px;background-color:{GROUND};color:{TEXT};\
         font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;word-wrap:break-word\">\n"
    );
    let after = "</td></tr></table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n";
    Frame { before, after: after.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_has_places_for_the_issue_and_its_title() {
        let template =
            "<title>{{title}}</title>{{ preheader }}<td>{{ body }}</td><a href=\"{{ unsubscribe }}\">x</a>";
        let frame = own(template, "A & B", "It \"hums\"").unwrap();
        assert_eq!(frame.before, "<title>A &amp; B</title>It &quot;hums&quot;<td>");
        assert_eq!(frame.after, "</td><a href=\"{{ unsubscribe }}\">x</a>");
        assert_eq!(own("<p>{{ title }}", "", "").unwrap_err(), TemplateError::NoBody);
        assert_eq!(own("{{ body }}{{body}}", "", "").unwrap_err(), TemplateError::TwoBodies);
        assert_eq!(own("{{ body }} {{", "", "").unwrap().after, " {{");
    }

    #[test]
    fn a_short_preheader_keeps_the_body_out_of_the_inbox() {
        let html = built_in("A", "It <hums>", "en").before;
        let (_, rest) = html.split_once("mso-hide:all\">").unwrap();
        let (inbox, _) = rest.split_once("</div>").unwrap();
        assert!(inbox.starts_with("It &lt;hums&gt;\u{34f} \u{34f} "), "{inbox}");
        assert_eq!(inbox.matches('\u{34f}').count(), 91);
        assert!(!built_in("A", "", "en").before.contains("mso-hide"));
    }
}
