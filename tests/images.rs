//! Images of every format and defect, made here, and the real ones of an issue where they are at
//! hand: looked at, decoded and made right for the mail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use crate::support::{reference, require};

use std::io::Cursor;

use copydesk::image::{
    Control, Fitted, Format, Header, Image, ImageError, Likeness, Limits, decode, find_bars, fit, probe,
};
use copydesk::root::{RootError, open_named};
use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

const LIMITS: Limits =
    Limits { max_width: 550, max_gif_bytes: Some(1_000_000), max_still_bytes: None, crop_bars: false };

/// Red, green, blue and white quarters, each with a texture of its own.
fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let texture = ((x * 5 + y * 3) % 23) as u8;
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => [230 - texture, 20, 20],
            (false, true) => [20, 200 - texture, 30],
            (true, false) => [20, 40, 230 - texture],
            (false, false) => [255 - texture; 3],
        })
    })
}

fn saved(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn svg(width: u32, height: u32) -> Vec<u8> {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>\
         <rect width='{width}' height='{height}' fill='#fff'/><circle cx='50' cy='50' r='40' fill='#c33'/></svg>"
    )
    .into_bytes()
}

/// One of each format that is read, of one size.
fn every_format(width: u32, height: u32) -> Vec<(Format, Vec<u8>)> {
    let image = DynamicImage::from(quarters(width, height));
    let mut progressive = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut progressive, 85);
    encoder.set_progressive(true);
    encoder.encode(image.as_bytes(), width as u16, height as u16, jpeg_encoder::ColorType::Rgb).unwrap();
    vec![
        (Format::Jpeg, saved(&image, ImageFormat::Jpeg)),
        (Format::Jpeg, progressive),
        (Format::Png, saved(&image, ImageFormat::Png)),
        (Format::Gif, saved(&image.to_rgba8().into(), ImageFormat::Gif)),
        (Format::WebP, saved(&image, ImageFormat::WebP)),
        (Format::Bmp, saved(&image, ImageFormat::Bmp)),
        (Format::Tiff, saved(&image, ImageFormat::Tiff)),
    ]
}

/// JPEGs of 200 × 10 pixels as printers want them: how much of each ink.
fn inked() -> [Vec<u8>; 2] {
    [jpeg_encoder::ColorType::Cmyk, jpeg_encoder::ColorType::CmykAsYcck].map(|kind| {
        let mut out = Vec::new();
        let ink: Vec<u8> = [255 - 200, 255 - 100, 255 - 50, 0].repeat(2000);
        jpeg_encoder::Encoder::new(&mut out, 95).encode(&ink, 200, 10, kind).unwrap();
        out
    })
}

fn exif_block(fields: &[(Tag, Value)]) -> Vec<u8> {
    let fields: Vec<Field> = fields
        .iter()
        .map(|(tag, value)| Field { tag: *tag, ifd_num: In::PRIMARY, value: value.clone() })
        .collect();
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, false).unwrap();
    out.into_inner()
}

