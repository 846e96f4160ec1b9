mod count;
mod program;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{Document, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use super::containers::Source;
use super::{Format, Header, Image, ImageError, scale};
use crate::text::limits::{
    SVG_BYTES, SVG_DEPTH, SVG_ELEMENTS, SVG_EMBEDDED_PIXELS, SVG_FILTERED_PIXELS, SVG_LAYER_PIXELS,
    SVG_NODES, SVG_PIXELS, SVG_WORK,
};

/// Properties of an SVG that is not drawn.
pub(super) struct SvgHeader {
    /// As declared, rounded up.
    pub width: u32,
    pub height: u32,
    pub is_program: bool,
}

pub(super) fn read_header(source: &mut dyn Source, bytes: u64) -> Result<SvgHeader, ImageError> {
    if bytes > SVG_BYTES {
        return Err(ImageError::TooHeavy { bytes });
    }
    let mut text = Vec::new();
    source.read_to_end(&mut text).map_err(ImageError::Read)?;
    let Drawing { tree, is_program } = read(&text, Purpose::Size)?;
    let size = tree.size();
    Ok(SvgHeader { width: size.width().ceil() as u32, height: size.height().ceil() as u32, is_program })
}

/// Draws an SVG at its own size, or at `max_width` if that is smaller, on a transparent background.
/// External files and addresses are never loaded.
///
/// # Errors
///
/// If it is no SVG, has text, is too long or too deep, or claims too many pixels.
pub(super) fn draw(source: &[u8], max_width: u32) -> Result<Image, ImageError> {
    if source.len() as u64 > SVG_BYTES {
        return Err(ImageError::TooHeavy { bytes: source.len() as u64 });
    }
    let Drawing { tree, .. } = read(source, Purpose::Drawing)?;
    let size = tree.size();
    let own = (size.width().ceil() as u32, size.height().ceil() as u32);
    let (width, height) = scale::size_within(own.0, own.1, max_width);
    if u64::from(width) * u64::from(height) > SVG_PIXELS {
        return Err(ImageError::TooLarge { width: u64::from(width), height: u64::from(height) });
    }
    let zoom = Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    let work = work::work(&tree, zoom, width, height);
    if work.filtered > SVG_FILTERED_PIXELS as f64 {
        return Err(too_much("its filters"));
    }
    if work.held > SVG_LAYER_PIXELS as f64 {
        return Err(too_much("its layers"));
    }
    if work.pixels.is_nan() || work.pixels > SVG_WORK as f64 {
        return Err(too_much("its shapes"));
    }
    let mut pixels =
        Pixmap::new(width, height).ok_or_else(|| ImageError::Damaged("it has no size".into()))?;
    resvg::render(&tree, zoom, &mut pixels.as_mut());
    Ok(Image { width, height, rgba: pixels.take_demultiplied(), was_turned: false })
}

fn too_much(what: &str) -> ImageError {
    ImageError::Damaged(format!("{what} would take too long to draw; save it as PNG first"))
}

struct Drawing {
    tree: Tree,
    is_program: bool,
}

/// The purpose of reading a drawing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Size,
    Drawing,
}

/// Reads a drawing.
///
/// # Errors
///
/// If it is no SVG or is too large. For [`Purpose::Drawing`] also where it has text: letters
/// would be missing, since no fonts are loaded.
fn read(source: &[u8], purpose: Purpose) -> Result<Drawing, ImageError> {
    let text = std::str::from_utf8(source).map_err(damaged)?;
    let document = parse(text)?;
    let parts = count::parts(&document);
    if parts.elements > SVG_ELEMENTS {
        return Err(too_much("its elements"));
    }
    if purpose == Purpose::Drawing && parts.letters > 0 {
        return Err(ImageError::HasText);
    }
    let has_text_within = Arc::new(AtomicBool::new(false));
    let found_text = Arc::clone(&has_text_within);
    let within = ImageHrefResolver::default_data_resolver();
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |kind, data, options| {
                found_text.fetch_or(is_drawing_with_text(&data), Ordering::Relaxed);
                is_limited_raster(&data).then(|| within(kind, Arc::clone(&data), options)).flatten()
            }),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(damaged)?;
    if purpose == Purpose::Drawing && has_text_within.load(Ordering::Relaxed) {
        return Err(ImageError::HasText);
    }
    Ok(Drawing { tree, is_program: program::is_program(&document) })
}

