//! LZW with a choice: each pixel may become any colour that is near enough, or stay as on the
//! canvas. A run of pixels in the dictionary costs one code, so a small loss saves many bytes.
//! Without loss this is plain LZW.

use super::palette::Palette;

/// Codes have at most twelve bits.
const MAX_CODES: usize = 1 << 12;
const NONE: u16 = u16::MAX;
/// The number of runs that are compared before one is chosen.
const MAX_TRIES: u32 = 600;

/// The wanted colour of a pixel, and the cost of leaving it out.
#[derive(Clone, Copy, Debug)]
pub struct PixelTarget {
    /// The nearest colour, or the transparent index if nothing may be drawn.
    pub index: u8,
    /// The cost of drawing nothing here; `u16::MAX` if something must be drawn.
    pub keep: u16,
}

/// The loss that is allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loss {
    /// The worth of one more pixel in a run, in the unit of [`super::palette::distance`].
    pub gain: u16,
    /// The largest cost of a pixel.
    pub most: u16,
}

impl Loss {
    pub fn new(gain: u16) -> Loss {
        Loss { gain, most: gain.saturating_mul(3) }
    }
}

/// Compresses pixels. Returns the code size and the codes, as the `gif` crate takes them, and the
/// indices that decompression yields.
pub fn pack(targets: &[PixelTarget], palette: &Palette, loss: Loss) -> (Vec<u8>, Vec<u8>) {
    let symbols = palette.colours.len() + 1;
    let bits = symbols.next_power_of_two().trailing_zeros().max(2);
    let mut packer = Packer {
        targets,
        palette,
        loss,
        near: vec![None; 256],
        dictionary: Dictionary::new(1 << bits),
        stack: Vec::new(),
    };
    let mut indices = Vec::with_capacity(targets.len());
    let mut out = Codes::new(bits);
    out.push(packer.dictionary.clear_code());
    let mut before: Option<Match> = None;
    while indices.len() < targets.len() {
        let at = indices.len();
        let mut best = packer.longest(at);
        // The entry that this code creates: the last run and its first pixel.
        let next = packer.dictionary.len();
        if let Some(last) = before.filter(|_| next < MAX_CODES) {
            let run = &indices[at - last.length..];
            if let Some(again) = packer.again(at, run, next, best.worth) {
                best = again;
            }
        }
        out.push(best.code);
        if usize::from(best.code) == next {
            let start = at + 1 - best.length;
            indices.extend_from_within(start..at);
            indices.push(indices[start]);
        } else {
            packer.dictionary.spell(best.code, best.length, &mut indices);
        }
        if let Some(last) = before {
            packer.dictionary.add(last.code, indices[at]);
            out.widen(packer.dictionary.len());
        }
        before = Some(best);
        if packer.dictionary.len() == MAX_CODES {
            out.push(packer.dictionary.clear_code());
            packer.dictionary.clear();
            out.narrow();
            before = None;
        }
    }
    out.push(packer.dictionary.clear_code() + 1);
    (out.finish(), indices)
}

/// A run of the dictionary for the next pixels.
#[derive(Clone, Copy)]
struct Match {
    code: u16,
    length: usize,
    worth: i64,
}

struct Packer<'a> {
    targets: &'a [PixelTarget],
    palette: &'a Palette,
    loss: Loss,
    /// For each index, the indices that may replace it, with their cost.
    near: Vec<Option<Vec<(u8, u16)>>>,
    dictionary: Dictionary,
    stack: Vec<Match>,
}

