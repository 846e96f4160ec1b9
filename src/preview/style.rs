//! Style attributes: declarations that neither load anything nor leave their place.

/// The beginnings of allowed properties.
const PROPERTIES: [&str; 34] = [
    "background-color",
    "border",
    "caption-side",
    "clear",
    "color",
    "color-scheme",
    "direction",
    "display",
    "empty-cells",
    "float",
    "font",
    "height",
    "letter-spacing",
    "line-height",
    "list-style-type",
    "margin",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "mso-",
    "opacity",
    "overflow",
    "padding",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
    "width",
    "word-",
    "-webkit-text-size-adjust",
];

/// Properties of which only a colour is taken.
const SHORT: [&str; 1] = ["background"];

/// The allowed declarations of a style attribute.
pub(super) fn allowed(style: &str) -> String {
    let mut out = String::new();
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let (property, value) = (property.trim().to_ascii_lowercase(), value.trim());
        if is_property(&property) && is_value(value) {
            out.push_str(&property);
            out.push(':');
            out.push_str(value);
            out.push(';');
        }
    }
    out
}

fn is_property(property: &str) -> bool {
    let is_part = |start: &str| {
        let rest = property.strip_prefix(start);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-') || start.ends_with('-'))
    };
    SHORT.contains(&property) || PROPERTIES.iter().any(|start| is_part(start))
}

/// True if a value has no function but a colour's, no escape, and no string that could hide one.
fn is_value(value: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || " .,%#+-_!/'\"()".contains(c);
    let lower = value.to_ascii_lowercase();
    let mut functions = lower.match_indices('(').map(|(at, _)| {
        lower[..at].rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default()
    });
    lower.chars().all(plain) && functions.all(|name| matches!(name, "rgb" | "rgba" | "hsl" | "hsla"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_that_load_or_move_something_are_dropped() {
        let style = "Color: #333; background:url(https://example.org/a.png); position:fixed; width:550px";
        assert_eq!(allowed(style), "color:#333;width:550px;");
        for style in [
            "background-image:url(a)",
            "background:u\\72l(a)",
            "color:expression(alert(1))",
            "width:calc(1px * 9999)",
            "content:'x'",
            "z-index:9",
            "behavior:url(x)",
            "color:red*;:",
            "list-style:url(x)",
            "border-image:url(x)",
            "border-image:image-set('https://example.org/a.png' 1x)",
        ] {
            assert!(matches!(allowed(style).as_str(), ""), "{style}: {}", allowed(style));
        }
        assert_eq!(allowed("background:rgb(0, 0, 0)"), "background:rgb(0, 0, 0);");
        assert_eq!(allowed("font-family:'Open Sans', serif"), "font-family:'Open Sans', serif;");
    }
}
