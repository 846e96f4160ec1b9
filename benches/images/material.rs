//! Images to measure with, the same in every run.

use std::path::{Path, PathBuf};

/// A name, what it is, and the bytes.
pub fn stills() -> [(&'static str, &'static str, Vec<u8>); 3] {
    let camera = photograph(4_000, 3_000);
    let shot = screenshot(1_920, 1_080);
    [
        ("camera.jpg", "12-megapixel photograph (JPEG, quality 92)", jpeg(&camera, 4_000, 3_000, 92)),
        ("screenshot.png", "1920×1080 screenshot (PNG)", png(&shot, 1_920, 1_080)),
        ("photograph.png", "1920×1080 photograph (PNG)", png(&photograph(1_920, 1_080), 1_920, 1_080)),
    ]
}

/// `count` files in a folder: photographs, screenshots, drawings, some of them large.
pub fn folder(dir: &Path, count: usize) -> Vec<PathBuf> {
    std::fs::create_dir(dir).unwrap();
    let kinds = [
        ("jpg", jpeg(&photograph(550, 400), 550, 400, 85)),
        ("jpg", jpeg(&photograph(1_600, 1_200), 1_600, 1_200, 90)),
        ("png", png(&screenshot(550, 310), 550, 310)),
        ("png", png(&screenshot(1_920, 1_080), 1_920, 1_080)),
        ("jpg", jpeg(&photograph(300, 300), 300, 300, 75)),
    ];
    (0..count)
        .map(|n| {
            let (extension, bytes) = &kinds[n % kinds.len()];
            let path = dir.join(format!("{n:04}.{extension}"));
            std::fs::write(&path, bytes).unwrap();
            path
        })
        .collect()
}

/// Soft gradients, shapes with edges, textures of several sizes and some noise of a sensor.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let mut random = 1_u32;
    let mut rgb = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (random >> 24) as f32 / 255.0 * 10.0 - 5.0;
            let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
            let hill = 0.55 + 0.1 * (u * 9.0).sin() + 0.03 * (u * 47.0).sin();
            let grass = 18.0 * (u * 900.0 + (v * 300.0).sin() * 3.0).sin() * (v * 700.0).sin();
            let disc = (u - 0.3).hypot((v - 0.3) * height as f32 / width as f32) < 0.12;
            let board = (0.6..0.85).contains(&u) && (0.5..0.8).contains(&v);
            let pins = board && (u * 160.0).fract() < 0.5 && (v * 12.0).fract() < 0.12;
            let colour = match () {
                () if pins => [225.0, 200.0, 110.0],
                () if board => [30.0, 60.0 + 30.0 * (u * 40.0).sin(), 50.0 + 25.0 * (v * 90.0).cos()],
                () if disc => [240.0, 190.0 - 200.0 * v, 70.0],
                () if v < hill => [110.0 + 100.0 * v, 150.0 + 60.0 * v, 220.0 - 40.0 * u],
                () => [70.0 + grass, 105.0 + grass + 40.0 * v, 50.0 + grass / 2.0],
            };
            rgb.extend(colour.map(|part: f32| (part + noise).clamp(0.0, 255.0) as u8));
        }
    }
    rgb
}

/// An editor: panes of plain colours, lines of small marks.
fn screenshot(width: u32, height: u32) -> Vec<u8> {
    let mut rgb = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            let (line, mark) = (y / 22, x / 11);
            let hash = line.wrapping_mul(2_654_435_761).wrapping_add(mark.wrapping_mul(40_503)) >> 7;
            let inked = y % 22 > 4
                && y % 22 < 17
                && mark % 9 != 8
                && mark < 20 + line * 37 % 90
                && (hash >> (x % 11 / 2 + y % 22 / 4 * 3) & 1) == 1;
            let ink = [[220, 220, 210], [130, 190, 250], [240, 150, 110]][(line % 3) as usize];
            rgb.extend(match () {
                () if y < 30 => [58, 62, 72],
                () if x < 220 => {
                    if inked {
                        [180, 184, 190]
                    } else {
                        [40, 44, 52]
                    }
                }
                () if inked => ink,
                () => [30, 33, 39],
            });
        }
    }
    rgb
}

fn jpeg(rgb: &[u8], width: u32, height: u32, quality: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut out, quality);
    encoder.encode(rgb, width as u16, height as u16, jpeg_encoder::ColorType::Rgb).unwrap();
    out
}

fn png(rgb: &[u8], width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(rgb).unwrap();
    out
}
