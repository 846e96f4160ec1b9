//! Embedded colour profiles. They are removed with the other metadata, so the pixels are converted
//! to sRGB, which programs assume for an image without a profile.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::Image;

/// Converts the pixels from a profile to sRGB, and returns true if they changed. A profile that is
/// unreadable, is not for RGB, or is close to sRGB changes nothing.
pub(super) fn to_srgb(image: &mut Image, profile: &[u8]) -> bool {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return false };
    if profile.color_space != DataColorSpace::Rgb {
        return false;
    }
    let options = TransformOptions::default();
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options) else {
        return false;
    };
    let samples: Vec<u8> = (0..125_usize).flat_map(|n| [step(n), step(n / 5), step(n / 25), 255]).collect();
    let mut shifted = vec![0; samples.len()];
    if transform.transform(&samples, &mut shifted).is_err()
        || samples.iter().zip(&shifted).all(|(before, after)| before.abs_diff(*after) <= 2)
    {
        return false;
    }
    let mut rgba = vec![0; image.rgba.len()];
    if transform.transform(&image.rgba, &mut rgba).is_err() {
        return false;
    }
    image.rgba = rgba;
    true
}

fn step(n: usize) -> u8 {
    [0, 64, 128, 192, 255][n % 5]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Image {
        Image { width: 2, height: 1, rgba: vec![200, 50, 50, 255, 0, 0, 0, 7], was_turned: false }
    }

    #[test]
    fn a_wide_profile_is_brought_to_srgb() {
        let mut wide = image();
        assert!(to_srgb(&mut wide, &ColorProfile::new_display_p3().encode().unwrap()));
        assert!(wide.rgba[0] > 205 && wide.rgba[1] < 45, "{:?}", wide.rgba);
        assert_eq!(wide.rgba[4..], [0, 0, 0, 7]);
    }

    #[test]
    fn srgb_itself_and_what_is_no_profile_change_nothing() {
        for profile in [ColorProfile::new_srgb().encode().unwrap(), b"no profile".to_vec()] {
            let mut same = image();
            assert!(!to_srgb(&mut same, &profile));
            assert_eq!(same.rgba, image().rgba);
        }
    }
}
