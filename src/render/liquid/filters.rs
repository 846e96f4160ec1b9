use serde_yaml::Value;

use super::Site;
use super::condition::is_truthy;
use super::expression::text_of;
use crate::render::html::escape_attribute;

/// The result of a filter. `None` for one that is not known, or whose arguments are not.
pub(super) fn apply(name: &str, value: Value, arguments: &[Value], site: &Site) -> Option<Value> {
    let text = || text_of(&value);
    let argument = |n: usize| arguments.get(n).map(text_of);
    let result = match name {
        "absolute_url" => site.absolute(&text()).into(),
        "relative_url" => site.relative(&text()).into(),
        "escape" | "xml_escape" => {
            let mut html = String::new();
            escape_attribute(&text(), &mut html);
            html.replace('\'', "&#39;").into()
        }
        "upcase" => text().to_uppercase().into(),
        "downcase" => text().to_lowercase().into(),
        "capitalize" => {
            let text = text().to_lowercase();
            let mut chars = text.chars();
            let first: String = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            format!("{first}{}", chars.as_str()).into()
        }
        "strip" => text().trim().into(),
        "lstrip" => text().trim_start().into(),
        "rstrip" => text().trim_end().into(),
        "strip_newlines" => text().replace(['\r', '\n'], "").into(),
        "append" => format!("{}{}", text(), argument(0)?).into(),
        "prepend" => format!("{}{}", argument(0)?, text()).into(),
        "replace" => text().replace(&argument(0)?, &argument(1)?).into(),
        "replace_first" => text().replacen(&argument(0)?, &argument(1)?, 1).into(),
        "remove" => text().replace(&argument(0)?, "").into(),
        "default" => {
            let is_empty = matches!(&value, Value::String(text) if text.is_empty())
                || matches!(&value, Value::Sequence(list) if list.is_empty());
            if is_truthy(&value) && !is_empty { value } else { arguments.first()?.clone() }
        }
        "split" => text().split(&argument(0)?).map(Value::from).collect::<Vec<_>>().into(),
        "join" => {
            let separator = argument(0).unwrap_or_else(|| " ".to_owned());
            let parts: Vec<String> = value.as_sequence()?.iter().map(text_of).collect();
            parts.join(&separator).into()
        }
        "first" => value.as_sequence()?.first().cloned().unwrap_or(Value::Null),
        "last" => value.as_sequence()?.last().cloned().unwrap_or(Value::Null),
        "size" => size(&value),
        "slugify" => slug::slugify(text()).into(),
        "uri_escape" | "cgi_escape" | "url_encode"
            if text().bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            value
        }
        "date" => date(&text(), &argument(0)?)?.into(),
        "date_to_string" => date(&text(), "%d %b %Y")?.into(),
        "date_to_long_string" => date(&text(), "%d %B %Y")?.into(),
        _ => return None,
    };
    Some(result)
}

pub(super) fn size(value: &Value) -> Value {
    let size = match value {
        Value::String(text) => text.chars().count(),
        Value::Sequence(list) => list.len(),
        Value::Mapping(map) => map.len(),
        _ => 0,
    };
    u64::try_from(size).unwrap_or(u64::MAX).into()
}

/// A date in another format. Of a time, only what a day has can be shown.
fn date(text: &str, format: &str) -> Option<String> {
    let day = text.trim().get(..10)?;
    let date: jiff::civil::Date = day.parse().ok()?;
    let of_times = ["%H", "%M", "%S", "%I", "%p", "%Z", "%z", "%s", "%T", "%R", "%c", "%X"];
    if text.trim().len() == 10 || !of_times.iter().any(|part| format.contains(part)) {
        return jiff::fmt::strtime::format(format, date.at(0, 0, 0, 0)).ok();
    }
    None
}