fn parse(text: &str) -> Result<Document<'_>, ImageError> {
    if depth(text) > SVG_DEPTH {
        return Err(damaged(format!("it has more than {SVG_DEPTH} elements inside of each other")));
    }
    let parsing = ParsingOptions { allow_dtd: true, nodes_limit: SVG_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, parsing).map_err(damaged)
}

fn damaged(what: impl std::fmt::Display) -> ImageError {
    ImageError::Damaged(what.to_string())
}

/// True if an embedded image is a drawing that has text, or that embeds a further drawing, which is
/// not read.
fn is_drawing_with_text(data: &[u8]) -> bool {
    let Some(document) = std::str::from_utf8(data).ok().and_then(|text| parse(text).ok()) else {
        return false;
    };
    let is_drawing = |value: &str| value.trim_start().to_ascii_lowercase().starts_with("data:image/svg");
    let embeds = || {
        let mut values = document.descendants().flat_map(|node| node.attributes());
        values.any(|attribute| attribute.name() == "href" && is_drawing(attribute.value()))
    };
    count::parts(&document).letters > 0 || embeds()
}

/// True if an embedded image is a raster image of a limited size. Drawings within drawings could be
/// nested without end.
fn is_limited_raster(data: &[u8]) -> bool {
    Format::from_bytes(data).is_some_and(|format| format != Format::Svg)
        && Header::from_bytes(data)
            .is_ok_and(|header| u64::from(header.width) * u64::from(header.height) <= SVG_EMBEDDED_PIXELS)
}

