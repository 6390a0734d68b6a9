//! Reads a point in time (RFC 3339 §5.6) without a clock.

/// Unix milliseconds of an RFC 3339 text; `None` for what is none.
pub(crate) fn unix_ms(text: &str) -> Option<i64> {
    let number = |from: usize, to: usize| {
        text.get(from..to)
            .filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?
            .parse::<i64>()
            .ok()
    };
    let bytes = text.as_bytes();
    let separators = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    if separators.iter().any(|(at, byte)| bytes.get(*at) != Some(byte))
        || !matches!(bytes.get(10), Some(b'T' | b't' | b' '))
    {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let rest = text.get(19..)?;
    let digits = rest
        .strip_prefix('.')
        .map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count() + 1);
    let millis = rest.get(1..digits).map_or(0, |digits| {
        digits
            .bytes()
            .chain([b'0'; 3])
            .take(3)
            .fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0'))
    });
    let zone = rest.get(digits..)?;
    let offset = match zone {
        "Z" | "z" | "" => 0,
        zone => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let part = |from: usize, to: usize| zone.get(from..to)?.parse::<i64>().ok();
            if !zone.starts_with(['+', '-']) || zone.len() != 6 {
                return None;
            }
            sign * (part(1, 3)? * 60 + part(4, 6)?)
        }
    };
    // Days since 1970 of the proleptic Gregorian calendar, counting years from March.
    let (years, months) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days = 365 * years + years.div_euclid(4) - years.div_euclid(100)
        + years.div_euclid(400)
        + (153 * months + 2) / 5
        + day
        - 719_469;
    Some(((days * 24 + hour) * 60 + minute - offset) * 60_000 + second * 1000 + millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_times() {
        assert_eq!(unix_ms("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(unix_ms("2000-02-29T12:00:00.5+01:30"), Some(951_820_200_500));
        assert_eq!(unix_ms("2026-11-23T19:00:00"), Some(1_795_460_400_000));
        for text in [
            "",
            "2026",
            "2026-13-01T00:00:00Z",
            "2026-11-23T19:00",
            "never",
            "2026-11-23T19:00:00+1",
        ] {
            assert_eq!(unix_ms(text), None, "{text}");
        }
    }
}
