//! Arguments of `connect` and `connection reconnect`.

use clap::{Args, ValueEnum};

use super::{ConnectionArg, InputArgs, ParamArgs, PortArg};

/// Where the user signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Surface {
    /// The system's browser.
    Browser,
    /// Wherever you open the link that is printed.
    Print,
}

/// What every sign-in takes.
#[derive(Args)]
pub(crate) struct SignInArgs {
    /// Where to sign in; the integration's choice where a window runs, else the system's browser.
    #[arg(long, value_enum)]
    pub(crate) surface: Option<Surface>,
    /// Which one to connect where several are found (the sites of an account): what it is called, or its number.
    #[arg(long, value_name = "NAME")]
    pub(crate) choose: Option<String>,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) params: ParamArgs,
    #[command(flatten)]
    pub(crate) port: PortArg,
}

#[derive(Args)]
pub(crate) struct ConnectArgs {
    /// Key of the integration.
    pub(crate) integration: String,
    /// Name of the connection.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Key of the tenant; `test` where it is not given.
    #[arg(long)]
    pub(crate) tenant: Option<String>,
    /// Another way to sign in that the connector has.
    #[arg(long)]
    pub(crate) option: Option<String>,
    /// A preset to begin with, by its name; single parameters are laid on it.
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,
    /// Make another connection, where the tenant has one of this integration already; else that one is reconnected.
    #[arg(long)]
    pub(crate) multiple: bool,
    /// Say what would be sent, without sending it.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) sign_in: SignInArgs,
}

#[derive(Args)]
pub(crate) struct ReconnectArgs {
    #[command(flatten)]
    pub(crate) connection: ConnectionArg,
    #[command(flatten)]
    pub(crate) sign_in: SignInArgs,
}
