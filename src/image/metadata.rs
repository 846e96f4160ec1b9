//! Metadata about where, when and how an image was taken.

use exif::{Context, Exif, In, Reader, Tag};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    /// The EXIF orientation, from 1 to 8. It is 1 (unchanged) if the file has none.
    orientation: Option<u8>,
    pub position: bool,
    pub camera: bool,
}

/// Tags about the owner or the device. A date or a program's name identifies neither.
const CAMERA: [Tag; 10] = [
    Tag::Make,
    Tag::Model,
    Tag::DateTimeOriginal,
    Tag::MakerNote,
    Tag::CameraOwnerName,
    Tag::BodySerialNumber,
    Tag::LensMake,
    Tag::LensModel,
    Tag::LensSerialNumber,
    Tag::ImageUniqueID,
];

const XMP_POSITION: [&str; 6] = [
    "GPSLatitude",
    "GPSLongitude",
    "photoshop:City",
    "photoshop:State",
    "Iptc4xmpCore:Location",
    "Iptc4xmpExt:LocationShown",
];
const XMP_CAMERA: [&str; 8] = [
    "tiff:Make",
    "tiff:Model",
    "exif:DateTimeOriginal",
    "aux:SerialNumber",
    "aux:Lens",
    "exifEX:LensModel",
    "exifEX:BodySerialNumber",
    "exifEX:CameraOwnerName",
];

impl Metadata {
    /// From 1 to 8.
    pub fn orientation(&self) -> u8 {
        self.orientation.unwrap_or(1)
    }

    /// True if the orientation swaps width and height.
    pub fn is_on_its_side(&self) -> bool {
        self.orientation() > 4
    }

    /// Reads an EXIF block, starting at its byte order mark. The first block with an orientation
    /// decides.
    pub fn read_exif(&mut self, block: Vec<u8>) {
        let read = Reader::new().continue_on_error(true).read_raw(block);
        let Ok(exif) = read.or_else(|error| error.distill_partial_result(|_| ())) else { return };
        self.orientation = self.orientation.or_else(|| orientation(&exif));
        self.position |= exif.fields().any(|field| {
            field.tag.context() == Context::Gps
                && [Tag::GPSLatitude, Tag::GPSLongitude, Tag::GPSDestLatitude, Tag::GPSAreaInformation]
                    .contains(&field.tag)
        });
        self.camera |= exif.fields().any(|field| CAMERA.contains(&field.tag));
    }

    /// Searches an XMP packet for names of properties about place and camera, in any namespace.
    pub fn read_xmp(&mut self, packet: &[u8]) {
        let packet = String::from_utf8_lossy(packet);
        self.position |= XMP_POSITION.iter().any(|name| packet.contains(name));
        self.camera |= XMP_CAMERA.iter().any(|name| packet.contains(name));
    }

    /// Reads an IPTC block for place and owner. Each of its records starts with `1C 02` and a
    /// number.
    pub fn read_iptc(&mut self, block: &[u8]) {
        const PLACE: [u8; 6] = [26, 27, 90, 92, 95, 101];
        const OWNER: [u8; 2] = [80, 85];
        let has = |numbers: &[u8]| {
            block.windows(3).any(|part| part[..2] == [0x1c, 2] && numbers.contains(&part[2]))
        };
        self.position |= has(&PLACE);
        self.camera |= has(&OWNER);
    }

    /// Notes a block that is not decompressed. Blocks that programs store there come from a camera.
    pub fn note_unread(&mut self) {
        self.camera = true;
    }

    /// Notes values from the directory of a TIFF file.
    pub fn note(&mut self, orientation: Option<u16>, position: bool, camera: bool) {
        self.orientation = orientation.and_then(valid);
        self.position |= position;
        self.camera |= camera;
    }
}

fn orientation(exif: &Exif) -> Option<u8> {
    let value = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    valid(u16::try_from(value).ok()?)
}

fn valid(orientation: u16) -> Option<u8> {
    u8::try_from(orientation).ok().filter(|orientation| (1..=8).contains(orientation))
}

#[cfg(test)]
mod tests {
    use exif::experimental::Writer;
    use exif::{Field, Rational, Value};

    use super::*;

    fn block(fields: &[(Tag, Value)]) -> Vec<u8> {
        let fields: Vec<Field> = fields
            .iter()
            .map(|(tag, value)| Field { tag: *tag, ifd_num: In::PRIMARY, value: value.clone() })
            .collect();
        let mut writer = Writer::new();
        fields.iter().for_each(|field| writer.push_field(field));
        let mut out = std::io::Cursor::new(Vec::new());
        writer.write(&mut out, false).unwrap();
        out.into_inner()
    }

    fn from_fields(fields: &[(Tag, Value)]) -> Metadata {
        let mut metadata = Metadata::default();
        metadata.read_exif(block(fields));
        metadata
    }

    #[test]
    fn exif_tells_the_turn_the_place_and_the_camera() {
        let degrees = || Value::Rational(vec![Rational { num: 52, denom: 1 }; 3]);
        let turned = from_fields(&[(Tag::Orientation, Value::Short(vec![6]))]);
        assert_eq!((turned.orientation(), turned.position, turned.camera), (6, false, false));
        assert!(turned.is_on_its_side());
        let placed = from_fields(&[(Tag::GPSLatitude, degrees()), (Tag::GPSLongitude, degrees())]);
        assert_eq!((placed.orientation(), placed.position, placed.camera), (1, true, false));
        let taken = from_fields(&[(Tag::Model, Value::Ascii(vec![b"X-1".to_vec()]))]);
        assert_eq!((taken.position, taken.camera), (false, true));
        let edited = from_fields(&[(Tag::Software, Value::Ascii(vec![b"GIMP".to_vec()]))]);
        assert_eq!(edited, Metadata::default());
        assert_eq!(from_fields(&[(Tag::Orientation, Value::Short(vec![9]))]).orientation(), 1);
    }

    #[test]
    fn a_torn_block_tells_what_is_left_of_it() {
        let whole = block(&[
            (Tag::Orientation, Value::Short(vec![3])),
            (Tag::Model, Value::Ascii(vec![b"a model with a long name".to_vec()])),
        ]);
        for end in 0..whole.len() {
            Metadata::default().read_exif(whole[..end].to_vec());
        }
        let mut torn = Metadata::default();
        torn.read_exif(whole[..whole.len() - 8].to_vec());
        assert_eq!(torn.orientation(), 3);
    }

    #[test]
    fn xmp_tells_the_place_and_the_camera() {
        let mut metadata = Metadata::default();
        metadata.read_xmp(b"<rdf:Description xmp:CreatorTool=\"GIMP\"/>");
        assert_eq!(metadata, Metadata::default());
        metadata.read_xmp(b"<rdf:Description exif:GPSLatitude=\"52,31.2N\"/>");
        assert!(metadata.position && !metadata.camera);
        metadata.read_xmp(b"<tiff:Model>X-1</tiff:Model>");
        assert!(metadata.camera);
    }
}
