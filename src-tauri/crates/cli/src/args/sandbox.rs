//! Arguments of `sandbox`, the built-in provider.

use clap::{Args, Subcommand};

use super::Switch;

#[derive(Args)]
pub(crate) struct SandboxArgs {
    #[command(subcommand)]
    pub(crate) command: Option<SandboxCommand>,
}

#[derive(Subcommand)]
pub(crate) enum SandboxCommand {
    /// What it does wrong: show it, or change what is named. The rest stays as it is; a restart mends all.
    Faults(Box<FaultsArgs>),
    /// Revoke every grant, or one grant, or one access token.
    Revoke(SelectionArgs),
    /// Let every access token expire now, or those of one grant, or one. Refresh tokens stay good.
    Expire(SelectionArgs),
}

/// What is meant: all that matches.
#[derive(Args)]
pub(crate) struct SelectionArgs {
    /// One grant, by its id.
    #[arg(long, value_name = "G")]
    pub(crate) grant: Option<String>,
    /// One access token, by the id that `sandbox` shows.
    #[arg(long, value_name = "T")]
    pub(crate) token: Option<String>,
    /// production or sandbox; both where it is not given.
    #[arg(long, value_name = "E", value_parser = ["production", "sandbox"])]
    pub(crate) env: Option<String>,
}

/// A number, or `off`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OrOff<T>(pub(crate) Option<T>);

impl<T: std::str::FromStr> std::str::FromStr for OrOff<T>
where
    T::Err: std::fmt::Display,
{
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self(None));
        }
        match text.parse() {
            Ok(value) => Ok(Self(Some(value))),
            Err(error) => Err(format!("{error}; give a number, or off")),
        }
    }
}

#[derive(Args)]
pub(crate) struct FaultsArgs {
    /// Switch all faults off first.
    #[arg(long)]
    pub(crate) clear: bool,
    /// Whatever the user presses, the answer is access_denied.
    #[arg(long, value_enum, value_name = "on|off")]
    pub(crate) deny: Option<Switch>,
    /// The token endpoint waits so long first.
    #[arg(long, value_name = "MS")]
    pub(crate) slow: Option<OrOff<u32>>,
    /// The token endpoint answers with this status (200 to 599), and does nothing.
    #[arg(long, value_name = "N")]
    pub(crate) token_status: Option<OrOff<u16>>,
    /// Retry-After on forced answers.
    #[arg(long, value_name = "S")]
    pub(crate) retry_after: Option<OrOff<u32>>,
    /// A refresh is carried out, and the connection then closed without an answer.
    #[arg(long, value_enum, value_name = "on|off")]
    pub(crate) drop_after_rotation: Option<Switch>,
    /// Token answers have no expires_in.
    #[arg(long, value_enum, value_name = "on|off")]
    pub(crate) omit_expires_in: Option<Switch>,
    /// expires_in is this text instead of a number, such as soon; off ends it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) odd_expires_in: Option<String>,
    /// Lifetime of new access tokens, instead of an hour.
    #[arg(long, value_name = "S")]
    pub(crate) access_ttl: Option<OrOff<u32>>,
    /// Token answers are form-encoded.
    #[arg(long, value_enum, value_name = "on|off")]
    pub(crate) form_encoded: Option<Switch>,
    /// The token endpoint refuses with status 200.
    #[arg(long, value_enum, value_name = "on|off")]
    pub(crate) error_200: Option<Switch>,
    /// The last of several scopes is not granted.
    #[arg(long, value_enum, value_name = "on|off")]
    pub(crate) grant_fewer: Option<Switch>,
    /// A refresh is refused with invalid_grant.
    #[arg(long, value_enum, value_name = "on|off")]
    pub(crate) revoked_refresh: Option<Switch>,
    /// The API answers with this status (200 to 599).
    #[arg(long, value_name = "N")]
    pub(crate) api_status: Option<OrOff<u16>>,
    /// The API waits so long first.
    #[arg(long, value_name = "MS")]
    pub(crate) api_delay: Option<OrOff<u32>>,
}
