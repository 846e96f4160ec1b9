use super::expression::{Words, text_of, value_of};
use super::{MAX_DEPTH, Output, Scope, condition, replaced};
use crate::render::html::escape_text;
use crate::text::Span;
use serde_yaml::{Mapping, Value};

/// A tag or an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tag<'t> {
    /// With the braces, and the white space that `{%-` and `-%}` remove.
    span: Span,
    /// True for `{{ … }}`.
    is_output: bool,
    inner: &'t str,
}

impl<'t> Tag<'t> {
    /// The name of the tag and what follows it.
    fn parts(&self) -> (&'t str, &'t str) {
        let end = self.inner.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(self.inner.len());
        (&self.inner[..end], self.inner[end..].trim())
    }
}

/// The next tag in a part of a text.
fn next_tag(text: &str, part: Span) -> Option<Tag<'_>> {
    let mut from = part.start;
    loop {
        let start = from + text.get(from..part.end)?.find('{')?;
        let (close, is_output) = match text.as_bytes().get(start + 1) {
            Some(b'{') => ("}}", true),
            Some(b'%') => ("%}", false),
            _ => {
                from = start + 1;
                continue;
            }
        };
        let Some(len) = text[start + 2..part.end].find(close) else {
            from = start + 2;
            continue;
        };
        let mut span = Span::new(start, start + 2 + len + 2);
        let mut inner = &text[start + 2..start + 2 + len];
        if let Some(rest) = inner.strip_prefix('-') {
            inner = rest;
            span.start = part.start + text[part.start..start].trim_end().len();
        }
        if let Some(rest) = inner.strip_suffix('-') {
            inner = rest;
            let after = &text[span.end..part.end];
            span.end += after.len() - after.trim_start().len();
        }
        return Some(Tag { span, is_output, inner: inner.trim() });
    }
}

/// Tags that have an end tag.
const BLOCKS: [&str; 10] =
    ["if", "unless", "case", "for", "tablerow", "capture", "comment", "raw", "highlight", "ifchanged"];

/// The end tag of a block, and the tags of the same level that divide it.
fn block_end<'t>(text: &'t str, part: Span, name: &str) -> Option<(Tag<'t>, Vec<Tag<'t>>)> {
    let mut open: Vec<&str> = vec![name];
    let mut dividers = Vec::new();
    let mut at = part.start;
    while let Some(tag) = next_tag(text, Span::new(at, part.end)) {
        at = tag.span.end;
        let own = tag.parts().0;
        let is_verbatim = open.last().is_some_and(|last| matches!(*last, "raw" | "comment" | "highlight"));
        if tag.is_output {
            continue;
        }
        if own.strip_prefix("end").is_some_and(|ended| open.last() == Some(&ended)) {
            open.pop();
            if open.is_empty() {
                return Some((tag, dividers));
            }
        } else if !is_verbatim && BLOCKS.contains(&own) {
            open.push(own);
        } else if open.len() == 1 && matches!(own, "else" | "elsif") {
            dividers.push(tag);
        }
    }
    None
}

/// Replaces the tags in a part of a text.
pub(super) fn evaluate(text: &str, part: Span, scope: &mut Scope<'_>, output: &mut Output) {
    let mut at = part.start;
    while let Some(tag) = next_tag(text, Span::new(at, part.end)) {
        let rest = Span::new(tag.span.end, part.end);
        at = if tag.is_output {
            match value_of(tag.inner, scope) {
                Some(value) => output.replace(tag.span, text_of(&value)),
                None => output.leave(tag.span, text),
            }
            tag.span.end
        } else if BLOCKS.contains(&tag.parts().0) {
            block(text, tag, rest, scope, output)
        } else {
            match simple(tag, scope, output) {
                Some(replacement) => output.replace(tag.span, replacement),
                None => output.leave(tag.span, text),
            }
            tag.span.end
        };
    }
}

