use jiff::Zoned;
use jiff::civil::Date;

use crate::profile::Profile;

/// The moment at which the program runs. Which day that is depends on the newsletter.
#[derive(Clone, Debug)]
pub enum Now {
    /// The same day everywhere, as the user says.
    Day(Date),
    /// A moment in the system's time zone.
    Moment(Zoned),
}

impl Now {
    /// Today in the newsletter's time zone, or else in the system's.
    pub fn today(&self, profile: &Profile) -> Date {
        match (self, &profile.time_zone) {
            (Now::Moment(moment), Some(zone)) => zone.date(moment.timestamp()),
            _ => self.local(),
        }
    }

    /// Today where no newsletter says its time zone.
    pub fn local(&self) -> Date {
        match self {
            Now::Day(day) => *day,
            Now::Moment(moment) => moment.date(),
        }
    }
}

impl From<Date> for Now {
    fn from(day: Date) -> Now {
        Now::Day(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::load;
    use jiff::civil::date;

    #[test]
    fn today_is_that_of_the_newsletter() {
        let now = Now::Moment("2026-06-08T20:30:00-04:00[America/New_York]".parse().unwrap());
        let profile = |zone: &str| load(&format!("extends: circuitpython\n{zone}")).unwrap();
        assert_eq!(now.today(&profile("")), date(2026, 6, 8));
        assert_eq!(now.today(&profile("time_zone: Europe/Berlin\n")), date(2026, 6, 9));
        assert_eq!(now.today(&profile("time_zone: Pacific/Honolulu\n")), date(2026, 6, 8));
        assert_eq!(
            Now::from(date(2026, 6, 8)).today(&profile("time_zone: Europe/Berlin\n")),
            date(2026, 6, 8)
        );
    }
}
