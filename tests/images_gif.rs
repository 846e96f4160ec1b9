//! Moving GIFs brought within the limits: what is seen before → what is seen after.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::borrow::Cow;

use copydesk::image::{Control, Fitted, ImageError, Limits, fit};
use gif::{DisposalMethod, Encoder, Frame, Repeat};
use image::{AnimationDecoder, ImageDecoder, RgbaImage};

const PALETTE: [u8; 24] =
    [0, 0, 0, 255, 255, 255, 220, 40, 40, 40, 180, 60, 40, 80, 220, 230, 200, 40, 128, 128, 128, 9, 9, 9];

fn limits(max_width: u32, max_gif_bytes: Option<u64>) -> Limits {
    Limits { max_width, max_gif_bytes, max_still_bytes: None, crop_bars: false }
}

fn fitted(source: &[u8], max_width: u32, max: Option<u64>) -> Result<Fitted, ImageError> {
    fit(source.to_vec(), &limits(max_width, max), &Control::default())
}

fn encoder(width: u16, height: u16, repeat: Repeat) -> Encoder<Vec<u8>> {
    let mut encoder = Encoder::new(Vec::new(), width, height, &PALETTE).unwrap();
    encoder.set_repeat(repeat).unwrap();
    encoder
}

/// What a viewer shows, as another decoder than ours sees it, and how long in milliseconds.
fn seen(bytes: &[u8]) -> Vec<(RgbaImage, u64)> {
    let decoder = image::codecs::gif::GifDecoder::new(std::io::Cursor::new(bytes)).unwrap();
    decoder
        .into_frames()
        .map(|frame| {
            let frame = frame.unwrap();
            let (over, under) = frame.delay().numer_denom_ms();
            (frame.into_buffer(), u64::from(over / under))
        })
        .collect()
}

fn repeat(bytes: &[u8]) -> Repeat {
    let mut decoder = gif::Decoder::new(bytes).unwrap();
    while decoder.read_next_frame().unwrap().is_some() {}
    decoder.repeat()
}

/// How alike two frames are, in decibels; what is clear on one must be on the other.
fn likeness(a: &RgbaImage, b: &RgbaImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let mut sum = 0.0;
    for (a, b) in a.pixels().zip(b.pixels()) {
        assert_eq!(a[3] == 0, b[3] == 0, "clear on one side only");
        if a[3] > 0 {
            sum += (0..3).map(|n| (f64::from(a[n]) - f64::from(b[n])).powi(2)).sum::<f64>();
        }
    }
    10.0 * (255.0f64.powi(2) / (sum / (f64::from(a.width() * a.height()) * 3.0)).max(0.01)).log10()
}

/// A noisy clip with a palette of its own in each frame: hard to make small.
fn noisy(width: u16, height: u16, frames: u32, grain: u32) -> Vec<u8> {
    let mut encoder = encoder(width, height, Repeat::Infinite);
    let mut state = 1u32;
    for n in 0..frames {
        let pixels = (0..u32::from(width) * u32::from(height)).map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (x, y) = (at % u32::from(width), at / u32::from(width));
            let base = (x * 100 / u32::from(width) + y * 60 / u32::from(height) + n * 2) % 224;
            (base + (state >> 16) % grain).min(255) as u8
        });
        let palette = (0..=255u32).flat_map(|v| [v as u8, (255 - v) as u8, (v / 2 + n) as u8]).collect();
        let frame = Frame {
            width,
            height,
            delay: 5,
            palette: Some(palette),
            buffer: pixels.collect(),
            ..Frame::default()
        };
        encoder.write_frame(&frame).unwrap();
    }
    encoder.into_inner().unwrap()
}

/// A frame of one index.
fn block(at: (u16, u16), size: (u16, u16), index: u8, dispose: DisposalMethod) -> Frame<'static> {
    Frame {
        left: at.0,
        top: at.1,
        width: size.0,
        height: size.1,
        delay: 10,
        dispose,
        buffer: Cow::Owned(vec![index; usize::from(size.0) * usize::from(size.1)]),
        ..Frame::default()
    }
}

