use serde_yaml::Value;

use super::{Scope, filters};

/// What only the generator knows: pages, posts and data of the whole site.
const OF_THE_WHOLE_SITE: [&str; 13] = [
    "posts",
    "pages",
    "related_posts",
    "static_files",
    "html_pages",
    "html_files",
    "collections",
    "data",
    "documents",
    "categories",
    "tags",
    "time",
    "github",
];

/// Values of a page that the generator computes.
const OF_THE_PAGE: [&str; 8] =
    ["content", "excerpt", "next", "previous", "id", "path", "relative_path", "url"];

const OF_LOOPS: [&str; 3] = ["forloop", "tablerowloop", "paginator"];

/// The value of `value | filter: argument | …`. `None` if it is not understood.
pub(super) fn value_of(expression: &str, scope: &Scope<'_>) -> Option<Value> {
    let mut words = Words::new(expression);
    let mut value = match words.operand(scope) {
        Some(value) => value,
        // `{{ x | default: "y" }}` may have a value that is not known here, but an empty output has none.
        None => return expression.trim().is_empty().then_some(Value::Null),
    };
    loop {
        words.skip_space();
        if words.rest.is_empty() {
            return Some(value);
        }
        words.rest = words.rest.strip_prefix('|')?;
        let (name, arguments) = words.filter(scope)?;
        value = filters::apply(name, value, &arguments, scope.site)?;
    }
}

/// The text that an output shows.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(is_true) => is_true.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Sequence(list) => list.iter().map(text_of).collect(),
        Value::Mapping(_) | Value::Tagged(_) => String::new(),
    }
}

/// The rest of an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'t> {
    pub rest: &'t str,
}

impl<'t> Words<'t> {
    pub fn new(rest: &'t str) -> Self {
        Self { rest }
    }

    pub fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn name(&mut self) -> Option<&'t str> {
        self.skip_space();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '?');
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then_some(name)
    }

    /// A text in quotes, a number, a literal, or a variable.
    pub fn operand(&mut self, scope: &Scope<'_>) -> Option<Value> {
        self.skip_space();
        let first = self.rest.chars().next()?;
        if matches!(first, '"' | '\'') {
            let (text, rest) = self.rest[1..].split_once(first)?;
            self.rest = rest;
            return Some(text.into());
        }
        if first.is_ascii_digit() || first == '-' {
            let end = self.rest[1..]
                .find(|c: char| !(c.is_ascii_digit() || c == '.'))
                .map_or(self.rest.len(), |at| at + 1);
            let (number, rest) = self.rest.split_at(end);
            self.rest = rest;
            return serde_yaml::from_str(number).ok();
        }
        let name = self.name()?;
        match name {
            "true" => Some(true.into()),
            "false" => Some(false.into()),
            "nil" | "null" | "blank" | "empty" => Some(Value::Null),
            _ => self.variable(name, scope),
        }
    }

    /// The value of a variable. `None` if only the generator knows it.
    fn variable(&mut self, name: &str, scope: &Scope<'_>) -> Option<Value> {
        let mut keys: Vec<String> = Vec::new();
        loop {
            if let Some(rest) = self.rest.strip_prefix('.') {
                self.rest = rest;
                keys.push(self.name()?.to_owned());
            } else if let Some(rest) = self.rest.strip_prefix('[') {
                self.rest = rest;
                keys.push(text_of(&self.operand(scope)?));
                self.skip_space();
                self.rest = self.rest.strip_prefix(']')?;
            } else {
                break;
            }
        }
        let first = keys.first().map_or("", String::as_str);
        let root = match name {
            "site" if OF_THE_WHOLE_SITE.contains(&first) && scope.site.config.get(first).is_none() => {
                return None;
            }
            "site" => &scope.site.config,
            "page" if OF_THE_PAGE.contains(&first) && scope.page.get(first).is_none() => return None,
            "page" => scope.page,
            "include" => &scope.include,
            "content" if scope.content.is_some() => return scope.content.map(Value::from),
            name if OF_LOOPS.contains(&name) => return None,
            name => scope.assigned.get(name).unwrap_or(&Value::Null),
        };
        let value = keys.iter().try_fold(root, |value, key| value.get(key.as_str()));
        Some(match (value, keys.last().map(String::as_str)) {
            (Some(value), _) => value.clone(),
            (None, Some("size")) => filters::size(
                keys[..keys.len() - 1].iter().try_fold(root, |value, key| value.get(key.as_str()))?,
            ),
            (None, _) => Value::Null,
        })
    }

    /// A filter's name and its arguments.
    fn filter(&mut self, scope: &Scope<'_>) -> Option<(&'t str, Vec<Value>)> {
        let name = self.name()?;
        self.skip_space();
        let mut arguments = Vec::new();
        if let Some(rest) = self.rest.strip_prefix(':') {
            self.rest = rest;
            loop {
                arguments.push(self.operand(scope)?);
                self.skip_space();
                match self.rest.strip_prefix(',') {
                    Some(rest) => self.rest = rest,
                    None => break,
                }
            }
        }
        Some((name, arguments))
    }

    /// A parameter of an include: `name=value`. Its value is `None` if it is not understood.
    pub fn parameter(&mut self, scope: &Scope<'_>) -> Option<(&'t str, Option<Value>)> {
        let name = self.name()?;
        self.skip_space();
        self.rest = self.rest.strip_prefix('=')?;
        Some((name, self.operand(scope)))
    }
}
