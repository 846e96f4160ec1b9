//! Liquid, as far as newsletters use it: outputs with common filters, `if`, `unless`, `assign`, `include`, `link`,
//! `post_url`, `raw`, `comment` and `highlight`. What is not understood stays as it is written, and is reported.

mod condition;
mod expression;
mod filters;
mod tags;

use std::collections::HashMap;

use serde_yaml::Value;

use super::Site;
use crate::draft::{Draft, Syntax};
use crate::text::{Edit, Edits, Span};

/// Includes may include others, up to this depth.
const MAX_DEPTH: usize = 8;

/// A tag that could not be done. It is shown as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// The place of the tag in the text.
    pub span: Span,
    pub tag: String,
}

/// The values that a text may name.
#[derive(Clone, Debug)]
pub(super) struct Scope<'s> {
    pub site: &'s Site,
    pub page: &'s Value,
    /// The parameters of the include that the text is in.
    pub include: Value,
    /// What is inside the layout that the text is.
    pub content: Option<&'s str>,
    pub assigned: HashMap<String, Value>,
    pub depth: usize,
}

impl<'s> Scope<'s> {
    pub fn new(site: &'s Site, page: &'s Value) -> Self {
        Self { site, page, include: Value::Null, content: None, assigned: HashMap::new(), depth: 0 }
    }
}

/// The replacements of a text, and what could not be replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Output {
    edits: Vec<Edit>,
    pub unsupported: Vec<Unsupported>,
}

impl Output {
    fn replace(&mut self, span: Span, text: impl Into<String>) {
        self.edits.push(Edit { span, text: text.into() });
    }

    fn leave(&mut self, span: Span, text: &str) {
        self.unsupported.push(Unsupported { span, tag: span.of(text).to_owned() });
    }

    fn edits(self) -> Edits {
        Edits::new(self.edits).unwrap_or_default()
    }
}

/// The values of a draft's front matter.
pub fn page_values(draft: &Draft, site: &Site) -> Value {
    let front = draft.front_matter();
    let yaml = front.filter(|front| front.syntax == Syntax::Yaml);
    let parsed = yaml.and_then(|front| serde_yaml::from_str(draft.slice(front.content)).ok());
    let mut page = match parsed {
        Some(Value::Mapping(map)) => map,
        _ => {
            let fields = front.map(|front| front.fields.as_slice()).unwrap_or_default();
            let pair = |field: &crate::draft::Field| {
                (Value::from(field.name.to_lowercase()), Value::from(field.decoded(draft.text())))
            };
            fields.iter().map(pair).collect()
        }
    };
    if let Some(url) = &site.page_url {
        page.entry("url".into()).or_insert_with(|| url.as_str().into());
    }
    Value::Mapping(page)
}

/// True if a text has the start of a tag.
pub fn has_tags(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'{', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%')))
}

/// The replacements of a draft's Liquid tags. Their offsets are those of the draft.
pub fn replacements(draft: &Draft, site: &Site) -> (Edits, Vec<Unsupported>) {
    let body = Span::new(draft.body(), draft.text().len());
    if !has_tags(body.of(draft.text())) {
        return (Edits::default(), Vec::new());
    }
    let page = page_values(draft, site);
    let mut scope = Scope::new(site, &page);
    let mut output = Output::default();
    tags::evaluate(draft.text(), body, &mut scope, &mut output);
    let unsupported = std::mem::take(&mut output.unsupported);
    (output.edits(), unsupported)
}

/// A whole text with its tags replaced.
pub(super) fn replaced(text: &str, scope: &mut Scope<'_>) -> (String, Vec<Unsupported>) {
    let mut output = Output::default();
    tags::evaluate(text, Span::new(0, text.len()), scope, &mut output);
    let unsupported = std::mem::take(&mut output.unsupported);
    (output.edits().apply(text), unsupported)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        let config = "url: https://a.example\nbaseurl: /news\ntitle: Lamps\nauthor: {name: Ann}\n";
        let mut site = Site { config: serde_yaml::from_str(config).unwrap(), ..Site::default() };
        site.includes.insert("note.html".into(), "<b>{{ include.text }}</b>".into());
        site.posts.insert("2026-06-01-lamps".into(), "/2026/06/01/lamps.html".into());
        site.files.insert("about.md".into(), "/about.html".into());
        site
    }

    fn body(text: &str) -> (String, Vec<String>) {
        let draft =
            Draft::parse(format!("---\ntitle: \"Two & three\"\ndate: 2026-06-08\ntags: [a, b]\n---\n{text}"));
        let (edits, unsupported) = replacements(&draft, &site());
        let text = edits.apply(draft.text());
        (text[draft.body()..].to_owned(), unsupported.into_iter().map(|one| one.tag).collect())
    }

    #[test]
    fn tags_are_replaced() {
        for (text, expected) in [
            ("![a]({{ \"/a.png\" | absolute_url }})", "![a](https://a.example/news/a.png)"),
            ("{{ 'x/y' | relative_url }} {{site.title}}", "/news/x/y Lamps"),
            ("{{ site.author.name | upcase }} {{ page.title | escape }}", "ANN Two &amp; three"),
            ("{{ page.date | date: \"%B %-d, %Y\" }}", "June 8, 2026"),
            ("{{ page.none }}{{ nothing }}|{{ page.tags | join: \"-\" }}", "|a-b"),
            ("{% post_url 2026-06-01-lamps %}", "/news/2026/06/01/lamps.html"),
            ("[a]({% link about.md %})", "[a](/news/about.html)"),
            ("{% include note.html text=\"x\" %}", "<b>x</b>"),
            ("{% if page.title %}a{% else %}b{% endif %}c", "ac"),
            (
                "{% if page.none == 1 %}a{% elsif site.title == \"Lamps\" and page.tags contains \"b\" %}b{% endif %}",
                "b",
            ),
            ("{% unless page.none %}a{% endunless %}", "a"),
            ("a {%- comment -%} x {%- endcomment -%} b", "ab"),
            ("{% raw %}{{ a }}{% endraw %}", "{{ a }}"),
            ("{% assign x = \"y\" | append: \"z\" %}{{ x }}", "yz"),
            (
                "{% highlight rust %}\na < b\n{% endhighlight %}",
                "<figure class=\"highlight\"><pre><code class=\"language-rust\" data-lang=\"rust\">a &lt; b</code></pre></figure>",
            ),
        ] {
            assert_eq!(body(text), (expected.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_stays() {
        for (text, tag) in [
            ("{% for a in site.posts %}{{ a.title }}{% endfor %}", "{% for a in site.posts %}"),
            ("{{ site.posts | size }}", "{{ site.posts | size }}"),
            ("{{ page.title | markdownify }}", "{{ page.title | markdownify }}"),
            ("{% include none.html %}", "{% include none.html %}"),
            ("{% post_url 2020-01-01-none %}", "{% post_url 2020-01-01-none %}"),
            ("{% gist 1 %}", "{% gist 1 %}"),
        ] {
            assert_eq!(body(text), (text.to_owned(), vec![tag.to_owned()]), "{text}");
        }
    }
}
