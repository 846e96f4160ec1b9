use std::collections::HashMap;
use std::time::{Duration, Instant};

/// A rule's findings in all files, before waivers, and the time it took.
#[derive(Clone, Debug)]
pub struct RuleCost {
    pub rule: &'static str,
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

    /// Adds the time since the last call to the piece of work `what`.
    pub fn lap(&mut self, what: &'static str, found: usize) {
        let now = Instant::now();
        let cost = self.costs.entry(what).or_default();
        cost.0 += found;
        cost.1 += now - self.last;
        self.last = now;
    }

    pub fn add(&mut self, other: &Clock) {
        for (what, (found, time)) in &other.costs {
            let cost = self.costs.entry(what).or_default();
            cost.0 += found;
            cost.1 += *time;
        }
    }

    /// The costs, slowest first.
    pub fn costs(self) -> Vec<RuleCost> {
        let costs = self.costs.into_iter().map(|(rule, (found, time))| RuleCost { rule, found, time });
        let mut costs: Vec<RuleCost> = costs.collect();
        costs.sort_by(|a, b| b.time.cmp(&a.time).then(a.rule.cmp(b.rule)));
        costs
    }
}
