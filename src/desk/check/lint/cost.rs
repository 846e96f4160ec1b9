use std::collections::HashMap;
use std::time::{Duration, Instant};

/// The cost of a rule, or of another phase of a check, in all files.
#[derive(Clone, Debug)]
pub struct Cost {
    /// The rule's name, or the phase in parentheses: `(parsing)`.
    pub name: &'static str,
    /// A rule's findings, before waivers; for a phase, the number of files.
    pub found: usize,
    pub time: Duration,
}

/// Measures consecutive pieces of work.
#[derive(Debug)]
pub(super) struct Clock {
    last: Instant,
    costs: HashMap<&'static str, (usize, Duration)>,
}

impl Default for Clock {
    fn default() -> Self {
        Self { last: Instant::now(), costs: HashMap::new() }
    }
}

impl Clock {
    pub fn start(&mut self) {
        self.last = Instant::now();
    }

    /// Adds the time since the last call to a rule or phase. `found` is as in [`Cost::found`].
    pub fn lap(&mut self, name: &'static str, found: usize) {
        let now = Instant::now();
        let cost = self.costs.entry(name).or_default();
        cost.0 += found;
        cost.1 += now - self.last;
        self.last = now;
    }

    pub fn add(&mut self, other: &Clock) {
        for (name, (found, time)) in &other.costs {
            let cost = self.costs.entry(name).or_default();
            cost.0 += found;
            cost.1 += *time;
        }
    }

    /// The costs, slowest first.
    pub fn costs(self) -> Vec<Cost> {
        let costs = self.costs.into_iter().map(|(name, (found, time))| Cost { name, found, time });
        let mut costs: Vec<Cost> = costs.collect();
        costs.sort_by(|a, b| b.time.cmp(&a.time).then(a.name.cmp(b.name)));
        costs
    }
}