/// Replaces a tag that has an end tag. Returns where the text goes on.
fn block(text: &str, tag: Tag<'_>, rest: Span, scope: &mut Scope<'_>, output: &mut Output) -> usize {
    let (name, words) = tag.parts();
    let Some((end, dividers)) = block_end(text, rest, name) else {
        output.leave(tag.span, text);
        return tag.span.end;
    };
    let inner = Span::new(tag.span.end, end.span.start);
    match name {
        "comment" => output.replace(Span::new(tag.span.start, end.span.end), ""),
        "raw" => {
            output.replace(tag.span, "");
            output.replace(end.span, "");
        }
        "highlight" => {
            let html = highlighted(inner.of(text), words);
            output.replace(Span::new(tag.span.start, end.span.end), html);
        }
        "if" | "unless" => match chosen(name, words, inner, &dividers, scope) {
            Some(branch) => {
                output.replace(Span::new(tag.span.start, branch.start), "");
                evaluate(text, branch, scope, output);
                output.replace(Span::new(branch.end, end.span.end), "");
            }
            None => output.leave(tag.span, text),
        },
        _ => output.leave(tag.span, text),
    }
    end.span.end
}

/// The branch of an `if` whose condition is true; an empty one if no condition is true. `None` if a condition is not
/// understood.
fn chosen(name: &str, words: &str, inner: Span, dividers: &[Tag<'_>], scope: &Scope<'_>) -> Option<Span> {
    let mut is_true = condition::holds(words, scope)? != (name == "unless");
    let mut start = inner.start;
    for divider in dividers {
        if is_true {
            return Some(Span::new(start, divider.span.start));
        }
        let (own, words) = divider.parts();
        is_true = own == "else" || condition::holds(words, scope)?;
        start = divider.span.end;
    }
    Some(if is_true { Span::new(start, inner.end) } else { Span::at(inner.end) })
}

fn highlighted(code: &str, words: &str) -> String {
    let language = words.split_whitespace().next().unwrap_or("");
    let mut html = format!(
        "<figure class=\"highlight\"><pre><code class=\"language-{language}\" data-lang=\"{language}\">"
    );
    escape_text(code.trim_matches(['\n', '\r']), &mut html);
    html.push_str("</code></pre></figure>");
    html
}

/// The text in place of a tag without an end tag. `None` if it is not understood.
fn simple(tag: Tag<'_>, scope: &mut Scope<'_>, output: &mut Output) -> Option<String> {
    let (name, words) = tag.parts();
    match name {
        "assign" => {
            let (variable, expression) = words.split_once('=')?;
            let value = value_of(expression.trim(), scope)?;
            scope.assigned.insert(variable.trim().to_owned(), value);
            Some(String::new())
        }
        "post_url" => {
            let name = words.trim_start_matches('/');
            scope.site.posts.get(name).map(|address| scope.site.relative(address))
        }
        "link" => {
            scope.site.files.get(words.trim_start_matches('/')).map(|address| scope.site.relative(address))
        }
        "include" => include(words, scope, output, tag.span),
        _ => None,
    }
}

fn include(words: &str, scope: &Scope<'_>, output: &mut Output, span: Span) -> Option<String> {
    let end = words.find(char::is_whitespace).unwrap_or(words.len());
    let text = scope.site.includes.get(&words[..end]).filter(|_| scope.depth < MAX_DEPTH)?;
    let mut parameters = Mapping::new();
    let mut rest = Words::new(&words[end..]);
    while let Some((name, value)) = rest.parameter(scope) {
        parameters.insert(Value::from(name), value?);
    }
    let mut inner = scope.clone();
    (inner.include, inner.depth) = (Value::Mapping(parameters), scope.depth + 1);
    let (text, unsupported) = replaced(text, &mut inner);
    output.unsupported.extend(unsupported.into_iter().map(|one| super::Unsupported { span, ..one }));
    Some(text)
}
