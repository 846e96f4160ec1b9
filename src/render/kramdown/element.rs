use crate::render::tree::Attributes;
use crate::text::Span;

/// An element of kramdown's tree. Its types decide what the next block or inline element becomes.
#[derive(Clone, Debug)]
pub(super) struct El {
    pub kind: Kind,
    pub attributes: Attributes,
    /// Attributes that are applied once all definitions are read.
    pub ial: Option<Box<Ial>>,
    pub children: Vec<El>,
    /// In the store.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Blank,
    /// The end of a block: a `^` line, or what is left of a definition.
    End(Ending),
    /// Text whose inline elements are not parsed yet. It may consist of several parts of the store.
    Source(Span),
    Paragraph {
        /// True if only its content is shown, as in tight lists.
        is_transparent: bool,
    },
    Heading {
        level: u8,
        /// The text that its id is made of.
        raw: String,
    },
    Quote,
    Code {
        text: String,
        language: Option<String>,
    },
    Rule,
    List(ListType),
    Item,
    DefinitionList,
    Term,
    Definition,
    Table(Vec<Alignment>),
    Head,
    Body,
    Foot,
    Row,
    Cell,
    Math {
        text: String,
        is_block: bool,
    },
    Html(Html),
    /// With its marks.
    HtmlComment(String),
    /// A comment of the extension `{::comment}`.
    Comment(String),
    Raw(String),

    Text(String),
    Emphasis,
    Strong,
    Link,
    Image,
    CodeSpan(String),
    Break,
    /// A character from an entity, a smart quote or a typographic symbol.
    Character(&'static str),
    Entity(char),
    Footnote(String),
    Abbreviation(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Marker,
    /// A definition of a link, a footnote or an abbreviation, which takes attributes: their index.
    Definition(usize),
    /// A list of attributes or an extension.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListType {
    Bullets,
    Numbers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alignment {
    None,
    Left,
    Center,
    Right,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Html {
    pub name: String,
    pub is_block: bool,
    pub content: Content,
}

/// How the content of an HTML element is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Raw,
    Inline,
    Blocks,
}

/// An inline attribute list, such as `{: .wide width="550px"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ial {
    pub references: Vec<String>,
    pub attributes: Attributes,
}

impl Ial {
    pub fn add(&mut self, other: Ial) {
        self.references.extend(other.references);
        apply(&mut self.attributes, &other.attributes);
    }
}

/// Applies attributes: classes are added, all others are replaced.
pub(super) fn apply(attributes: &mut Attributes, added: &Attributes) {
    for (name, value) in added.iter() {
        match attributes.get_mut(name) {
            Some(old) if name == "class" => *old = format!("{old} {value}").trim_start().to_owned(),
            _ => attributes.set(name.to_owned(), value),
        }
    }
}

impl El {
    pub fn new(kind: Kind, span: Span) -> Self {
        Self { kind, attributes: Attributes::default(), ial: None, children: Vec::new(), span }
    }

    pub fn is_blank(&self) -> bool {
        matches!(self.kind, Kind::Blank)
    }

    pub fn is_paragraph(&self) -> bool {
        matches!(self.kind, Kind::Paragraph { .. })
    }

    pub fn ial_mut(&mut self) -> &mut Ial {
        self.ial.get_or_insert_default()
    }

    pub fn refers_to(&self, name: &str) -> bool {
        self.ial.as_ref().is_some_and(|ial| ial.references.iter().any(|own| own == name))
    }
}

/// Appends a text to the last text of a list, or as a new one.
pub(super) fn add_text(children: &mut Vec<El>, text: &str, span: Span) {
    match children.last_mut() {
        Some(El { kind: Kind::Text(own), span: place, .. }) => {
            own.push_str(text);
            place.end = span.end.max(place.end);
        }
        _ if text.is_empty() => {}
        _ => children.push(El::new(Kind::Text(text.to_owned()), span)),
    }
}
