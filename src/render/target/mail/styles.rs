//! The styles of the elements that a mail is made of. What an element inherits is written once, around the body.

/// The width of the column, in pixels.
pub(super) const WIDTH: u32 = 600;

/// The space beside the text, in pixels.
pub(super) const PADDING: u32 = 20;

/// The largest width of an image.
pub(super) const IMAGE_WIDTH: u32 = WIDTH - 2 * PADDING;

/// The colours of the layout. Mail programs that invert a mail for the dark keep the hue and turn the lightness around:
/// each text is readable before and after.
pub(super) const TEXT: &str = "#202124";
pub(super) const GROUND: &str = "#fdfdfd";
pub(super) const AROUND: &str = "#f1f3f4";
#[cfg(test)]
pub(super) const CODE_GROUND: &str = "#eceff1";
pub(super) const LINK: &str = "#0a58ca";
#[cfg(test)]
pub(super) const LINE: &str = "#9aa0a6";

/// The same for mail programs that let the mail choose its dark colours.
pub(super) const DARK_TEXT: &str = "#e8eaed";
pub(super) const DARK_GROUND: &str = "#202124";
pub(super) const DARK_AROUND: &str = "#171717";
pub(super) const DARK_CODE_GROUND: &str = "#303134";
pub(super) const DARK_LINK: &str = "#8ab4f8";

/// The style of an element; empty for one that needs none.
pub(super) fn of(element: &str) -> &'static str {
    match element {
        "h1" => "margin:32px 0 12px;font-size:28px;line-height:1.25",
        "h2" => "margin:32px 0 10px;font-size:23px;line-height:1.25",
        "h3" => "margin:28px 0 8px;font-size:19px;line-height:1.3",
        "h4" | "h5" | "h6" => "margin:24px 0 8px;font-size:16px",
        "img" => "max-width:100%;height:auto;border:0",
        "blockquote" => "margin:16px 0;padding:0 0 0 16px;border-left:3px solid #9aa0a6",
        "pre" => {
            "margin:16px 0;padding:12px;font:14px/1.4 Consolas,Menlo,monospace;white-space:pre-wrap;background-color:#eceff1"
        }
        "hr" => "margin:28px 0;border:0;border-top:1px solid #9aa0a6",
        "ul" | "ol" => "padding-left:24px",
        _ => "",
    }
}

/// The style of an item with a box.
pub(super) const TASK: &str = "list-style-type:none";

/// The attributes of a table that sets none.
pub(super) const TABLE: &str = " border=\"1\" cellpadding=\"6\" cellspacing=\"0\" style=\"border-collapse:collapse;border-color:#9aa0a6\"";

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(colour: &str) -> [f64; 3] {
        let number = u32::from_str_radix(colour.trim_start_matches('#'), 16).unwrap();
        [16, 8, 0].map(|shift| f64::from(number >> shift & 255) / 255.0)
    }

    /// A colour with its lightness (HSL) turned around, as Gmail and Outlook do in the dark.
    fn inverted(parts: [f64; 3]) -> [f64; 3] {
        let (most, least) = (parts.into_iter().fold(0.0, f64::max), parts.into_iter().fold(1.0, f64::min));
        parts.map(|part| part + 1.0 - most - least)
    }

    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let luminance = |parts: [f64; 3]| {
            let linear = parts
                .map(|part| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
            0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_is_readable_in_the_light_inverted_and_in_the_dark() {
        for (text, ground) in [
            (TEXT, GROUND),
            (LINK, GROUND),
            (TEXT, CODE_GROUND),
            (DARK_TEXT, DARK_GROUND),
            (DARK_LINK, DARK_GROUND),
            (DARK_TEXT, DARK_CODE_GROUND),
        ] {
            let (text, ground) = (parts(text), parts(ground));
            for (state, found) in [
                ("as it is", contrast(text, ground)),
                ("inverted", contrast(inverted(text), inverted(ground))),
            ] {
                assert!(found >= 4.5, "{text:?} on {ground:?} {state}: {found:.1}");
            }
        }
        // Lines are no text.
        assert!(
            contrast(parts(LINE), parts(GROUND)) >= 2.5 && contrast(parts(LINE), parts(DARK_GROUND)) >= 2.5
        );
    }

    #[test]
    fn the_styles_use_the_colours_of_the_layout() {
        for (element, colour) in [("blockquote", LINE), ("hr", LINE), ("pre", CODE_GROUND)] {
            assert!(of(element).contains(colour), "{element}");
        }
        assert!(TABLE.contains(LINE));
    }
}