/// Frames of odd rectangles that stay, are cleared and are taken back. Each brings a palette of 256
/// colours, as careless programs write it, so that there is something to save.
fn disposals() -> Vec<u8> {
    let mut hole = block((4, 4), (40, 40), 5, DisposalMethod::Keep);
    hole.transparent = Some(7);
    hole.buffer = (0..1600).map(|at| if (at / 40 / 8 + at % 40 / 8) % 2 == 0 { 7 } else { 5 }).collect();
    hole.delay = 0;
    let mut striped = block((0, 20), (80, 24), 6, DisposalMethod::Background);
    striped.palette = Some(vec![200, 0, 200, 0, 200, 200]);
    striped.buffer = (0..80 * 24).map(|at| u8::from(at / 80 / 8 % 2 == 0)).collect();
    let frames = [
        block((0, 0), (80, 60), 1, DisposalMethod::Keep),
        block((8, 8), (24, 16), 2, DisposalMethod::Background),
        block((40, 8), (24, 16), 3, DisposalMethod::Previous),
        block((16, 32), (32, 20), 4, DisposalMethod::Any),
        hole,
        striped,
        block((70, 50), (30, 30), 2, DisposalMethod::Keep),
    ];
    let mut encoder = encoder(80, 60, Repeat::Finite(3));
    for mut frame in frames {
        let mut palette = frame.palette.unwrap_or_else(|| PALETTE.to_vec());
        palette.resize(768, 0);
        frame.palette = Some(palette);
        encoder.write_frame(&frame).unwrap();
    }
    encoder.into_inner().unwrap()
}

#[test]
fn every_way_to_dispose_of_a_frame_is_seen_as_before() {
    let source = disposals();
    // Over the bytes but not too wide: encoded again at the same size.
    let fitted = fitted(&source, 80, Some(source.len() as u64 - 1));
    let bytes = match fitted {
        Ok(fitted) => fitted.bytes,
        Err(error) => panic!("{error}"),
    };
    assert!(bytes.len() < source.len());
    let (before, after) = (seen(&source), seen(&bytes));
    assert_eq!(before.len(), after.len());
    for (n, ((a, time), (b, shown))) in before.iter().zip(&after).enumerate() {
        assert_eq!(time, shown, "frame {n}");
        assert!(likeness(a, b) > 45.0, "frame {n}: {}", likeness(a, b));
    }
    assert_eq!(repeat(&bytes), Repeat::Finite(3));
}

#[test]
fn a_wide_one_is_scaled_with_all_its_frames() {
    let source = disposals();
    let fitted = fitted(&source, 40, None).unwrap();
    assert_eq!((fitted.after.width, fitted.after.height, fitted.after.frames), (40, 30, 7));
    let (before, after) = (seen(&source), seen(&fitted.bytes));
    for (n, ((a, time), (b, shown))) in before.iter().zip(&after).enumerate() {
        assert_eq!(time, shown, "frame {n}");
        // The middle of each area is what it was.
        for (x, y) in [(2, 2), (37, 2), (37, 27), (2, 27)] {
            let (wanted, got) = (a.get_pixel(2 * x, 2 * y), b.get_pixel(x, y));
            assert!(
                (0..4).all(|n| wanted[n].abs_diff(got[n]) < 8),
                "frame {n} at {x},{y}: {wanted:?} {got:?}"
            );
        }
    }
}

