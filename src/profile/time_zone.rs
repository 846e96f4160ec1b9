use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::path::checked;

/// A time zone by its name in the database of IANA, such as `Europe/Berlin`.
///
/// The database is the one that is built in, so that a profile is valid on every system. Case does not matter. Offsets
/// such as `+02:00` are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZoneName(TimeZone);

/// The name is in no database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no time zone; write a name such as Europe/Berlin, America/New_York or UTC")]
pub struct UnknownTimeZone(String);

impl TimeZoneName {
    /// # Errors
    ///
    /// If the database has no such name.
    pub fn new(name: &str) -> Result<TimeZoneName, UnknownTimeZone> {
        let zone = TimeZoneDatabase::bundled().get(name.trim());
        zone.map(TimeZoneName).map_err(|_| UnknownTimeZone(name.to_owned()))
    }

    /// The name as the database writes it.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The day that it is in this zone.
    pub fn date(&self, moment: Timestamp) -> Date {
        Zoned::new(moment, self.0.clone()).date()
    }
}

impl<'de> Deserialize<'de> for TimeZoneName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, TimeZoneName::new)
    }
}

impl Serialize for TimeZoneName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_is_that_of_the_zone() {
        let moment: Timestamp = "2026-06-08T23:30:00Z".parse().unwrap();
        for (name, day) in [
            ("UTC", date(2026, 6, 8)),
            ("Europe/Berlin", date(2026, 6, 9)),
            ("America/New_York", date(2026, 6, 8)),
            ("Asia/Shanghai", date(2026, 6, 9)),
        ] {
            let zone = TimeZoneName::new(name).unwrap();
            assert_eq!((zone.name(), zone.date(moment)), (name, day));
        }
        // Summer time ends in autumn.
        let winter: Timestamp = "2026-12-08T23:30:00Z".parse().unwrap();
        assert_eq!(TimeZoneName::new("Europe/London").unwrap().date(winter), date(2026, 12, 8));
        assert_eq!(TimeZoneName::new("Europe/London").unwrap().date(moment), date(2026, 6, 9));
    }

    #[test]
    fn names_are_those_of_the_database() {
        assert_eq!(TimeZoneName::new("europe/berlin").unwrap().name(), "Europe/Berlin");
        for name in ["", "Berlin", "+02:00", "../../etc/passwd", "Europe/Atlantis"] {
            assert!(TimeZoneName::new(name).is_err(), "{name}");
        }
    }
}
