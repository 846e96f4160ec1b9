/// What a value is in its slot. Its label comes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Title,
    Name,
    Text,
    Address,
    Image,
    AltText,
    /// Where an image leads.
    ImageLink,
    Source,
    SourceAddress,
    Via,
    ViaAddress,
    /// What follows the sources of a story.
    AfterSources,
    Author,
    AuthorAddress,
    Talk,
    TalkAddress,
    /// What a stream or a sentence is about.
    Subject,
    /// The day of the meeting that a sentence is about.
    MeetingDay,
    /// The address of a link that is named by its own words.
    LinkAddress,
    /// The address of last week's issue.
    LastIssue,
    /// The sentence that counts a list, or that takes its place.
    Sentence,
    /// The address of the issue's page.
    BrowserAddress,
    /// What warns of images that flash.
    Warning,
    EditorsWords,
    /// The opening's last paragraph, the same in each issue.
    Outro,
    /// A number or version, named by the profile.
    Fact,
    /// A value of the front matter, named by its keys.
    FrontMatter,
}

impl Role {
    /// What it is called where it has no name of its own.
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
            Self::AfterSources => "After it",
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
            Self::Outro => "Standing text",
            Self::Fact => "Fact",
            Self::FrontMatter => "Value",
        }
    }

    /// The label of one of several: `Source 2`, `Source 2 address`, `Author 2's address`.
    pub(super) fn numbered(self, n: usize) -> String {
        let label = self.label();
        let address = ["'s address", " address"].into_iter().find(|end| label.ends_with(end));
        match address.and_then(|end| Some((label.strip_suffix(end)?, end))) {
            Some((of, end)) => format!("{of} {n}{end}"),
            None => format!("{label} {n}"),
        }
    }

    /// Whether it is a source of a story, by the way of somebody or not, or its address.
    pub fn is_of_source(self) -> bool {
        matches!(self, Self::Source | Self::SourceAddress | Self::Via | Self::ViaAddress)
    }

    /// Whether it is the words of a source of a story.
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
