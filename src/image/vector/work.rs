//! Estimates the work of rendering a tree before it is rendered: a drawing of a few bytes can need
//! days.

use std::collections::HashMap;
use std::sync::Arc;

use resvg::tiny_skia::{NonZeroRect, PathSegment, Rect, Transform};
use resvg::usvg::filter::Kind;
use resvg::usvg::{ClipPath, Group, ImageKind, Mask, Node, Paint, Path, Pattern, Stroke, Tree};

use crate::image::Header;

/// The work of a drawing, in computed pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Work {
    pub pixels: f64,
    /// Pixels of filters. A kernel of nine cells counts twice.
    pub filtered: f64,
    /// The largest number of pixels of layers that exist at once.
    pub held: f64,
}

impl Work {
    fn add(&mut self, other: Work) {
        self.pixels += other.pixels;
        self.filtered += other.filtered;
        self.held = self.held.max(other.held);
    }
}

/// Estimates the work of rendering `tree` on a canvas, scaled by `zoom`.
pub(super) fn work(tree: &Tree, zoom: Transform, width: u32, height: u32) -> Work {
    let canvas = Rect::from_xywh(0.0, 0.0, width as f32, height as f32);
    // A layer extends beyond the canvas by its size on each side.
    let most = 4.0 * f64::from(width) * f64::from(height);
    let mut counter = Counter { most, height: f64::from(height), shared: HashMap::new() };
    if canvas.is_none() { Work::default() } else { counter.group(tree.root(), zoom) }
}

struct Counter {
    /// The pixels of the largest layer.
    most: f64,
    height: f64,
    /// Shared nodes, by their address and the scale they are rendered at.
    shared: HashMap<(usize, [u32; 4]), Work>,
}

impl Counter {
    fn area(&self, rect: Option<Rect>) -> f64 {
        let area =
            rect.map_or(0.0, |rect| (f64::from(rect.width()) + 1.0) * (f64::from(rect.height()) + 1.0));
        area.min(self.most)
    }

    fn layer(&self, rect: NonZeroRect, transform: Transform) -> f64 {
        self.area(rect.to_rect().transform(transform))
    }

    fn group(&mut self, group: &Group, transform: Transform) -> Work {
        let transform = transform.pre_concat(group.transform());
        let mut work = Work::default();
        for child in group.children() {
            let own = match child {
                Node::Group(group) => self.group(group, transform),
                Node::Path(path) => self.path(path, transform),
                Node::Text(text) => self.group(text.flattened(), transform),
                Node::Image(image) => self.image(image.kind(), image.bounding_box().transform(transform)),
            };
            work.add(own);
        }
        if !group.should_isolate() {
            return work;
        }
        let layer = self.layer(group.layer_bounding_box(), transform);
        let (sx, sy) = transform.get_scale();
        for primitive in group.filters().iter().flat_map(|filter| filter.primitives()) {
            let weight = weight(primitive.kind(), f64::from(sx), f64::from(sy));
            work.filtered += weight * layer;
            work.pixels += weight * layer;
        }
        if let Some(clip) = group.clip_path() {
            let own = self.clip(clip, transform, layer);
            work.add(own);
        }
        if let Some(mask) = group.mask() {
            let own = self.mask(mask, transform, layer);
            work.add(own);
        }
        work.pixels += 3.0 * layer;
        work.held += layer;
        work
    }

    fn clip(&mut self, clip: &ClipPath, transform: Transform, layer: f64) -> Work {
        let mut work = self.shared(std::ptr::from_ref(clip) as usize, transform, |counter| {
            counter.group(clip.root(), transform.pre_concat(clip.transform()))
        });
        if let Some(clip) = clip.clip_path() {
            let own = self.clip(clip, transform, layer);
            work.add(own);
        }
        Work { pixels: work.pixels + 3.0 * layer, held: work.held + layer, ..work }
    }

    fn mask(&mut self, mask: &Mask, transform: Transform, layer: f64) -> Work {
        let mut work = self.shared(std::ptr::from_ref(mask) as usize, transform, |counter| {
            counter.group(mask.root(), transform)
        });
        if let Some(mask) = mask.mask() {
            let own = self.mask(mask, transform, layer);
            work.add(own);
        }
        Work { pixels: work.pixels + 4.0 * layer, held: work.held + 2.0 * layer, ..work }
    }

    /// A pattern tile is rendered at its full size, even if that is large.
    fn pattern(&mut self, pattern: &Arc<Pattern>, transform: Transform) -> Work {
        let (sx, sy) = transform.pre_concat(pattern.transform()).get_scale();
        let rect = pattern.rect();
        let tile = f64::from(rect.width() * sx) * f64::from(rect.height() * sy);
        let own = self.shared(Arc::as_ptr(pattern) as usize, transform, |counter| {
            counter.group(pattern.root(), Transform::from_scale(sx, sy))
        });
        Work { pixels: own.pixels + tile, held: own.held + tile, ..own }
    }

    /// Counts a node that many others may reference once per scale.
    fn shared(&mut self, place: usize, transform: Transform, count: impl FnOnce(&mut Self) -> Work) -> Work {
        let scale = [transform.sx, transform.kx, transform.ky, transform.sy].map(f32::to_bits);
        if let Some(known) = self.shared.get(&(place, scale)) {
            return *known;
        }
        let work = count(self);
        self.shared.insert((place, scale), work);
        work
    }

