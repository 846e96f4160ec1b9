use std::collections::BTreeMap;

use serde_yaml::Value;

/// What a page needs of its site. All of it is read by the caller.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The configuration: `_config.yml` of Jekyll.
    pub config: Value,
    /// Files of `_includes`, by their path in it.
    pub includes: BTreeMap<String, String>,
    /// Files of `_layouts`, by their name without extension.
    pub layouts: BTreeMap<String, String>,
    /// The address of each post that the text names, without `baseurl`, by its name such as `2026-06-01-lamps`.
    pub posts: BTreeMap<String, String>,
    /// The address of each other file that the text links to, without `baseurl`, by its path.
    pub files: BTreeMap<String, String>,
    /// The address of the page itself, without `baseurl`.
    pub page_url: Option<String>,
}

impl Site {
    fn text(&self, key: &str) -> &str {
        self.config.get(key).and_then(Value::as_str).unwrap_or("")
    }

    /// An address with `baseurl` before it, as Jekyll's `relative_url` makes it.
    pub fn relative(&self, address: &str) -> String {
        if is_absolute(address) {
            return address.to_owned();
        }
        let base = self.text("baseurl").trim_end_matches('/');
        let parts = [base, address].into_iter().filter(|part| !part.is_empty());
        normalized(&parts.map(with_slash).collect::<String>())
    }

    /// An address with `url` and `baseurl` before it, as Jekyll's `absolute_url` makes it.
    pub fn absolute(&self, address: &str) -> String {
        if is_absolute(address) {
            return address.to_owned();
        }
        format!("{}{}", self.text("url"), self.relative(address))
    }
}

fn with_slash(part: &str) -> String {
    if part.starts_with('/') { part.to_owned() } else { format!("/{part}") }
}

fn is_absolute(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    })
}

/// Encodes what an address can't contain.
fn normalized(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for c in address.chars() {
        let is_plain =
            c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
        match is_plain {
            true => encoded.push(c),
            false => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    encoded.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
    encoded
}

/// The address of a Jekyll post: `permalink` of the configuration, applied to its date and name.
pub fn post_address(config: &Value, name: &str, categories: &[String], extension: &str) -> Option<String> {
    let mut parts = name.splitn(4, '-');
    let (year, month, day, slug) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if ![year, month, day].into_iter().all(is_number) {
        return None;
    }
    let pattern = match config.get("permalink").and_then(Value::as_str).unwrap_or("date") {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" | "weekdate" => return None,
        "none" => "/:categories/:title:output_ext",
        own => own,
    };
    let short_year = year.get(year.len().saturating_sub(2)..).unwrap_or(year);
    let categories = categories.join("/");
    let mut address = pattern.to_owned();
    for (key, value) in [
        (":categories", categories.as_str()),
        (":short_year", short_year),
        (":i_month", month.trim_start_matches('0')),
        (":i_day", day.trim_start_matches('0')),
        (":output_ext", extension),
        (":year", year),
        (":month", month),
        (":title", slug),
        (":slug", slug),
        (":day", day),
    ] {
        address = address.replace(key, value);
    }
    while address.contains("//") {
        address = address.replace("//", "/");
    }
    (!address.contains(':')).then(|| normalized(&with_slash(&address)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let config = serde_yaml::from_str("url: https://a.example\nbaseurl: /news\n").unwrap();
        Site { config, ..Site::default() }
    }

    #[test]
    fn addresses_get_the_base_of_the_site() {
        assert_eq!(site().absolute("/assets/a b.png"), "https://a.example/news/assets/a%20b.png");
        assert_eq!(site().relative("assets/a.png"), "/news/assets/a.png");
        assert_eq!(site().absolute("https://b.example/x"), "https://b.example/x");
        assert_eq!(Site::default().absolute("/a.png"), "/a.png");
    }

    #[test]
    fn posts_have_the_address_of_the_permalink() {
        let config = |yaml: &str| serde_yaml::from_str(yaml).unwrap();
        let address =
            |yaml: &str| post_address(&config(yaml), "2026-06-01-two-lamps", &["news".to_owned()], ".html");
        assert_eq!(address("{}").unwrap(), "/news/2026/06/01/two-lamps.html");
        assert_eq!(address("permalink: pretty").unwrap(), "/news/2026/06/01/two-lamps/");
        assert_eq!(address("permalink: /:year-:i_month/:title").unwrap(), "/2026-6/two-lamps");
        assert_eq!(address("permalink: /:collection/:title"), None);
    }
}
