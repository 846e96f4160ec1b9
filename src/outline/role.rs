/// The meaning of a value in its slot. Determines the label of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Title,
    Name,
    Text,
    Address,
    Image,
    AltText,
    /// The address that an image links to.
    ImageLink,
    Source,
    SourceAddress,
    Via,
    ViaAddress,
    /// The text after the sources of a story.
    AfterSources,
    Author,
    AuthorAddress,
    Talk,
    TalkAddress,
    /// The subject of a stream or a sentence.
    Subject,
    /// The date of the meeting that a sentence is about.
    MeetingDay,
    /// The address of a link, labelled with the link's text.
    LinkAddress,
    /// The address of last week's issue.
    LastIssue,
    /// The sentence that counts a list, or that replaces it.
    Sentence,
    /// The address of the issue's page.
    BrowserAddress,
    /// The warning of images that flash.
    Warning,
    EditorsWords,
    /// The last paragraph of the opening, the same in each issue.
    Outro,
    /// A number or version, labelled by the profile.
    Fact,
    /// A value of the front matter, labelled with its keys.
    FrontMatter,
}

impl Role {
    /// The label of fields without a name of their own.
    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Name => "Name",
            Self::Text => "Text",
            Self::Address | Self::LinkAddress => "Address",
            Self::Image => "Image",
            Self::AltText => "Alt text",
            Self::ImageLink => "Link",
            Self::Source => "Source",
            Self::SourceAddress => "Source address",
            Self::Via => "Via",
            Self::ViaAddress => "Via address",
            Self::AfterSources => "After the sources",
            Self::Author => "Author",
            Self::AuthorAddress => "Author's address",
            Self::Talk => "Talk",
            Self::TalkAddress => "Talk's address",
            Self::Subject => "Subject",
            Self::MeetingDay => "Date",
            Self::LastIssue => "Last week's issue",
            Self::Sentence => "Sentence",
            Self::BrowserAddress => "Browser address",
            Self::Warning => "Warning",
            Self::EditorsWords => "Editor's words",
            Self::Outro => "Closing text",
            Self::Fact => "Fact",
            Self::FrontMatter => "Value",
        }
    }

    /// The label of one of several fields: `Source 2`, `Source 2 address`, `Author 2's address`.
    pub(super) fn numbered(self, n: usize) -> String {
        let label = self.label();
        let address = ["'s address", " address"].into_iter().find(|end| label.ends_with(end));
        match address.and_then(|end| Some((label.strip_suffix(end)?, end))) {
            Some((name, end)) => format!("{name} {n}{end}"),
            None => format!("{label} {n}"),
        }
    }

    /// True for the name or address of an author.
    pub fn is_of_author(self) -> bool {
        matches!(self, Self::Author | Self::AuthorAddress)
    }

    /// True for the name or address of a source or of a "via".
    pub fn is_of_source(self) -> bool {
        matches!(self, Self::Source | Self::SourceAddress | Self::Via | Self::ViaAddress)
    }

    /// True for the name of a source or of a "via".
    pub fn is_source_name(self) -> bool {
        matches!(self, Self::Source | Self::Via)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_several_has_its_number_after_what_it_is() {
        for (role, label) in [
            (Role::Source, "Source 2"),
            (Role::SourceAddress, "Source 2 address"),
            (Role::AuthorAddress, "Author 2's address"),
            (Role::AltText, "Alt text 2"),
        ] {
            assert_eq!(role.numbered(2), label);
        }
    }
}