/// A JPEG with metadata.
fn jpeg_with(image: &RgbImage, fields: &[(Tag, Value)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 90);
    encoder.add_exif_metadata(&exif_block(fields)).unwrap();
    let (width, height) = (image.width() as u16, image.height() as u16);
    encoder.encode(image.as_raw(), width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    out
}

fn place() -> (Tag, Value) {
    (Tag::GPSLatitude, Value::Rational(vec![Rational { num: 52, denom: 1 }; 3]))
}

fn model() -> (Tag, Value) {
    (Tag::Model, Value::Ascii(vec![b"X-1".to_vec()]))
}

fn fitted(bytes: &[u8]) -> Fitted {
    fit(bytes.to_vec(), &LIMITS, &Control::default()).unwrap()
}

fn at(image: &Image, x: f64, y: f64) -> [u8; 3] {
    let (x, y) = ((f64::from(image.width) * x) as usize, (f64::from(image.height) * y) as usize);
    let start = (y * image.width as usize + x) * 4;
    image.rgba[start..start + 3].try_into().unwrap()
}

fn are_close(one: [u8; 3], other: [u8; 3]) -> bool {
    one.iter().zip(other).all(|(one, other)| one.abs_diff(other) < 40)
}

#[test]
fn a_look_tells_format_size_and_weight_without_decoding() {
    let dir = tempfile::tempdir().unwrap();
    for (n, (format, bytes)) in every_format(620, 410).into_iter().enumerate() {
        let path = dir.path().join(format!("{n} ü $(x).bin"));
        std::fs::write(&path, &bytes).unwrap();
        let header = look(&path).unwrap();
        assert_eq!((header.format, header.width, header.height), (format, 620, 410));
        assert_eq!((header.frames, header.bytes, header.is_cut_off), (1, bytes.len() as u64, false));
        assert_eq!(header, Header::from_bytes(&bytes).unwrap());
    }
    let drawn = Header::from_bytes(&svg(620, 410)).unwrap();
    assert_eq!((drawn.format, drawn.width, drawn.height), (Format::Svg, 620, 410));
}

/// What the header of a file says.
fn look(path: &std::path::Path) -> Result<Header, ImageError> {
    let opened = open_named(path, None).unwrap();
    probe(opened.file, opened.about.bytes)
}

#[test]
fn a_file_that_is_no_image_is_reported_in_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let said = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        look(&path).unwrap_err().to_string()
    };
    assert_eq!(said("empty.png", b""), "is empty: the file has no bytes");
    assert_eq!(said("text.jpg", b"BM, some text that is long enough"), "is not an image of a known format");
    assert!(said("a.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1").starts_with("is AVIF, which needs"));
    assert!(said("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1").contains("heif-convert"));
    assert!(matches!(open_named(dir.path(), None), Err(RootError::Folder)));
    assert!(matches!(open_named(&dir.path().join("none"), None), Err(RootError::NotFound)));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("pipe.png");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(matches!(open_named(&path, None), Err(RootError::NotAFile)));
    assert!(matches!(open_named(std::path::Path::new("/dev/zero"), None), Err(RootError::NotAFile)));
}

