//! Tags of site generators in Markdown: Liquid's and Hugo's tags, kramdown's attributes.

use std::borrow::Cow;

/// Replaces tags that mean addresses by these, and removes the others. The number of lines does not
/// change.
pub(super) fn without(text: &str) -> Cow<'_, str> {
    if !["{{", "{%", "{:"].iter().any(|mark| text.contains(mark)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for line in text.split_inclusive('\n') {
        in_code ^= ["```", "~~~"].iter().any(|fence| line.trim_start().starts_with(fence));
        // A line that long with tags in it is not written by people.
        if in_code || line.len() > 20_000 {
            out.push_str(line);
        } else {
            replace(line, &mut out);
        }
    }
    Cow::Owned(out)
}

fn replace(line: &str, out: &mut String) {
    let mut rest = line;
    let mut ticks = 0;
    while let Some(at) = rest.find('{') {
        let (before, tag) = rest.split_at(at);
        ticks += before.matches('`').count();
        out.push_str(before);
        let found = if ticks % 2 == 1 { None } else { tag_at(tag, out.chars().next_back()) };
        let (length, text) = found.unwrap_or((1, Cow::Borrowed("{")));
        out.push_str(&text);
        rest = &tag[length..];
    }
    out.push_str(rest);
}

/// The length of the tag at the start of `text`, and its replacement.
fn tag_at(text: &str, before: Option<char>) -> Option<(usize, Cow<'_, str>)> {
    let inner = |start: usize, end: &str| {
        // Tags are shorter, and a line may have many unclosed ones.
        let window = &text
            [start..(start..=text.len().min(start + 2000)).rev().find(|at| text.is_char_boundary(*at))?];
        let length = window.find(end)?;
        Some((start + length + end.len(), text[start..start + length].trim()))
    };
    if text.starts_with("{%") {
        let (length, tag) = inner(2, "%}")?;
        return Some((length, figure(tag).map_or(Cow::Borrowed(""), Cow::Owned)));
    }
    if text.starts_with("{{") {
        let (length, tag) = inner(2, "}}")?;
        if tag.starts_with(['<', '%']) {
            return Some((length, figure(tag).map_or(Cow::Borrowed(""), Cow::Owned)));
        }
        if let Some(quote) = tag.chars().next().filter(|c| "\"'".contains(*c)) {
            let value = tag[1..].split(quote).next()?;
            return Some((length, Cow::Borrowed(value)));
        }
        let is_name = ["site.", "page.", "include.", "post."].iter().any(|name| tag.starts_with(name));
        return is_name.then_some((length, Cow::Borrowed("")));
    }
    if text.starts_with("{:") && before.is_none_or(|c| ")]>*`\n".contains(c)) {
        let (length, tag) = inner(2, "}")?;
        let is_attribute = |word: &str| word.starts_with(['.', '#']) || word.contains('=');
        let is_attributes = !tag.is_empty() && tag.split_whitespace().next().is_some_and(is_attribute);
        return is_attributes.then_some((length, Cow::Borrowed("")));
    }
    None
}

/// Converts a tag that shows an image to Markdown.
fn figure(tag: &str) -> Option<String> {
    let attribute = |name: &str| {
        let at = tag.match_indices(name).map(|(at, _)| at).find(|at| tag[..*at].ends_with([' ', '\t']))?;
        let quote = tag[at + name.len()..].chars().next().filter(|c| "\"'".contains(*c))?;
        tag[at + name.len() + 1..].split(quote).next()
    };
    let src = ["src=", "image=", "url=", "path="].iter().find_map(|name| attribute(name))?;
    let is_image =
        [".png", ".jpg", ".jpeg", ".gif", ".webp"].iter().any(|end| src.to_ascii_lowercase().ends_with(end));
    let alt = attribute("alt=").unwrap_or_default().replace(['[', ']'], "");
    (is_image && !src.contains(char::is_whitespace)).then(|| format!("![{alt}]({src})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_give_way_to_what_they_stand_for() {
        let pairs = [
            ("![A]({{ \"/assets/a.png\" | absolute_url }}){:width=\"550px\"}\n", "![A](/assets/a.png)\n"),
            ("[a]({{ site.baseurl }}/a)\n{: .note}\nb", "[a](/a)\n\nb"),
            ("{{< figure src=\"/a.png\" alt=\"A lamp\" >}}", "![A lamp](/a.png)"),
            ("{% include image.html url='a.jpg' %}x", "![](a.jpg)x"),
            ("{{< youtube abc >}}{% raw %}", ""),
            ("`{{ \"a\" }}` and {x} {{ x }} f\"{:>5}\" {", "`{{ \"a\" }}` and {x} {{ x }} f\"{:>5}\" {"),
            ("```\n{{ \"a\" }}\n```\n{{ 'b' }}", "```\n{{ \"a\" }}\n```\nb"),
            ("{{ open", "{{ open"),
        ];
        for (text, without_tags) in pairs {
            assert_eq!(without(text), without_tags);
        }
    }
}
