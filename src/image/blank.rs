use super::Image;

/// The share of pixels that have one colour where an image shows nothing.
const SHARE: f64 = 0.985;

/// True if nearly all of an image has one colour, as the first frame of an animation that fades in.
pub fn is_blank(image: &Image) -> bool {
    // Colours that an encoder made slightly different count as one.
    let on_white = |pixel: &[u8], n: usize| {
        let alpha = u32::from(pixel[3]);
        (u32::from(pixel[n]) * alpha + 255 * (255 - alpha)) / 255
    };
    let key =
        |pixel: &[u8]| [0, 1, 2].iter().fold(0, |key, n| key << 4 | (on_white(pixel, *n) >> 4) as usize);
    let mut counts = vec![0_u32; 1 << 12];
    for pixel in image.rgba.chunks_exact(4) {
        if let Some(count) = counts.get_mut(key(pixel)) {
            *count += 1;
        }
    }
    let most = counts.into_iter().max().unwrap_or(0);
    f64::from(most) >= SHARE * (image.rgba.len() / 4) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(colour: impl Fn(u32, u32) -> [u8; 4]) -> Image {
        let pixels = (0..40).flat_map(|y| (0..60).map(move |x| (x, y)));
        let rgba = pixels.flat_map(|(x, y)| colour(x, y)).collect();
        Image { width: 60, height: 40, rgba, was_turned: false }
    }

    #[test]
    fn an_image_of_one_colour_shows_nothing() {
        assert!(is_blank(&image(|_, _| [0, 0, 0, 255])));
        // Transparent pixels are as white as the mail.
        assert!(is_blank(&image(|x, y| [x as u8, y as u8, 0, 0])));
        // A few pixels of noise.
        assert!(is_blank(&image(|x, y| if x == 3 && y < 20 { [255; 4] } else { [18, 18, 18, 255] })));
        assert!(!is_blank(&image(|x, _| if x < 6 { [200, 20, 20, 255] } else { [255; 4] })));
    }
}