#[test]
fn a_header_that_claims_too_much_takes_no_memory() {
    let mut png = saved(&quarters(40, 30).into(), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let mut jpeg = saved(&quarters(40, 30).into(), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
    let mut gif = saved(&DynamicImage::from(quarters(40, 30)).to_rgba8().into(), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
    for bytes in [png, jpeg, gif, svg(60_000, 60_000)] {
        for error in [
            Header::from_bytes(&bytes).unwrap_err(),
            decode(&bytes).unwrap_err(),
            fit(bytes.clone(), &LIMITS, &Control::default()).unwrap_err(),
        ] {
            assert_eq!(error.to_string(), "is 60000×60000 pixels, over the limit of 50 million");
        }
    }
}

#[test]
fn a_file_that_ends_early_is_never_half_an_image() {
    for (format, bytes) in every_format(90, 60) {
        decode(&bytes).unwrap();
        for end in (0..bytes.len() - 1).step_by(7).chain([bytes.len() - 1]) {
            let torn = &bytes[..end];
            assert!(decode(torn).is_err(), "{format:?} of {end} bytes of {}", bytes.len());
            assert!(fit(torn.to_vec(), &LIMITS, &Control::default()).is_err(), "{format:?} at {end}");
        }
    }
}

/// Changed bytes may still be an image; they must decode to the size in the header, or to an error.
#[test]
fn changed_bytes_never_end_the_program() {
    let mut random = 7_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let mut sources: Vec<Vec<u8>> = every_format(36, 28).into_iter().map(|(_, bytes)| bytes).collect();
    sources.push(svg(36, 28));
    sources.extend(inked());
    sources.push(jpeg_with(&quarters(36, 28), &[place(), model()]));
    for source in sources {
        for _ in 0..400 {
            let mut bytes = source.clone();
            for _ in 0..=next(4) {
                let place = next(bytes.len());
                bytes[place] = next(256) as u8;
            }
            bytes.truncate(bytes.len() - if next(4) == 0 { next(bytes.len()) } else { 0 });
            let Ok(header) = Header::from_bytes(&bytes) else { continue };
            if u64::from(header.width) * u64::from(header.height) < 1_000_000
                && let Ok(image) = decode(&bytes)
            {
                assert_eq!(image.rgba.len(), image.width as usize * image.height as usize * 4);
            }
        }
    }
}

#[test]
fn every_kind_of_pixel_is_decoded() {
    let colour = DynamicImage::from(RgbImage::from_pixel(20, 10, Rgb([200, 100, 50])));
    let grey = DynamicImage::from(colour.to_luma8());
    for (image, format) in [
        (colour.to_rgb16().into(), ImageFormat::Png),
        (colour.to_rgba16().into(), ImageFormat::Png),
        (colour.to_rgb16().into(), ImageFormat::Tiff),
        (colour.clone(), ImageFormat::WebP),
    ] {
        assert!(are_close(at(&decode(&saved(&image, format)).unwrap(), 0.5, 0.5), [200, 100, 50]));
    }
    let level = grey.as_bytes()[0];
    for (image, format) in [
        (grey.clone(), ImageFormat::Jpeg),
        (grey.clone(), ImageFormat::Png),
        (grey.to_luma16().into(), ImageFormat::Png),
        (grey.to_luma_alpha8().into(), ImageFormat::Png),
    ] {
        assert!(are_close(at(&decode(&saved(&image, format)).unwrap(), 0.5, 0.5), [level; 3]));
    }
    for bytes in inked() {
        let image = decode(&bytes).unwrap();
        for x in [0.02, 0.5, 0.8, 0.98] {
            assert!(are_close(at(&image, x, 0.5), [200, 100, 50]) && image.is_opaque(), "{x}");
        }
        // Not all mail programs show ink.
        let fitted = fitted(&bytes);
        assert!(fitted.before.is_ink && !fitted.after.is_ink && !fitted.unchanged);
        assert!(are_close(at(&decode(&fitted.bytes).unwrap(), 0.9, 0.5), [200, 100, 50]));
    }
}

#[test]
fn every_orientation_comes_out_upright_and_without_metadata() {
    let upright = quarters(800, 600);
    for orientation in 1..=8_u8 {
        let mut stored = DynamicImage::from(upright.clone());
        // The way back is the same turn, but for the two quarter turns.
        let back = match orientation {
            6 => 8,
            8 => 6,
            other => other,
        };
        stored.apply_orientation(image::metadata::Orientation::from_exif(back).unwrap());
        let fields = [(Tag::Orientation, Value::Short(vec![u16::from(orientation)])), place(), model()];
        let source = jpeg_with(&stored.into_rgb8(), &fields);
        let before = Header::from_bytes(&source).unwrap();
        assert_eq!((before.width, before.height), (800, 600), "{orientation}");
        assert_eq!((before.is_turned, before.position, before.camera), (orientation != 1, true, true));
        let after = fitted(&source);
        assert_eq!((after.after.width, after.after.height), (550, 413), "{orientation}");
        assert!(!after.after.is_turned && !after.after.position && !after.after.camera);
        assert!(!after.bytes.windows(4).any(|part| part == b"Exif"));
        assert_eq!(after.steps.contains(&"turned upright".to_owned()), orientation != 1);
        for image in [decode(&source).unwrap(), decode(&after.bytes).unwrap()] {
            assert_eq!(image.was_turned, orientation != 1 && image.width == 800);
            assert!(are_close(at(&image, 0.25, 0.25), [220, 20, 20]), "{orientation}");
            assert!(are_close(at(&image, 0.75, 0.25), [20, 190, 30]), "{orientation}");
            assert!(are_close(at(&image, 0.25, 0.75), [20, 40, 220]), "{orientation}");
        }
    }
}

#[test]
fn where_only_the_metadata_is_wrong_no_pixel_changes() {
    let source = jpeg_with(&quarters(500, 300), &[place(), model()]);
    let after = fitted(&source);
    assert_eq!(after.steps, ["metadata dropped"]);
    assert!(!after.unchanged && after.bytes.len() < source.len());
    assert_eq!(decode(&after.bytes).unwrap().rgba, decode(&source).unwrap().rgba);
    let again = fitted(&after.bytes);
    assert!(again.unchanged);
    assert_eq!(again.bytes, after.bytes);
}

#[test]
fn what_is_right_stays_byte_for_byte() {
    for (format, bytes) in every_format(500, 300) {
        let after = fitted(&bytes);
        assert_eq!(after.unchanged, format.is_for_mail(), "{format:?}");
        assert_eq!(after.bytes == bytes, format.is_for_mail());
        assert!(after.after.format.is_for_mail());
        assert_eq!((after.after.width, after.after.height), (500, 300));
        assert!(after.summary().starts_with("500×300 "));
    }
}

#[test]
fn what_is_too_wide_is_scaled_and_kept_as_what_it_is() {
    for (format, bytes) in every_format(1_100, 700) {
        let after = fitted(&bytes);
        assert_eq!((after.after.width, after.after.height), (550, 350), "{format:?}");
        assert!(!after.unchanged && after.after.format.is_for_mail());
        assert!(after.bytes.len() < bytes.len());
        if format == Format::Jpeg {
            assert_eq!(after.after.format, Format::Jpeg);
        }
        assert_eq!(
            after.steps.iter().any(|step| step.starts_with("saved as")),
            after.after.format != format,
            "{:?}",
            after.steps
        );
        let is_same =
            Likeness::new(&decode(&bytes).unwrap()).is_same(&Likeness::new(&decode(&after.bytes).unwrap()));
        assert!(is_same, "{format:?}");
        assert!(fitted(&after.bytes).unchanged);
    }
    let drawn = fitted(&svg(1_100, 700));
    assert_eq!((drawn.after.format, drawn.after.width, drawn.after.height), (Format::Png, 550, 350));
}

#[test]
fn a_photograph_saved_as_png_becomes_a_jpeg_but_nothing_transparent_is_lost() {
    let noisy = |x: u32, y: u32| {
        let noise = (x * 7_919 + y * 104_729) % 61;
        [(90 + noise + x / 12) as u8, (60 + noise + y / 9) as u8, (140 + noise) as u8]
    };
    let photograph = RgbImage::from_fn(1_000, 600, |x, y| Rgb(noisy(x, y)));
    let after = fitted(&saved(&photograph.into(), ImageFormat::Png));
    assert_eq!(after.after.format, Format::Jpeg);
    assert_eq!(after.steps, ["saved as JPEG"]);
    let cut_out = RgbaImage::from_fn(1_000, 600, |x, y| {
        let [red, green, blue] = noisy(x, y);
        Rgba([red, green, blue, if x < 300 { 0 } else { 255 }])
    });
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let after = fitted(&saved(&cut_out.clone().into(), format));
        assert_eq!(after.after.format, Format::Png);
        assert_eq!(decode(&after.bytes).unwrap().rgba[3], 0);
    }
}

/// A photograph-like image: smooth, with grain.
fn grainy(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let grain = (x * 7_919 + y * 104_729) % 31;
        Rgb([(80 + grain + x / 5) as u8, (60 + grain + y / 4) as u8, (120 + grain) as u8])
    })
}

