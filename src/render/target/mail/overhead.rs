//! Learns what a service adds to a mail, from one that arrived.

use super::super::tags::{Part, Reader, attribute, name};
use crate::profile::MailOverhead;

/// What a service added to a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learnt {
    pub overhead: MailOverhead,
    /// The links of ours that arrived.
    pub matched: usize,
    /// The links of ours.
    pub links: usize,
}

/// Why nothing can be learnt from a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NothingLearnt {
    #[error("the issue has no links, so the mail can't be compared with it")]
    NoLinks,
    #[error("only {matched} of the issue's {links} links are in the mail: it is another issue")]
    OtherIssue { matched: usize, links: usize },
    #[error("the mail is smaller than the issue: {arrived} bytes, and {ours} without what the service adds")]
    Smaller { arrived: usize, ours: usize },
}

/// A link of a mail: its address and its text.
#[derive(Debug)]
struct Link {
    href: String,
    text: String,
}

/// Compares the HTML of a mail as it arrived with that of ours. Links are paired by their texts, in order. What each link
/// became longer is the median, and the footer is what remains.
///
/// # Errors
///
/// If less than half of our links arrived, or less bytes.
pub fn learn(arrived: &str, ours: &str) -> Result<Learnt, NothingLearnt> {
    let (theirs, own) = (links(arrived), links(ours));
    if own.is_empty() {
        return Err(NothingLearnt::NoLinks);
    }
    let mut longer = Vec::new();
    let mut next = 0;
    for link in &own {
        // The text of a link may come again in the footer, so that the order counts.
        let Some(at) = theirs[next..].iter().position(|other| other.text == link.text) else { continue };
        longer.push(theirs[next + at].href.len() as i64 - link.href.len() as i64);
        next += at + 1;
    }
    let (matched, links) = (longer.len(), own.len());
    if matched * 2 < links {
        return Err(NothingLearnt::OtherIssue { matched, links });
    }
    longer.sort_unstable();
    let link = usize::try_from(longer.get(matched / 2).copied().unwrap_or(0)).unwrap_or(0);
    let smaller = NothingLearnt::Smaller { arrived: arrived.len(), ours: ours.len() };
    let footer = arrived.len().checked_sub(ours.len() + link * links).ok_or(smaller);
    // A template of the service may be smaller than ours.
    let footer = if arrived.len() >= ours.len() { footer.unwrap_or(0) } else { footer? };
    Ok(Learnt { overhead: MailOverhead { link, footer }, matched, links })
}

/// The links to other places, in order.
fn links(html: &str) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut is_open = false;
    Reader::default().read(html, &mut |part| match part {
        Part::Start(tag) => {
            let name = name(&tag.name);
            if name == "a" {
                let href = attribute(&tag, "href").filter(|href| !href.starts_with('#'));
                is_open = href.is_some();
                links.extend(href.map(|href| Link { href, text: String::new() }));
            } else if let Some(link) = links.last_mut().filter(|_| is_open && name == "img") {
                link.text.push_str(&attribute(&tag, "alt").unwrap_or_default());
            }
        }
        Part::End(name) => is_open &= name != "a",
        Part::Text(text) => {
            if let Some(link) = links.last_mut().filter(|_| is_open) {
                link.text.push_str(&text);
            }
        }
        Part::Media(_) => {}
    });
    for link in &mut links {
        link.text = link.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "<p><a href=\"https://example.org/a\">A  lamp</a> <a href=\"#x\">x</a>\
        <a href=\"https://example.org/b\"><img src=\"b.jpg\" alt=\"A buoy\"></a> <a href=\"https://example.org/c\">c</a></p>";

    /// The mail as a service sends it: its own addresses, a footer of 500 bytes, and a counting image.
    fn sent(ours: &str) -> String {
        let sent = ours.replace("https://example.org/", "https://click.example.net/0123456789/");
        format!("{sent}<p><a href=\"https://click.example.net/u\">c</a>{}</p>", "x".repeat(500))
    }

    #[test]
    fn what_a_service_adds_is_learnt_from_a_mail_that_arrived() {
        let arrived = sent(OURS);
        let learnt = learn(&arrived, OURS).unwrap();
        assert_eq!(
            learnt.overhead.link,
            "https://click.example.net/0123456789/".len() - "https://example.org/".len()
        );
        assert_eq!((learnt.matched, learnt.links), (3, 3));
        // The sizes add up.
        assert_eq!(OURS.len() + 3 * learnt.overhead.link + learnt.overhead.footer, arrived.len());
    }

    #[test]
    fn nothing_is_learnt_from_another_issue_or_a_smaller_mail() {
        let other = "<a href=\"https://example.org/d\">d</a><a href=\"https://example.org/a\">A lamp</a>";
        assert_eq!(learn(other, OURS).unwrap_err(), NothingLearnt::OtherIssue { matched: 1, links: 3 });
        assert_eq!(learn(OURS, "<p>none</p>").unwrap_err(), NothingLearnt::NoLinks);
        let short = OURS.replace(" alt=", " title=\"\" alt=");
        assert!(matches!(learn(OURS, &short), Err(NothingLearnt::Smaller { .. })));
    }
}
