use crate::text::Span;

/// An image: `![alt](dest)`, alone or within a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// From `![` to `)`.
    pub span: Span,
    pub alt: Span,
    /// The path or address only. In `{{ "/assets/x.jpg" | absolute_url }}`, the part in the quotes.
    pub dest: Span,
    /// The link around it, or else `span`.
    pub outer: Span,
    /// The address of the link around it.
    pub link: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](dest)`
    Inline,
    /// `[text][label]`, `[label]`
    Reference,
    /// `<dest>`
    Auto,
}

/// A link. Its text may be an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub kind: LinkKind,
    pub span: Span,
    pub text: Span,
    /// Empty for a reference, whose address is at its definition.
    pub dest: Span,
    pub shows_image: bool,
}

/// `[label]: dest`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    pub label: Span,
    pub dest: Span,
}

impl Image {
    pub(super) fn shift(self, delta: isize) -> Self {
        Self {
            span: self.span.shift(delta),
            alt: self.alt.shift(delta),
            dest: self.dest.shift(delta),
            outer: self.outer.shift(delta),
            link: self.link.map(|link| link.shift(delta)),
        }
    }
}

impl Link {
    pub(super) fn shift(self, delta: isize) -> Self {
        Self {
            span: self.span.shift(delta),
            text: self.text.shift(delta),
            dest: self.dest.shift(delta),
            ..self
        }
    }
}

/// Finds the address in `](dest "title")`. `after` is the end of the link's text, `end` the end of the
/// link. `masked` is the text without its opaque parts.
pub(super) fn destination(masked: &str, text: &str, after: usize, end: usize) -> Span {
    let none = Span::at(end.saturating_sub(1));
    let tail = masked.get(after..end).unwrap_or("");
    // Fast path: the text ends directly before it.
    let open = if tail.starts_with("](") { Some(0) } else { tail.find("](") };
    let Some(open) = open else { return none };
    let start = after + open + 2;
    let inner = masked.get(start..end.saturating_sub(1)).unwrap_or("");
    let lead = inner.len() - inner.trim_start().len();
    let start = start + lead;
    let inner = inner.trim_start();
    let span = if let Some(angled) = inner.strip_prefix('<') {
        let len = angled.find('>').unwrap_or(angled.len());
        Span::new(start + 1, start + 1 + len)
    } else {
        let len = inner.find(char::is_whitespace).unwrap_or(inner.len());
        Span::new(start, start + len)
    };
    liquid_string(text, span).unwrap_or(span)
}

/// The quoted string of a Liquid expression: `{{ "/assets/x.jpg" | absolute_url }}`.
fn liquid_string(text: &str, span: Span) -> Option<Span> {
    let inner = span.of(text);
    if !inner.starts_with("{{") {
        return None;
    }
    let open = inner.find(['"', '\''])?;
    let quote = inner[open..].chars().next()?;
    let len = inner[open + 1..].find(quote)?;
    let start = span.start + open + 1;
    Some(Span::new(start, start + len))
}