#[test]
fn an_image_of_the_right_width_never_gets_heavier() {
    let mut turned = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut turned, 55);
    encoder.add_exif_metadata(&exif_block(&[(Tag::Orientation, Value::Short(vec![6]))])).unwrap();
    encoder.encode(grainy(500, 400).as_raw(), 500, 400, jpeg_encoder::ColorType::Rgb).unwrap();
    let small = saved(&DynamicImage::from(grainy(500, 400)).thumbnail(250, 200), ImageFormat::WebP);
    for (what, source) in [("turned JPEG of low quality", turned.clone()), ("lossless WebP", small)] {
        let after = fitted(&source);
        assert!(!after.unchanged, "{what}");
        assert!(after.bytes.len() <= source.len(), "{what}: {}", after.summary());
    }
    // The limit of bytes is still kept first.
    let max = turned.len() as u64 * 9 / 10;
    let limits = Limits { max_still_bytes: Some(max), ..LIMITS };
    let after = fit(turned, &limits, &Control::default()).unwrap();
    assert!(after.after.bytes <= max, "{}", after.summary());
}

#[test]
fn a_scaled_image_never_gets_heavier() {
    // Scaling by a little gives the edges of a drawing new colours.
    let disc = RgbImage::from_fn(700, 400, |x, y| {
        let is_inside = x.abs_diff(350).pow(2) + y.abs_diff(200).pow(2) < 175 * 175;
        Rgb(if is_inside { [200, 30, 30] } else { [250, 240, 220] })
    });
    let mut photograph = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut photograph, 40);
    encoder.encode(grainy(560, 400).as_raw(), 560, 400, jpeg_encoder::ColorType::Rgb).unwrap();
    let indexed = |image: RgbImage| {
        let options = oxipng::Options::from_preset(2);
        oxipng::optimize_from_memory(&saved(&image.into(), ImageFormat::Png), &options).unwrap()
    };
    for (what, source) in [("disc", indexed(disc)), ("photograph", photograph)] {
        let after = fitted(&source);
        assert_eq!(after.after.width, 550, "{what}");
        assert!(after.bytes.len() <= source.len(), "{what}: {}", after.summary());
    }
    // A pattern that repeats by whole pixels is light only at its own size.
    let squares = RgbImage::from_fn(560, 400, |x, y| {
        Rgb(if (x / 16 + y / 16) % 2 == 0 { [255; 3] } else { [20, 90, 160] })
    });
    let after = fitted(&indexed(squares));
    assert_eq!(after.after.width, 550);
    assert_eq!(after.steps, ["heavier than before"], "{}", after.summary());
}

