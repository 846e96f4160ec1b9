//! The palettes that terminals have by default, to compute the contrast of the themes.

use super::Background;

/// A terminal's own colours.
#[derive(Debug)]
pub struct Palette {
    pub name: &'static str,
    pub foreground: u32,
    pub background: u32,
    /// The sixteen colours: black, red, green, yellow, blue, magenta, cyan, white, and the bright ones.
    pub colours: [u32; 16],
    /// What the background counts as.
    pub kind: Background,
}

/// `XTerm-col.ad` of xterm: its default foreground and background are those of X, black on white, and swapped by
/// `-rv`.
const XTERM: [u32; 16] = [
    0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5, 0x7f_7f7f,
    0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
];

/// `foreground`, `background` and `color0` to `color15` in the documentation of `kitty.conf`.
const KITTY: [u32; 16] = [
    0x00_0000, 0xcc_0403, 0x19_cb00, 0xce_cb00, 0x0d_73cc, 0xcb_1ed1, 0x0d_cdcd, 0xdd_dddd, 0x76_7676,
    0xf2_201f, 0x23_fd00, 0xff_fd00, 0x1a_8fff, 0xfd_28ff, 0x14_ffff, 0xff_ffff,
];

/// "Campbell" in `defaults.json` of Windows Terminal.
const CAMPBELL: [u32; 16] = [
    0x0c_0c0c, 0xc5_0f1f, 0x13_a10e, 0xc1_9c00, 0x00_37da, 0x88_1798, 0x3a_96dd, 0xcc_cccc, 0x76_7676,
    0xe7_4856, 0x16_c60c, 0xf9_f1a5, 0x3b_78ff, 0xb4_009e, 0x61_d6d6, 0xf2_f2f2,
];

/// "Tango" in `terminal-schemas.h` of GNOME Terminal; the pairs of foreground and background are its "Tango light"
/// and "Tango dark".
const TANGO: [u32; 16] = [
    0x2e_3436, 0xcc_0000, 0x4e_9a06, 0xc4_a000, 0x34_65a4, 0x75_507b, 0x06_989a, 0xd3_d7cf, 0x55_5753,
    0xef_2929, 0x8a_e234, 0xfc_e94f, 0x72_9fcf, 0xad_7fa8, 0x34_e2e2, 0xee_eeec,
];

/// "Terminal.app" in the table of "ANSI escape code" in the English Wikipedia; "Basic" is black on white, or
/// white on #1e1e1e where the system is dark.
const MACOS: [u32; 16] = [
    0x00_0000, 0x99_0000, 0x00_a600, 0x99_9900, 0x00_00b2, 0xb2_00b2, 0x00_a6b2, 0xbf_bfbf, 0x66_6666,
    0xe5_0000, 0x00_d900, 0xe5_e500, 0x00_00ff, 0xe5_00e5, 0x00_e5e5, 0xe5_e5e5,
];

/// The table of values at <https://ethanschoonover.com/solarized/>.
const SOLARIZED: [u32; 16] = [
    0x07_3642, 0xdc_322f, 0x85_9900, 0xb5_8900, 0x26_8bd2, 0xd3_3682, 0x2a_a198, 0xee_e8d5, 0x00_2b36,
    0xcb_4b16, 0x58_6e75, 0x65_7b83, 0x83_9496, 0x6c_71c4, 0x93_a1a1, 0xfd_f6e3,
];

const fn dark(name: &'static str, foreground: u32, background: u32, colours: [u32; 16]) -> Palette {
    Palette { name, foreground, background, colours, kind: Background::Dark }
}

const fn light(name: &'static str, foreground: u32, background: u32, colours: [u32; 16]) -> Palette {
    Palette { name, foreground, background, colours, kind: Background::Light }
}

/// Kitty and Windows Terminal are dark by default, and their light schemes have other colours.
pub const PALETTES: [Palette; 10] = [
    dark("xterm -rv", 0xff_ffff, 0x00_0000, XTERM),
    light("xterm", 0x00_0000, 0xff_ffff, XTERM),
    dark("kitty", 0xdd_dddd, 0x00_0000, KITTY),
    dark("Campbell", 0xcc_cccc, 0x0c_0c0c, CAMPBELL),
    dark("Tango dark", 0xd3_d7cf, 0x2e_3436, TANGO),
    light("Tango light", 0x2e_3436, 0xee_eeec, TANGO),
    dark("macOS Basic, dark", 0xff_ffff, 0x1e_1e1e, MACOS),
    light("macOS Basic", 0x00_0000, 0xff_ffff, MACOS),
    dark("Solarized dark", 0x83_9496, 0x00_2b36, SOLARIZED),
    light("Solarized light", 0x65_7b83, 0xfd_f6e3, SOLARIZED),
];