    fn path(&mut self, path: &Path, transform: Transform) -> Work {
        let outline = Outline::new(path, transform, self.height);
        let mut work = Work::default();
        if let Some(fill) = path.fill() {
            let area = self.area(path.bounding_box().transform(transform));
            work.add(self.painted(fill.paint(), area, transform));
            work.pixels += outline.crossed + outline.sorting(self.height);
        }
        if let Some(stroke) = path.stroke() {
            let area = self.area(path.stroke_bounding_box().transform(transform));
            let (sx, sy) = transform.get_scale();
            let width = f64::from(stroke.width().get() * sx.max(sy)).min(self.height);
            let covered = area.min((outline.length + 1.0) * (width + 2.0));
            work.add(self.painted(stroke.paint(), covered, transform));
            work.pixels += 20.0 * (outline.segments + dashes(stroke, &outline, f64::from(sx.max(sy))));
            // A stroke has an edge on each side, and each may cross all the others.
            work.pixels += 2.0 * outline.crossed + 4.0 * outline.sorting(self.height);
        }
        work
    }

    fn painted(&mut self, paint: &Paint, area: f64, transform: Transform) -> Work {
        match paint {
            Paint::Color(_) => Work { pixels: area, ..Work::default() },
            Paint::LinearGradient(_) | Paint::RadialGradient(_) => {
                Work { pixels: 4.0 * area, ..Work::default() }
            }
            Paint::Pattern(pattern) => {
                let tile = self.pattern(pattern, transform);
                Work { pixels: tile.pixels + 8.0 * area, ..tile }
            }
        }
    }

    /// An embedded image is decoded each time that it is drawn.
    fn image(&self, kind: &ImageKind, shown: Option<Rect>) -> Work {
        let (ImageKind::JPEG(data) | ImageKind::PNG(data) | ImageKind::GIF(data) | ImageKind::WEBP(data)) =
            kind
        else {
            return Work::default();
        };
        let header = Header::from_bytes(data);
        let own = header.map_or(0.0, |header| f64::from(header.width) * f64::from(header.height));
        Work { pixels: 10.0 * own + 4.0 * self.area(shown), held: own, filtered: 0.0 }
    }
}

/// The time that a filter takes, relative to one that reads each pixel once.
fn weight(kind: &Kind, sx: f64, sy: f64) -> f64 {
    match kind {
        Kind::ConvolveMatrix(matrix) => {
            let matrix = matrix.matrix();
            1.0 + f64::from(matrix.columns()) * f64::from(matrix.rows()) / 9.0
        }
        Kind::Morphology(morphology) => {
            let reach = |radius: f32, scale: f64| 2.0 * f64::from(radius) * scale + 1.0;
            let (x, y) = (morphology.radius_x().get(), morphology.radius_y().get());
            1.0 + reach(x, sx) * reach(y, sy) / 9.0
        }
        Kind::Turbulence(turbulence) => 1.0 + f64::from(turbulence.num_octaves()),
        Kind::Merge(merge) => merge.inputs().len() as f64,
        _ => 1.0,
    }
}

/// The number of dashes of a stroke. tiny-skia makes at most a million.
fn dashes(stroke: &Stroke, outline: &Outline, scale: f64) -> f64 {
    let Some(dashes) = stroke.dasharray() else { return 0.0 };
    let sum: f64 = dashes.iter().map(|dash| f64::from(*dash) * scale).sum();
    let pieces = outline.length / sum.max(1e-9) * dashes.len() as f64;
    pieces.min(1_000_000.0)
}

/// The size of a path's outline, in pixels.
#[derive(Debug, Default)]
struct Outline {
    segments: f64,
    length: f64,
    /// Rows of pixels of the canvas that the segments cross.
    crossed: f64,
    /// The part of `length` that fits on the canvas, segment by segment.
    visible: f64,
}

impl Outline {
    fn new(path: &Path, transform: Transform, height: f64) -> Outline {
        let (sx, sy) = transform.get_scale();
        let scale = f64::from(sx.max(sy));
        let mut outline = Outline::default();
        let mut last = (0.0, 0.0);
        for segment in path.data().segments() {
            let points: &[_] = match &segment {
                PathSegment::MoveTo(to) => {
                    last = (f64::from(to.x), f64::from(to.y));
                    continue;
                }
                PathSegment::LineTo(to) => &[*to],
                PathSegment::QuadTo(a, to) => &[*a, *to],
                PathSegment::CubicTo(a, b, to) => &[*a, *b, *to],
                PathSegment::Close => &[],
            };
            outline.segments += 1.0;
            for point in points {
                let next = (f64::from(point.x), f64::from(point.y));
                let length = (next.0 - last.0).hypot(next.1 - last.1) * scale;
                outline.length += length;
                outline.crossed += 1.0 + length.min(height);
                outline.visible += length.min(height);
                last = next;
            }
        }
        outline
    }

    /// The work of sorting the edges of a row: each segment may have to pass all others that cross
    /// the row, and one step takes as long as several pixels.
    fn sorting(&self, height: f64) -> f64 {
        5.0 * self.segments * self.visible / height.max(1.0)
    }
}
