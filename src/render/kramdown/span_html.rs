//! HTML, autolinks and extensions among text.

use super::definitions::{extension_start, raw, stop};
use super::element::{Content, El, Html, Kind, add_text};
use super::html_block::{default_content, markdown_content};
use super::html_scan::{
    attributes, close_tag, comment, has_body, is_block_element, is_known, start_tag, uname,
};
use super::parser::{Parser, Scanner};
use super::span::{Around, Inlines, Stack, Stop};
use super::{attributes as lists, scan};

impl Parser {
    /// `<https://example.org>` and `<name@example.org>`.
    pub(super) fn autolink(&self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let rest = self.rest(src);
        let line = &rest[1..rest.find('\n').unwrap_or(rest.len())];
        let Some(end) = line.find('>') else { return false };
        let inner = &line[..end];
        let has_scheme = ["mailto:", "http:", "https:", "ftp:", "ftps:"]
            .iter()
            .any(|scheme| inner.strip_prefix(scheme).is_some_and(|after| !after.is_empty()));
        let is_part = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        };
        let is_mail = inner.split_once('@').is_some_and(|(name, host)| is_part(name) && is_part(host));
        if !has_scheme && !is_mail {
            return false;
        }
        let address = if has_scheme { inner.to_owned() } else { format!("mailto:{inner}") };
        let shown = inner.strip_prefix("mailto:").unwrap_or(inner).to_owned();
        let span = src.take(end + 2);
        let mut link = El::new(Kind::Link, span);
        link.attributes.set("href", address);
        add_text(&mut link.children, &shown, span);
        children.push(link);
        true
    }

    pub(super) fn span_html(&mut self, src: &mut Scanner, children: &mut Vec<El>, stack: &mut Stack) -> bool {
        let rest = self.rest(src);
        let after = &rest[1..];
        if !after.starts_with('/') && !after.starts_with("!--") && uname(after).is_none() {
            return false;
        }
        if let Some(len) = comment(rest) {
            let text = rest[..len].to_owned();
            children.push(El::new(Kind::HtmlComment(text), src.take(len)));
        } else if let Some((_, len)) = close_tag(rest) {
            self.text(src, children, len);
        } else if let Some(tag) = start_tag(rest) {
            self.span_element(src, children, stack, tag);
        } else {
            let searched = if after.starts_with('!') { rest.len() } else { 0 };
            self.text(src, children, 1);
            self.spend(searched);
        }
        true
    }

    fn span_element(
        &mut self,
        src: &mut Scanner,
        children: &mut Vec<El>,
        stack: &mut Stack,
        tag: super::html_scan::Tag,
    ) {
        let rest = self.rest(src);
        let written = tag.name.of(rest);
        let lower = written.to_lowercase();
        let known = is_known(&lower);
        let name = if known { lower } else { written.to_owned() };
        if is_block_element(&name) {
            return self.text(src, children, tag.len);
        }
        let mut el = El::new(Kind::Break, src.rest());
        for (name, value) in attributes(tag.attributes.of(rest), known).iter() {
            el.attributes.set(name.to_owned(), on_one_line(value));
        }
        let is_in_raw = stack.last() == Some(&Around::Html { is_raw: true });
        let mut is_parsed =
            default_content(&name) != Content::Raw && !is_in_raw && self.options.parses_span_html;
        if let Some(content) =
            el.attributes.remove("markdown").and_then(|value| markdown_content(&value, &name))
        {
            match content {
                Content::Blocks if !is_in_raw => {}
                content => is_parsed = content != Content::Raw,
            }
        }
        let start = src.take(tag.len).start;
        if !tag.is_closed && has_body(&name) {
            let inlines = if is_parsed { Inlines::All } else { Inlines::Html };
            stack.push(Around::Html { is_raw: !is_parsed });
            let end = Stop::EndTag(&name, known);
            if self.spans(src, &mut el.children, stack, &end, inlines) {
                let len = close_tag(self.rest(src)).map_or(0, |(_, len)| len);
                src.take(len);
            } else {
                // Without its end tag, an element takes the rest of the paragraph, without markup.
                self.text(src, &mut el.children, src.rest().len());
            }
            stack.pop();
        }
        el.span = crate::text::Span::new(start, src.pos);
        let content = if is_parsed { Content::Inline } else { Content::Raw };
        el.kind = Kind::Html(Html { name, is_block: false, content });
        children.push(el);
    }

    /// `{:attributes}` behind an element, `{::comment}…{:/}` and others.
    pub(super) fn span_extension(&mut self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let rest = self.rest(src);
        if !rest.starts_with("{:") {
            return false;
        }
        if matches!(scan::byte(rest, 2), b':' | b'/') && self.extension_span(src, children) {
            return true;
        }
        let rest = self.rest(src);
        let list = scan::braces(rest).filter(|_| !matches!(scan::byte(rest, 2), b':' | b'/'));
        match (list, children.last_mut()) {
            (Some((inner, len)), Some(last)) if !matches!(last.kind, Kind::Text(_)) => {
                let ial = lists::parse(inner);
                self.apply_ial(&mut last.attributes, &ial, 0);
                last.ial_mut().add(ial);
                src.take(len);
            }
            _ => self.text(src, children, 1),
        }
        true
    }

    fn extension_span(&mut self, src: &mut Scanner, children: &mut Vec<El>) -> bool {
        let rest = self.rest(src);
        let Some(start) = extension_start(rest) else { return false };
        let (name, options) = (start.name.to_owned(), lists::parse(start.options));
        let mut len = start.len;
        let mut body = None;
        if !start.is_closed {
            let after = &rest[start.len..];
            let found = after.match_indices("{:/").find_map(|(at, _)| Some((at, stop(&after[at..], &name)?)));
            let Some((at, end)) = found else { return false };
            body = Some(after[..at].to_owned());
            len += at + end;
        }
        let kind = match (name.as_str(), body) {
            ("comment", body) => body.map(Kind::Comment),
            ("nomarkdown", body) => body.map(|body| raw(&options.attributes, body)),
            ("options", _) => {
                self.set_options(&options.attributes);
                None
            }
            _ => return false,
        };
        let span = src.take(len);
        children.extend(kind.map(|kind| El::new(kind, span)));
        true
    }
}

fn on_one_line(value: &str) -> String {
    let mut lines = value.split('\n').enumerate().filter(|(n, line)| *n == 0 || !line.is_empty());
    let mut text = lines.next().map(|(_, line)| line.to_owned()).unwrap_or_default();
    for (_, line) in lines {
        text.push(' ');
        text.push_str(line);
    }
    text
}