/// The largest number of open elements. An estimate is enough for text that is not XML.
fn depth(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for part in text.split('<').skip(1) {
        let tag = part.split('>').next().unwrap_or_default();
        match tag.as_bytes().first() {
            Some(b'/') => open = open.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if tag.ends_with('/') => {}
            Some(_) => open += 1,
        }
        most = most.max(open);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(size: &str, inside: &str) -> String {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' {size}>{inside}</svg>"
        )
    }

    fn at(image: &Image, x: u32, y: u32) -> [u8; 4] {
        let start = (y * image.width + x) as usize * 4;
        image.rgba[start..start + 4].try_into().unwrap()
    }

    #[test]
    fn it_is_drawn_at_its_own_size_or_narrower_on_nothing() {
        let source = svg("width='200' height='100'", "<rect width='100' height='100' fill='#f00'/>");
        let own = draw(source.as_bytes(), 550).unwrap();
        assert_eq!((own.width, own.height), (200, 100));
        assert_eq!((at(&own, 10, 50), at(&own, 150, 50)), ([255, 0, 0, 255], [0; 4]));
        let narrow = draw(source.as_bytes(), 50).unwrap();
        assert_eq!((narrow.width, narrow.height), (50, 25));
        let boxed = svg("viewBox='0 0 3000 1500'", "<rect width='3000' height='1500'/>");
        assert_eq!(draw(boxed.as_bytes(), 550).unwrap().height, 275);
    }

    #[test]
    fn it_reads_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("red.png");
        image::RgbaImage::from_pixel(20, 20, image::Rgba([255, 0, 0, 255])).save(&path).unwrap();
        for target in [path.display().to_string(), format!("file://{}", path.display())] {
            let source =
                svg("width='20' height='20'", &format!("<image href='{target}' width='20' height='20'/>"));
            assert_eq!(at(&draw(source.as_bytes(), 550).unwrap(), 10, 10), [0; 4]);
        }
        let source = format!(
            "<!DOCTYPE svg [<!ENTITY file SYSTEM '{}'>]>{}",
            path.display(),
            svg("width='20' height='20'", "<text y='9'>&file;</text>")
        );
        assert!(matches!(draw(source.as_bytes(), 550), Err(ImageError::Damaged(_))));
    }

    #[test]
    fn bombs_are_refused() {
        let entities: String =
            (1..12).map(|n| format!("<!ENTITY a{n} '{}'>", format!("&a{};", n - 1).repeat(10))).collect();
        let laughs = format!(
            "<!DOCTYPE svg [<!ENTITY a0 'ha'>{entities}]>{}",
            svg("width='9' height='9'", "<text>&a11;</text>")
        );
        assert!(matches!(draw(laughs.as_bytes(), 550), Err(ImageError::Damaged(_))));
        let deep =
            svg("width='9' height='9'", &format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000)));
        assert!(matches!(draw(deep.as_bytes(), 550), Err(ImageError::Damaged(_))));
        let nested = svg(
            "width='9' height='9'",
            &format!("{}<rect width='9' height='9'/>{}", "<g opacity='.9'>".repeat(390), "</g>".repeat(390)),
        );
        draw(nested.as_bytes(), 550).unwrap();
        let tall = svg("width='9' height='900000000'", "");
        assert!(draw(tall.as_bytes(), 550).is_err());
        let uses: String = (1..30)
            .map(|n| {
                format!("<g id='g{n}'><use xlink:href='#g{m}'/><use xlink:href='#g{m}'/></g>", m = n - 1)
            })
            .collect();
        let doubling = svg(
            "width='9' height='9'",
            &format!("<defs><g id='g0'><path d='M0 0h1'/></g>{uses}</defs><use xlink:href='#g29'/>"),
        );
        let _ = draw(doubling.as_bytes(), 550);
    }

    #[test]
    fn images_inside_of_it_are_drawn() {
        let pixels = "R0lGODlhAQABAIAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";
        let inside = format!("<image href='data:image/gif;base64,{pixels}' width='20' height='20'/>");
        let image = draw(svg("width='20' height='20'", &inside).as_bytes(), 550).unwrap();
        assert_eq!(at(&image, 10, 10), [255, 0, 0, 255]);
    }

    #[test]
    fn filters_without_end_are_refused() {
        let filter = |count: usize| {
            let blur = "<feGaussianBlur stdDeviation='9'/>".repeat(count);
            svg(
                "width='550' height='2000'",
                &format!("<filter id='f'>{blur}</filter><rect width='550' height='2000' filter='url(#f)'/>"),
            )
        };
        assert!(draw(filter(1).as_bytes(), 550).is_ok());
        let refused = draw(filter(60).as_bytes(), 550);
        assert!(matches!(refused, Err(ImageError::Damaged(ref what)) if what.contains("PNG")), "{refused:?}");
    }

    #[track_caller]
    fn is_refused(size: &str, inside: &str, what: &str) {
        let refused = draw(svg(size, inside).as_bytes(), 550);
        assert!(
            matches!(refused, Err(ImageError::Damaged(ref reason)) if reason.starts_with(what)),
            "{refused:?}"
        );
    }

    #[test]
    fn a_filter_with_a_large_kernel_is_refused_before_it_is_drawn() {
        let filtered = |primitive: &str| {
            format!("<filter id='f'>{primitive}</filter><rect width='300' height='300' filter='url(#f)'/>")
        };
        let size = "width='300' height='300'";
        let kernel = |order: usize| {
            let cells = "1 ".repeat(order * order);
            filtered(&format!("<feConvolveMatrix order='{order}' kernelMatrix='{cells}' divisor='1'/>"))
        };
        is_refused(size, &kernel(300), "its filters");
        assert!(draw(svg(size, &kernel(3)).as_bytes(), 550).is_ok());
        let spread = |radius: u32| filtered(&format!("<feMorphology operator='dilate' radius='{radius}'/>"));
        is_refused(size, &spread(300), "its filters");
        assert!(draw(svg(size, &spread(2)).as_bytes(), 550).is_ok());
        // The radius is scaled with the surrounding group.
        is_refused(size, &format!("<g transform='scale(100)'>{}</g>", spread(3)), "its filters");
        is_refused(size, &filtered("<feTurbulence baseFrequency='.1' numOctaves='100000'/>"), "its filters");
    }

    #[track_caller]
    fn is_refused_for_its_text(inside: &str) {
        let refused = draw(svg("width='300' height='300'", inside).as_bytes(), 550);
        assert!(matches!(refused, Err(ImageError::HasText)), "{inside}: {refused:?}");
    }

    #[test]
    fn text_is_refused_before_it_is_drawn() {
        is_refused_for_its_text(&format!("<text y='9'>{}</text>", "lamp ".repeat(40_000)));
        let copies = "<use href='#t'/>".repeat(2_000);
        is_refused_for_its_text(&format!("<text id='t' y='9'>lamp post</text>{copies}"));
        for family in ["Nobody Has This", "sans-serif", "Arial"] {
            let font = format!("x='5' y='40' font-size='40' font-family='{family}'");
            is_refused_for_its_text(&format!("<text {font}>Lamp</text>"));
        }
    }

    #[test]
    fn text_is_found_wherever_it_is() {
        is_refused_for_its_text(
            "<g><a><switch><text><tspan><tspan>Lamp</tspan></tspan></text></switch></a></g>",
        );
        is_refused_for_its_text("<defs><g id='l'><text>Lamp</text></g></defs><use xlink:href='#l'/>");
        is_refused_for_its_text("<defs><symbol id='l'><text>Lamp</text></symbol></defs><use href='#l'/>");
        is_refused_for_its_text("<clipPath id='c'><text>Lamp</text></clipPath><rect clip-path='url(#c)'/>");
        is_refused_for_its_text("<text><![CDATA[Lamp]]></text>");
        is_refused_for_its_text("<s:text xmlns:s='http://www.w3.org/2000/svg'>Lamp</s:text>");
        let prefixed =
            "<s:svg xmlns:s='http://www.w3.org/2000/svg' width='9' height='9'><s:text>Lamp</s:text></s:svg>";
        assert!(matches!(draw(prefixed.as_bytes(), 550), Err(ImageError::HasText)));
        let entity =
            format!("<!DOCTYPE svg [<!ENTITY t '<text>Lamp</text>'>]>{}", svg("width='9' height='9'", "&t;"));
        assert!(matches!(draw(entity.as_bytes(), 550), Err(ImageError::HasText)));
    }

    #[test]
    fn text_of_a_drawing_inside_of_a_drawing_is_found() {
        let inner = |inside: &str| {
            let inner = svg("width='9' height='9'", inside);
            let data: String = inner.bytes().map(|byte| format!("%{byte:02x}")).collect();
            format!("<image width='9' height='9' xlink:href='data:image/svg+xml;charset=utf-8,{data}'/>")
        };
        is_refused_for_its_text(&inner("<text>Lamp</text>"));
        is_refused_for_its_text(&inner(&inner("<text>Lamp</text>")));
        let encoded = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjx0ZXh0PkE8L3RleHQ+PC9zdmc+";
        let image = format!("href='data:image/svg+xml;base64,{encoded}' width='9' height='9'");
        is_refused_for_its_text(&format!("<image {image}/>"));
        let filter = format!("<filter id='f'><feImage {image}/></filter>");
        is_refused_for_its_text(&format!("{filter}<rect width='9' height='9' filter='url(#f)'/>"));
        draw(svg("width='9' height='9'", &inner("<rect width='9' height='9'/>")).as_bytes(), 550).unwrap();
    }

    #[test]
    fn a_drawing_whose_text_is_empty_is_drawn() {
        for inside in [
            "<text/>",
            "<text> \n </text>",
            "<title>Lamp</title><desc>A lamp</desc>",
            "<style>text {}</style>",
        ] {
            draw(svg("width='9' height='9'", inside).as_bytes(), 550).unwrap();
        }
        let lamp =
            read_header(&mut std::io::Cursor::new(svg("width='9' height='8'", "<text>Lamp</text>")), 100)
                .unwrap();
        assert_eq!((lamp.width, lamp.height), (9, 8));
    }

    #[test]
    fn shapes_layers_and_patterns_without_end_are_refused() {
        let size = "width='550' height='2000'";
        let whole = "<rect width='550' height='2000' fill-opacity='.5'/>";
        is_refused(size, &whole.repeat(5_000), "its shapes");
        assert!(draw(svg(size, &whole.repeat(50)).as_bytes(), 550).is_ok());
        let layers = |n: usize| format!("{}{whole}{}", "<g opacity='.9'>".repeat(n), "</g>".repeat(n));
        is_refused(size, &layers(300), "its layers");
        let patterns: String = (1..30)
            .map(|n| {
                let square = format!("<rect width='1' height='1' fill='url(#p{})'/>", n - 1);
                format!("<pattern id='p{n}' width='1' height='1' patternUnits='userSpaceOnUse'>{square}{square}</pattern>")
            })
            .collect();
        let first = "<pattern id='p0' width='1' height='1' patternUnits='userSpaceOnUse'><rect width='1' height='1'/></pattern>";
        let painted =
            format!("<defs>{first}{patterns}</defs><rect width='550' height='2000' fill='url(#p29)'/>");
        is_refused(size, &painted, "its ");
        let zigzag: String = (0..100_000).map(|n| format!("L{} {}", n % 550, n % 2 * 2000)).collect();
        is_refused(size, &format!("<path d='M0 0{zigzag}' stroke='red'/>"), "its shapes");
        is_refused(size, &format!("<path d='M0 0{zigzag}'/>"), "its shapes");
        let coast: String = (0..100_000).map(|n| format!("L{} {}", n % 550, n / 50 + n % 2)).collect();
        assert!(draw(svg(size, &format!("<path d='M0 0{coast}' stroke='red'/>")).as_bytes(), 550).is_ok());
        let tile = "<pattern id='p' width='90000' height='90000' patternUnits='userSpaceOnUse'><rect width='9' height='9'/></pattern>";
        is_refused(size, &format!("{tile}<rect width='550' height='2000' fill='url(#p)'/>"), "its ");
    }
}
