use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The moment, in the system's time zone.
pub fn now() -> Zoned {
    Timestamp::now().to_zoned(own_zone().unwrap_or_else(TimeZone::system))
}

/// The zone of the file that Unix keeps for it, without its name. To find the name, jiff lists all zones of the system,
/// which takes longer than many commands.
#[cfg(unix)]
fn own_zone() -> Option<TimeZone> {
    if std::env::var_os("TZ").is_some() {
        return None;
    }
    TimeZone::tzif("", &std::fs::read("/etc/localtime").ok()?).ok()
}

#[cfg(not(unix))]
fn own_zone() -> Option<TimeZone> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_zone_has_the_offset_that_its_name_has() {
        let zone = own_zone().unwrap_or_else(TimeZone::system);
        for moment in ["2026-01-15T12:00:00Z", "2026-07-15T12:00:00Z"] {
            let moment: Timestamp = moment.parse().unwrap();
            assert_eq!(zone.to_offset(moment), TimeZone::system().to_offset(moment));
        }
    }
}