impl Packer<'_> {
    /// The cost of `symbol` for the pixel `at`; `None` if it is not allowed there.
    #[inline]
    fn cost(&self, at: usize, symbol: u8) -> Option<u16> {
        let target = self.targets[at];
        let cost = if symbol == target.index {
            0
        } else if symbol == self.palette.transparent() {
            target.keep
        } else {
            self.palette.distances(target.index)[usize::from(symbol)]
        };
        (cost <= self.loss.most).then_some(cost)
    }

    fn worth(&self, cost: u16) -> i64 {
        i64::from(self.loss.gain) + 1 - i64::from(cost)
    }

    /// The best run of the dictionary from a pixel on.
    fn longest(&mut self, at: usize) -> Match {
        let target = self.targets[at];
        let transparent = self.palette.transparent();
        let (palette, most) = (self.palette, self.loss.most);
        let near = self.near[usize::from(target.index)].get_or_insert_with(|| {
            if target.index == transparent {
                return vec![(transparent, 0)];
            }
            let costs = palette.distances(target.index).iter().enumerate();
            let mut near: Vec<_> = costs
                .filter(|(symbol, cost)| *symbol != usize::from(target.index) && **cost <= most)
                .map(|(symbol, cost)| (symbol as u8, *cost))
                .collect();
            near.push((target.index, 0));
            near
        });
        // The last one is tried first.
        self.stack.clear();
        let gain = i64::from(self.loss.gain) + 1;
        self.stack.extend(near.iter().map(|(symbol, cost)| Match {
            code: u16::from(*symbol),
            length: 1,
            worth: gain - i64::from(*cost),
        }));
        if target.index != transparent && target.keep <= most {
            let worth = gain - i64::from(target.keep);
            self.stack.push(Match { code: u16::from(transparent), length: 1, worth });
        }
        let mut best = Match { code: u16::from(target.index), length: 1, worth: gain };
        let mut tries = 0;
        while let Some(run) = self.stack.pop() {
            if run.worth > best.worth {
                best = run;
            }
            tries += 1;
            let end = at + run.length;
            if end == self.targets.len() || tries > MAX_TRIES {
                continue;
            }
            let mut child = self.dictionary.nodes[usize::from(run.code)].child;
            while child != NONE {
                let node = self.dictionary.nodes[usize::from(child)];
                if let Some(cost) = self.cost(end, node.symbol) {
                    let worth = run.worth + self.worth(cost);
                    self.stack.push(Match { code: child, length: run.length + 1, worth });
                }
                child = node.sibling;
            }
        }
        best
    }

    /// The last run and its first pixel again, if that is better.
    fn again(&self, at: usize, run: &[u8], code: usize, worth: i64) -> Option<Match> {
        let length = run.len() + 1;
        let most = (i64::from(self.loss.gain) + 1) * length as i64;
        if at + length > self.targets.len() || most <= worth {
            return None;
        }
        let mut total = 0;
        for (n, symbol) in run.iter().chain(&run[..1]).enumerate() {
            total += self.worth(self.cost(at + n, *symbol)?);
        }
        (total > worth).then_some(Match { code: code as u16, length, worth: total })
    }
}

/// A run, extended by one pixel.
#[derive(Clone, Copy)]
struct Node {
    before: u16,
    child: u16,
    sibling: u16,
    symbol: u8,
}

/// The runs that were written, as a tree in which the code of a run is its position.
struct Dictionary {
    nodes: Vec<Node>,
    /// The number of codes for single pixels.
    single: usize,
}

impl Dictionary {
    fn new(single: usize) -> Dictionary {
        let mut out = Dictionary { nodes: Vec::with_capacity(MAX_CODES), single };
        out.clear();
        out
    }

    fn clear(&mut self) {
        self.nodes.clear();
        // Two more codes mean "clear" and "end".
        let single = (0..self.single + 2).map(|symbol| Node {
            before: NONE,
            child: NONE,
            sibling: NONE,
            symbol: symbol as u8,
        });
        self.nodes.extend(single);
    }

    fn clear_code(&self) -> u16 {
        self.single as u16
    }

    fn len(&self) -> usize {
        self.nodes.len()
    }

    fn add(&mut self, before: u16, symbol: u8) {
        if self.nodes.len() == MAX_CODES {
            return;
        }
        let parent = usize::from(before);
        let sibling = self.nodes[parent].child;
        self.nodes[parent].child = self.nodes.len() as u16;
        self.nodes.push(Node { before, child: NONE, sibling, symbol });
    }

    /// Writes the pixels of a run.
    fn spell(&self, code: u16, length: usize, out: &mut Vec<u8>) {
        let start = out.len();
        out.resize(start + length, 0);
        let mut code = code;
        for cell in out[start..].iter_mut().rev() {
            let node = self.nodes[usize::from(code)];
            *cell = node.symbol;
            code = node.before;
        }
    }
}

/// A writer of codes with a growing number of bits, the lowest bit first.
struct Codes {
    out: Vec<u8>,
    first_width: u32,
    width: u32,
    held: u32,
    held_bits: u32,
}

impl Codes {
    fn new(bits: u32) -> Codes {
        Codes { out: vec![bits as u8], first_width: bits + 1, width: bits + 1, held: 0, held_bits: 0 }
    }

    fn push(&mut self, code: u16) {
        self.held |= u32::from(code) << self.held_bits;
        self.held_bits += self.width;
        while self.held_bits >= 8 {
            self.out.push(self.held as u8);
            self.held >>= 8;
            self.held_bits -= 8;
        }
    }

    /// Codes get one more bit once the dictionary is larger than they can express.
    fn widen(&mut self, codes: usize) {
        if codes == 1 << self.width && self.width < 12 {
            self.width += 1;
        }
    }

    fn narrow(&mut self) {
        self.width = self.first_width;
    }

    fn finish(mut self) -> Vec<u8> {
        if self.held_bits > 0 {
            self.out.push(self.held as u8);
        }
        self.out
    }
}
