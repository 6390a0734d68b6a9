//! Arguments about time and load on a connection.

use clap::Args;

use super::ConnectionArg;

#[derive(Args)]
pub(crate) struct ExpireArgs {
    #[command(flatten)]
    pub(crate) connection: ConnectionArg,
    /// In how long: 30s, 500ms, 2m, 1h. Now where it is not given.
    #[arg(long = "in", value_name = "TIME", default_value = "0s", value_parser = milliseconds)]
    pub(crate) in_ms: u32,
}

#[derive(Args)]
pub(crate) struct BurstArgs {
    #[command(flatten)]
    pub(crate) connection: ConnectionArg,
    /// How many calls, 1 to 1000.
    pub(crate) count: u32,
    /// HTTP method.
    pub(crate) method: String,
    /// Path under the base URL, with its query.
    pub(crate) path: String,
    /// Let the access token expire first, so that the refresh is seen.
    #[arg(long)]
    pub(crate) expire: bool,
}

/// `30s` as milliseconds.
fn milliseconds(text: &str) -> Result<u32, String> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let scale: u32 = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err("give a number and a unit, such as 30s, 500ms, 2m or 1h".to_owned()),
    };
    let number: u32 = number
        .parse()
        .map_err(|_| "give a number and a unit, such as 30s".to_owned())?;
    number
        .checked_mul(scale)
        .ok_or_else(|| "that is too long".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_numbers_with_a_unit() {
        for (text, ms) in [
            ("30s", 30_000),
            ("500ms", 500),
            ("2m", 120_000),
            ("1h", 3_600_000),
            ("0s", 0),
        ] {
            assert_eq!(milliseconds(text), Ok(ms), "{text}");
        }
        for text in ["", "30", "s", "-1s", "1.5s", "30 s", "9999999h"] {
            assert!(milliseconds(text).is_err(), "{text}");
        }
    }
}