#[test]
fn the_lighter_format_of_the_same_quality_wins() {
    // Half as heavy as a JPEG is enough for a photograph; a drawing keeps its sharp edges.
    let photograph = fitted(&saved(&grainy(1_100, 800).into(), ImageFormat::Png));
    assert_eq!(
        (photograph.after.format, &photograph.steps[..]),
        (Format::Jpeg, &["saved as JPEG".into()][..])
    );
    let drawing = RgbImage::from_fn(1_100, 800, |x, y| {
        Rgb(if (x / 40 + y / 40) % 2 == 0 { [255; 3] } else { [20, 90, 160] })
    });
    let as_png = fitted(&saved(&drawing.clone().into(), ImageFormat::Png));
    assert_eq!(as_png.after.format, Format::Png);
    let mut source = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut source, 90);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
    encoder.encode(drawing.as_raw(), 1_100, 800, jpeg_encoder::ColorType::Rgb).unwrap();
    let scaled = fitted(&source);
    assert_eq!(scaled.after.format, Format::Png, "{}", scaled.summary());
}

#[test]
fn a_limit_of_bytes_is_kept_or_said_to_be_beyond_reach() {
    let noise =
        |x: u32, y: u32| Rgb([(x * 13 + y * 7 + x * y % 97) as u8, (x * y % 251) as u8, (x ^ y) as u8]);
    let source = saved(&RgbImage::from_fn(900, 900, noise).into(), ImageFormat::Jpeg);
    let free = fitted(&source).bytes.len() as u64;
    let limits = |max| Limits { max_still_bytes: Some(max), ..LIMITS };
    let lighter = fit(source.clone(), &limits(free * 9 / 10), &Control::default()).unwrap();
    assert!(lighter.after.bytes <= free * 9 / 10);
    assert!(lighter.steps.iter().any(|step| step.starts_with("quality ")), "{:?}", lighter.steps);
    let beyond = fit(source, &limits(1_000), &Control::default()).unwrap();
    assert_eq!(beyond.steps.last().unwrap(), "still over 1 kB");
    let again = fit(beyond.bytes.clone(), &limits(1_000), &Control::default()).unwrap();
    assert!(again.unchanged && again.bytes == beyond.bytes);
    assert!(again.summary().ends_with(", still over 1 kB"));
}

