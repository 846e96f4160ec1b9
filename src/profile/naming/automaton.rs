//! A pattern as an automaton: reads paths, and finds out if one path could be read in two ways.

use std::collections::HashSet;
use std::ops::Range;

use super::Part;
use super::token::{Class, Step, Times, Token, Zeros};

/// The steps of a pattern, each with the index of its part.
#[derive(Clone, Debug, Default)]
pub(super) struct Automaton {
    steps: Vec<(Step, usize)>,
}

/// The steps that can read the next character, and if the path may end here.
struct Next {
    steps: Range<usize>,
    is_end: bool,
}

impl Automaton {
    pub fn new(parts: &[Part], zeros: Zeros) -> Automaton {
        let mut steps = Vec::new();
        for (n, part) in parts.iter().enumerate() {
            match part {
                Part::Text(text) => {
                    steps.extend(text.chars().map(|c| (Step::once(Class::Exactly(c)), n)));
                }
                Part::Token(token) => {
                    // Between two tokens only zeros show where one ends: `{yyyy}{mm}{dd}`.
                    let is_joined = [n.checked_sub(1), Some(n + 1)]
                        .into_iter()
                        .flatten()
                        .any(|other| matches!(parts.get(other), Some(Part::Token(_))));
                    let zeros = if is_joined { Zeros::AsWritten } else { zeros };
                    steps.extend(token.steps(zeros).into_iter().map(|step| (step, n)));
                }
            }
        }
        Automaton { steps }
    }

    /// The steps that may follow when `from` steps are done. A repeated step is not done while it may read
    /// more.
    fn next(&self, from: usize) -> Next {
        let required = self.steps[from..].iter().position(|(step, _)| step.times == Times::Once);
        match required {
            Some(skipped) => Next { steps: from..from + skipped + 1, is_end: false },
            None => Next { steps: from..self.steps.len(), is_end: true },
        }
    }

    /// How many steps are done after one has read a character.
    fn after(&self, step: usize) -> usize {
        if self.steps[step].0.times == Times::Any { step } else { step + 1 }
    }

    /// True if some path can be read in two ways that give its values different texts. How the texts of `*` are
    /// divided does not matter.
    pub fn is_ambiguous(&self, parts: &[Part]) -> bool {
        // Reads one path twice at once. The third value says if the two have differed.
        let mut seen = HashSet::from([(0, 0, false)]);
        let mut open = vec![(0, 0, false)];
        let says = |step: usize| match parts[self.steps[step].1] {
            Part::Token(Token::Star) | Part::Text(_) => None,
            Part::Token(_) => Some(self.steps[step].1),
        };
        while let Some((one, other, differ)) = open.pop() {
            let (ones, others) = (self.next(one), self.next(other));
            if differ && ones.is_end && others.is_end {
                return true;
            }
            for a in ones.steps {
                for b in others.steps.clone() {
                    if !self.steps[a].0.class.meets(self.steps[b].0.class) {
                        continue;
                    }
                    let state = (self.after(a), self.after(b), differ || says(a) != says(b));
                    if seen.insert(state) {
                        open.push(state);
                    }
                }
            }
        }
        false
    }

    /// The text of each part of a path; `None` if the path does not match. Where an unambiguous pattern leaves a
    /// choice, which is between `*` and the text around it, a `*` is as long as possible.
    pub fn split<'p>(&self, path: &'p str, parts: usize) -> Option<Vec<&'p str>> {
        let chars: Vec<(usize, char)> = path.char_indices().collect();
        let taken = self.read(&chars)?;
        let mut texts = vec![&path[..0]; parts];
        for (n, (at, c)) in chars.iter().enumerate() {
            let part = self.steps[taken[n]].1;
            let start = if texts[part].is_empty() { *at } else { at - texts[part].len() };
            texts[part] = &path[start..at + c.len_utf8()];
        }
        Some(texts)
    }

    /// True if all of a text matches.
    pub fn matches(&self, text: &str) -> bool {
        self.read(&text.char_indices().collect::<Vec<_>>()).is_some()
    }

    /// The step that reads each character; `None` if the text does not match.
    fn read(&self, chars: &[(usize, char)]) -> Option<Vec<usize>> {
        let mut taken = Vec::with_capacity(chars.len());
        let mut failed = Failed { steps: self.steps.len(), flags: Vec::new() };
        // The steps done before each character, and how many candidates for it were tried. A list in place of
        // recursion, since a path may be long.
        let mut frames = vec![(0, 0)];
        while let Some((done, tried)) = frames.last_mut() {
            let at = taken.len();
            let next = self.next(*done);
            if at == chars.len() && next.is_end {
                return Some(taken);
            }
            let candidates = next.steps.skip(*tried).enumerate();
            let mut fitting = candidates.filter(|(_, step)| {
                chars.get(at).is_some_and(|(_, c)| self.steps[*step].0.class.has(*c))
                    && !failed.contains(self.after(*step), at + 1)
            });
            if let Some((skipped, step)) = fitting.next() {
                *tried += skipped + 1;
                taken.push(step);
                frames.push((self.after(step), 0));
            } else {
                failed.insert(*done, at);
                frames.pop();
                taken.pop();
            }
        }
        None
    }
}

/// From which steps, before which characters, the rest of a text does not match. Most paths match at once, and need
/// no list.
struct Failed {
    /// The number of steps of the automaton.
    steps: usize,
    flags: Vec<bool>,
}

impl Failed {
    fn index(&self, done: usize, at: usize) -> usize {
        at * (self.steps + 1) + done
    }

    fn contains(&self, done: usize, at: usize) -> bool {
        self.flags.get(self.index(done, at)).copied().unwrap_or(false)
    }

    fn insert(&mut self, done: usize, at: usize) {
        let index = self.index(done, at);
        if self.flags.len() <= index {
            self.flags.resize(index + 1, false);
        }
        self.flags[index] = true;
    }
}