#[test]
fn a_noisy_clip_is_brought_under_the_limit() {
    let source = noisy(120, 80, 60, 40);
    let max = source.len() as u64 / 3;
    let fitted = fitted(&source, 120, Some(max)).unwrap();
    assert!(fitted.bytes.len() as u64 <= max);
    assert!(fitted.bytes.len() as u64 > max * 7 / 10, "the room is used: {} of {max}", fitted.bytes.len());
    assert!(!fitted.steps.is_empty());
    assert_eq!((fitted.after.width, fitted.after.height), (120, 80));
    let (before, after) = (seen(&source), seen(&fitted.bytes));
    let time = |frames: &[(RgbaImage, u64)]| frames.iter().map(|frame| frame.1).sum::<u64>();
    assert!(time(&before).abs_diff(time(&after)) <= 50);
    if after.len() == before.len() {
        let mean = before.iter().zip(&after).map(|(a, b)| likeness(&a.0, &b.0)).sum::<f64>() / 60.0;
        assert!(mean > 25.0, "{mean}");
    }
}

#[test]
fn frames_go_before_the_clip_becomes_a_stamp_and_the_time_stays() {
    let source = noisy(120, 80, 60, 120);
    let fitted = fitted(&source, 120, Some(source.len() as u64 / 20)).unwrap();
    assert!(fitted.bytes.len() <= source.len() / 20);
    assert!(fitted.after.frames < 60, "{:?}", fitted.steps);
    let time = seen(&fitted.bytes).iter().map(|frame| frame.1).sum::<u64>();
    assert_eq!(time, 60 * 50);
    assert!(fitted.steps.iter().any(|step| step.starts_with("every ")), "{:?}", fitted.steps);
}

#[test]
fn an_impossible_limit_is_said() {
    let source = noisy(60, 40, 10, 120);
    assert!(matches!(fitted(&source, 60, Some(100)), Err(ImageError::StillTooHeavy { limit: 100 })));
}

#[test]
fn what_is_too_much_is_refused_at_once() {
    let mut long = encoder(10, 10, Repeat::Infinite);
    for n in 0..10_000u32 {
        long.write_frame(&block((0, 0), (2, 2), (n % 7) as u8, DisposalMethod::Keep)).unwrap();
    }
    assert!(matches!(fitted(&long.into_inner().unwrap(), 5, None), Err(ImageError::TooManyFrames)));

    let mut huge = encoder(60_000, 60_000, Repeat::Infinite);
    for _ in 0..2 {
        huge.write_frame(&block((0, 0), (2, 2), 1, DisposalMethod::Keep)).unwrap();
    }
    assert!(matches!(fitted(&huge.into_inner().unwrap(), 550, None), Err(ImageError::TooLarge { .. })));

    let mut both = encoder(7_000, 7_000, Repeat::Infinite);
    for _ in 0..500 {
        both.write_frame(&block((0, 0), (2, 2), 1, DisposalMethod::Keep)).unwrap();
    }
    assert!(matches!(fitted(&both.into_inner().unwrap(), 550, None), Err(ImageError::TooLong { .. })));
}

#[test]
fn a_cut_off_one_is_damaged_and_a_cancelled_one_leaves_nothing() {
    let source = disposals();
    for end in [source.len() - 1, source.len() / 2] {
        assert!(matches!(fitted(&source[..end], 40, None), Err(ImageError::Damaged(_))));
    }
    let control = Control::default();
    control.cancel();
    let cancelled = fit(source, &limits(40, Some(300)), &control);
    assert!(matches!(cancelled, Err(ImageError::Cancelled)));
}

#[test]
fn mutated_bytes_never_panic() {
    let sources = [disposals(), noisy(24, 16, 4, 60)];
    let mut state = 7u32;
    let mut dice = |under: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % under
    };
    for round in 0..1_000 {
        let mut bytes = sources[round % 2].clone();
        for _ in 0..=dice(3) {
            let at = dice(bytes.len());
            bytes[at] = dice(256) as u8;
        }
        // A screen of millions of pixels is no error and takes its time: keep it small.
        (bytes[7], bytes[9]) = (0, 0);
        if let Ok(fitted) = fitted(&bytes, 30, Some(4_000)) {
            let decoder = image::codecs::gif::GifDecoder::new(std::io::Cursor::new(&fitted.bytes)).unwrap();
            assert!(fitted.unchanged || decoder.dimensions().0 <= 30);
        }
    }
}