#[test]
fn bars_are_cut_off_only_where_that_is_asked_for() {
    let film = RgbImage::from_fn(800, 600, |x, y| {
        if (75..525).contains(&y) {
            Rgb([90 + (x % 80) as u8, 120, 60 + (y % 90) as u8])
        } else {
            Rgb([0; 3])
        }
    });
    let source = saved(&film.into(), ImageFormat::Jpeg);
    assert_eq!(fitted(&source).after.height, 413);
    let limits = Limits { crop_bars: true, ..LIMITS };
    let cropped = fit(source, &limits, &Control::default()).unwrap();
    assert_eq!(cropped.steps, ["cropped the bars"]);
    assert!(cropped.after.height.abs_diff(309) <= 4, "{}", cropped.after.height);
    assert!(find_bars(&decode(&cropped.bytes).unwrap()).is_none());
}

#[test]
fn cancelling_stops_the_work() {
    let control = Control::default();
    control.cancel();
    let source = saved(&quarters(900, 600).into(), ImageFormat::Jpeg);
    assert!(matches!(fit(source, &LIMITS, &control), Err(ImageError::Cancelled)));
}

/// Real images of an old issue; none where they are not at hand.
fn real() -> Vec<(String, Vec<u8>)> {
    let Some(folder) = require::corpus("jekyll-2018/assets") else { return Vec::new() };
    let entries = std::fs::read_dir(&folder).unwrap();
    let mut files: Vec<_> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
        .into_iter()
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
        .collect()
}

#[test]
fn real_images_are_made_right_and_still_look_like_themselves() {
    for (name, bytes) in real() {
        let source = decode(&bytes).unwrap();
        let after = fitted(&bytes);
        let image = decode(&after.bytes).unwrap();
        assert!(image.width <= 550 && !after.after.position && !after.after.camera, "{name}");
        let height = f64::from(source.height) * f64::from(image.width) / f64::from(source.width);
        assert!((f64::from(image.height) - height).abs() <= 1.0, "{name}");
        if image.is_opaque() && !after.unchanged {
            let score = reference::likeness(&reference::reference(&source, 550), &image);
            eprintln!("{name}: {}, likeness {score:.1}", after.summary());
            assert!(score > 75.0, "{name} has a likeness of {score}");
        }
        assert!(find_bars(&source).is_none(), "{name} has no bars");
        assert!(fitted(&after.bytes).unchanged, "{name}");
    }
}

#[test]
fn real_images_are_distinguished_and_recognised() {
    let images: Vec<_> = real().into_iter().map(|(name, bytes)| (name, decode(&bytes).unwrap())).collect();
    let prints: Vec<_> = images.iter().map(|(name, image)| (name.clone(), Likeness::new(image))).collect();
    for (n, (name, print)) in prints.iter().enumerate() {
        for (other, other_print) in &prints[n + 1..] {
            assert!(!print.is_same(other_print), "{name} is not {other}");
        }
    }
    for ((name, image), (_, print)) in images.into_iter().zip(&prints) {
        let image = RgbaImage::from_raw(image.width, image.height, image.rgba).unwrap();
        let image = DynamicImage::from(image);
        let small = image.resize_exact(
            300,
            300 * image.height() / image.width(),
            image::imageops::FilterType::CatmullRom,
        );
        for bytes in [
            saved(&image.to_rgb8().into(), ImageFormat::Jpeg),
            saved(&small, ImageFormat::Png),
            saved(&small, ImageFormat::WebP),
        ] {
            if image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel[3] < 255) {
                continue;
            }
            assert!(Likeness::new(&decode(&bytes).unwrap()).is_same(print), "{name}");
        }
    }
}
