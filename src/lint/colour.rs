//! Colours in styles, and the contrast between them (WCAG 2.2).

/// A colour without transparency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour([u8; 3]);

/// The background of a mail whose elements set none.
pub(super) const WHITE: Colour = Colour([255; 3]);

/// The text of a mail whose elements set no colour.
pub(super) const BLACK: Colour = Colour([0; 3]);

/// The usual names in styles.
const NAMES: [(&str, u32); 32] = [
    ("aqua", 0x00_ff_ff),
    ("beige", 0xf5_f5_dc),
    ("black", 0x00_00_00),
    ("blue", 0x00_00_ff),
    ("brown", 0xa5_2a_2a),
    ("crimson", 0xdc_14_3c),
    ("cyan", 0x00_ff_ff),
    ("darkblue", 0x00_00_8b),
    ("darkgray", 0xa9_a9_a9),
    ("darkgreen", 0x00_64_00),
    ("darkgrey", 0xa9_a9_a9),
    ("dimgray", 0x69_69_69),
    ("fuchsia", 0xff_00_ff),
    ("gold", 0xff_d7_00),
    ("gray", 0x80_80_80),
    ("green", 0x00_80_00),
    ("grey", 0x80_80_80),
    ("lightblue", 0xad_d8_e6),
    ("lightgray", 0xd3_d3_d3),
    ("lightgrey", 0xd3_d3_d3),
    ("lime", 0x00_ff_00),
    ("magenta", 0xff_00_ff),
    ("maroon", 0x80_00_00),
    ("navy", 0x00_00_80),
    ("olive", 0x80_80_00),
    ("orange", 0xff_a5_00),
    ("pink", 0xff_c0_cb),
    ("purple", 0x80_00_80),
    ("red", 0xff_00_00),
    ("silver", 0xc0_c0_c0),
    ("white", 0xff_ff_ff),
    ("yellow", 0xff_ff_00),
];

impl Colour {
    /// Reads a colour of a style or an attribute: `#fff`, `#ffffff`, `rgb(1, 2, 3)`, or a usual name. `None` for others,
    /// and for transparent ones.
    pub fn read(value: &str) -> Option<Colour> {
        let value = value.trim().to_ascii_lowercase();
        if let Some(digits) = value.strip_prefix('#') {
            let number = u32::from_str_radix(digits, 16).ok()?;
            return match digits.len() {
                3 => Some(Colour([8, 4, 0].map(|shift| (number >> shift & 15) as u8 * 17))),
                6 => Some(Colour::from_number(number)),
                _ => None,
            };
        }
        if let Some(parts) = value.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')')) {
            let parts: Vec<u8> = parts
                .split([',', ' '])
                .filter(|part| !part.is_empty())
                .map_while(|part| part.parse().ok())
                .collect();
            return parts.try_into().ok().map(Colour);
        }
        NAMES.iter().find(|(name, _)| *name == value).map(|(_, number)| Colour::from_number(*number))
    }

    fn from_number(number: u32) -> Colour {
        Colour([16, 8, 0].map(|shift| (number >> shift & 255) as u8))
    }

    /// The relative luminance, 0 to 1.
    fn luminance(self) -> f64 {
        let linear = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// The contrast with another colour, 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_every_usual_form() {
        let red = Colour([255, 0, 0]);
        for value in ["#f00", "#FF0000", "rgb(255, 0, 0)", "rgb(255 0 0)", " Red "] {
            assert_eq!(Colour::read(value), Some(red), "{value}");
        }
        for value in
            ["#ff00", "#ff000080", "rgba(255, 0, 0, 0.5)", "transparent", "inherit", "rgb(1, 2)", "#é"]
        {
            assert_eq!(Colour::read(value), None, "{value}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 1e-9);
        let grey = Colour::read("#767676").unwrap().contrast(WHITE);
        assert!((4.5..4.6).contains(&grey), "{grey}");
    }
}
